"""A council's first rows, from a case document: what today's case of them is again that document."""

from __future__ import annotations

import json
from calendar import isleap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

from matcher.domain.case import Case
from matcher.domain.deciding import Deciding
from matcher.domain.home import Home, Resident
from matcher.domain.reading import read_case
from matcher.domain.referral import Referral
from matcher.domain.types import age_on
from matcher.service.actor import system
from matcher.service.documents import home_row, prices_of, referral_row
from matcher.service.record import recorded
from matcher.store import (
    audit,
    beds,
    budgets,
    children,
    contracts,
    homes,
    links,
    offers,
    placements,
    policies,
    referrals,
)
from matcher.store.homes import Address
from matcher.store.work import Work

LIVED_THERE_DAYS = 90
"""How long ago the placements of a seeded council began: no case says when."""
REASON = "came with the council's first data"
NO_ADDRESS = "not given"


@dataclass(frozen=True)
class SeededRows:
    """The ids of what was written, by the references of the case."""

    child_ids: Mapping[str, int]
    referral_ids: Mapping[str, int]
    home_ids: Mapping[str, int]


def begin_council(work: Work, case: Case, deciding: Deciding | None = None) -> int:
    """The head of a new council's record and its first policy, in force from the case's day; its id."""
    audit.begin_chain(work)
    return first_policy(work, case, deciding or Deciding())


def first_policy(work: Work, case: Case, deciding: Deciding) -> int:
    """Version 1, which comes with the council, before there is anybody to approve it."""
    documents = (case.policy.model_dump(mode="json"), deciding.model_dump(mode="json"))
    policy_id = policies.add_policy(work, documents, case.as_of, REASON, None)
    policies.approve(work, policy_id, None)
    return policy_id


def seed_demo(work: Work, case: Case) -> SeededRows:
    """Write all of a case into a council that has no rows yet. Raises Broken where it has.

    A case that names one pair both pinned and forbidden, or two relationships of one pair, is more than
    the rows can hold: Broken too.
    """
    sown = _Seed(work, case)
    sown.people()
    sown.homes()
    sown.lives()
    sown.links()
    sown.money()
    counts = {"referrals": len(case.referrals), "homes": len(case.homes)}
    subject = ("council", work.council_id)
    recorded(work, system(work.council_id), "council_seeded", subject, case=case.fingerprint, **counts)
    return SeededRows(sown.child_ids, sown.referral_ids, sown.home_ids)


class _Seed:
    def __init__(self, work: Work, case: Case) -> None:
        self.work, self.case = work, case
        self.child_ids: dict[str, int] = {}
        self.referral_ids: dict[str, int] = {}
        self.home_ids: dict[str, int] = {}
        self.beds: dict[str, list[int]] = {}

    def people(self) -> None:
        living = chain.from_iterable(home.residents for home in self.case.homes)
        everybody: Iterable[Referral | Resident] = chain(self.case.referrals, living)
        for child in everybody:
            self.child_ids[child.id] = children.add_child(
                self.work, child.id, child.birth_date, child.gender, child.flags
            )
        for referral in self.case.referrals:
            self.referral_ids[referral.id] = referrals.add_referral(
                self.work, referral.id, self.child_ids[referral.id], referral_row(referral), None
            )

    def homes(self) -> None:
        for home in self.case.homes:
            provider_id = homes.provider_named(self.work, home.provider)
            where = Address(NO_ADDRESS, home.location.model_dump())
            home_id = homes.add_home(self.work, home.id, home.name, provider_id, home_row(home), where)
            self.home_ids[home.id] = home_id
            self.beds[home.id] = self._beds(home, home_id)
            contracts.add_contract(self.work, home_id, prices_of(home), self.case.as_of)

    def _beds(self, home: Home, home_id: int) -> list[int]:
        """The usable beds; those that are blocked come last."""
        added = [beds.add_bed(self.work, home_id, str(number + 1)) for number in range(home.places)]
        usable = home.places - home.blocked_places
        for bed_id in added[usable:]:
            beds.set_blocked(self.work, bed_id, REASON)
        return added[:usable]

    def lives(self) -> None:
        """Residents and children under review, each in a bed of their own."""
        reviews = [(child.id, child.current_home) for child in self.case.referrals]
        living = [(child.id, home.id) for home in self.case.homes for child in home.residents]
        price = {home.id: home.weekly_price_pence for home in self.case.homes}
        since = self.case.as_of - timedelta(days=LIVED_THERE_DAYS)
        for child, home_id in (*living, *reviews):
            if home_id is not None:
                bed = (self.home_ids[home_id], self.beds[home_id].pop(0))
                placements.add_placement(self.work, self.child_ids[child], bed, (since, None), price[home_id])

    def links(self) -> None:
        for group in self.case.sibling_groups:
            members = [self.child_ids[member] for member in group.members]
            links.add_group(self.work, group.id, group.rule, members)
        for link in self.case.relationships:
            links.add_relationship(self.work, self.child_ids[link.a], self.child_ids[link.b], link.kind)
        for kind, pairs in (("pin", self.case.pins), ("forbid", self.case.forbids)):
            for pair in pairs:
                ids = (self.referral_ids[pair.referral], self.home_ids[pair.home])
                links.add_pair(self.work, kind, ids, REASON, None)
        for waiver in self.case.waivers:
            home_id = None if waiver.home is None else self.home_ids[waiver.home]
            referral_id = self.referral_ids[waiver.referral]
            links.add_waiver(self.work, referral_id, waiver.rule, home_id, REASON, None)

    def money(self) -> None:
        for offer in self.case.offers:
            pair = (self.referral_ids[offer.referral], self.home_ids[offer.home])
            answer = offer.model_dump(exclude={"referral", "home"})
            offers.add_offer(self.work, *pair, None, **answer)
        for budget in self.case.budgets:
            budgets.add_budget(self.work, budget.fund, budget.weekly_limit_pence)


def moved_to(case: Case, day: date) -> Case:
    """The same case as if it were this day: all dates moved, every child of the same age to the day."""
    shift = day - case.as_of
    document = case.model_dump(mode="json", by_alias=True)
    document["as_of"] = day.isoformat()
    for referral in document["referrals"]:
        _move(referral, "needed_by", shift)
    for home in document["homes"]:
        _move(home, "available_from", shift)
    for offer in document["offers"]:
        _move(offer, "expires", shift)
    residents = chain.from_iterable(home["residents"] for home in document["homes"])
    for child in (*document["referrals"], *residents):
        child["birth_date"] = _born(date.fromisoformat(child["birth_date"]), case.as_of, day).isoformat()
    return read_case(json.dumps(document).encode())


def _move(holder: dict[str, Any], field: str, shift: timedelta) -> None:
    if holder[field] is not None:
        holder[field] = (date.fromisoformat(holder[field]) + shift).isoformat()


def _born(birth_date: date, then: date, now: date) -> date:
    """As many years and as many days after a birthday `now` as `birth_date` was `then`."""
    years = age_on(birth_date, then)
    days = (then - _in_year(birth_date, birth_date.year + years)).days
    birthday = now - timedelta(days=days)
    return _in_year(birthday, birthday.year - years)


def _in_year(day: date, year: int) -> date:
    """A 29 February is 1 March in a year without one, as birthdays are counted."""
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return day.replace(year=year)
