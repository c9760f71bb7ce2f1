"""From a council's rows to the lists of a case document. Whatever the rows say, the case is a valid one:
what a case cannot hold is left out or weakened, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import Any, Literal

from matcher.domain.types import age_on
from matcher.service.documents import home_document, referral_document, resident_document
from matcher.service.gathered import Gathered
from matcher.store.contracts import Contract
from matcher.store.homes import StoredHome
from matcher.store.links import StoredGroup

ADULT_YEARS = 18
NOTICE_DAYS = 90
"""How long before an eighteenth birthday it is told."""

Row = dict[str, Any]
Code = Literal[
    "turns_18",
    "is_18",
    "no_contract",
    "contract_ended",
    "together_under_review",
    "together_placed",
    "bed_held",
    "leaves_later",
]


@dataclass(frozen=True, order=True)
class Note:
    """What to know of a day's case: a code, the reference of a child, group or home, and plain words."""

    code: Code
    reference: str
    message: str


class Assembly:
    """One council's case on one day, list by list; the notes are complete once the document is."""

    def __init__(self, rows: Gathered, as_of: date) -> None:
        self._rows, self._as_of = rows, as_of
        self._notes: set[Note] = set()
        found = {home.id: self._contract(home) for home in rows.homes}
        self._contracts = {home_id: contract for home_id, contract in found.items() if contract}
        self._homes = {home.id: home for home in rows.homes if home.id in self._contracts}
        self.referral_ids = {referral.reference: referral.id for referral in rows.referrals}
        self.home_ids = {home.reference: home.id for home in self._homes.values()}

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was noted, in order."""
        return tuple(sorted(self._notes))

    def document(self) -> Row:
        """The lists of the case."""
        return {
            "referrals": list(self._referrals()),
            "homes": [self._home(home) for home in self._homes.values()],
            "sibling_groups": list(self._groups()),
            "relationships": list(self._relationships()),
            "offers": list(self._offers()),
            "budgets": [
                {"fund": budget.fund, "weekly_limit_pence": budget.headroom_pence}
                for budget in self._rows.budgets
            ],
            "pins": [{"referral": referral, "home": home} for referral, home in self._pairs("pin")],
            "forbids": list(self._forbids()),
            "waivers": list(self._waivers()),
        }

    def _note(self, code: Code, reference: str, message: str) -> None:
        self._notes.add(Note(code, reference, message))

    def _contract(self, home: StoredHome) -> Contract | None:
        """The one in force when the home can be used; for children who live there, the last one begun."""
        contracts = self._rows.contracts.get(home.id, ())
        day = max(self._as_of, date.fromisoformat(home.document["available_from"]))
        if covering := [contract for contract in contracts if contract.covers(day)]:
            return covering[-1]
        begun = [contract for contract in contracts if contract.starts <= self._as_of]
        if begun and home.id in set(self._rows.occupancy.current_home.values()):
            self._note("contract_ended", home.reference, "a child under review lives here without a contract")
            return begun[-1]
        self._note("no_contract", home.reference, "left out: no contract is in force when it can be used")
        return None

    def _referrals(self) -> Iterator[Row]:
        for referral in self._rows.referrals:
            child = self._rows.children[referral.child_id]
            self._birthday(child.birth_date, referral.reference)
            yield referral_document(referral, child, self._current_home(referral.child_id))

    def _current_home(self, child_id: int) -> str | None:
        """Where a child under review lives; None where that home is closed, so that it needs a place."""
        home = self._homes.get(self._rows.occupancy.current_home.get(child_id, 0))
        return None if home is None else home.reference

    def _home(self, home: StoredHome) -> Row:
        if home.id in self._rows.occupancy.leaving:
            told = "a child who leaves on a known day sleeps here: who comes before must get on with it"
            self._note("leaves_later", home.reference, told)
        residents = [self._rows.children[child] for child in self._residents(home.id)]
        for child in residents:
            self._birthday(child.birth_date, child.reference)
        return home_document(
            home,
            self._rows.locations[home.id],
            self._contracts[home.id],
            places=self._rows.occupancy.places[home.id],
            blocked_places=self._rows.occupancy.blocked[home.id],
            residents=[resident_document(child) for child in residents],
        )

    def _residents(self, home_id: int) -> tuple[int, ...]:
        return self._rows.occupancy.residents.get(home_id, ())

    def _birthday(self, birth_date: date, reference: str) -> None:
        if age_on(birth_date, self._as_of) >= ADULT_YEARS:
            self._note("is_18", reference, "is 18 or older: a children's placement has ended or must")
        elif age_on(birth_date, self._as_of + timedelta(days=NOTICE_DAYS)) >= ADULT_YEARS:
            self._note("turns_18", reference, f"turns 18 within {NOTICE_DAYS} days: plan what follows")

    @cached_property
    def _open(self) -> dict[int, str]:
        return {referral.id: referral.reference for referral in self._rows.referrals}

    @cached_property
    def _waiting(self) -> dict[int, str]:
        """A child's open referral, by the child."""
        return {referral.child_id: referral.reference for referral in self._rows.referrals}

    @cached_property
    def _present(self) -> dict[int, str]:
        """Every child of the case by what the case calls it: its referral, or as a resident itself."""
        living = {child for home_id in self._homes for child in self._residents(home_id)}
        return {child: self._rows.children[child].reference for child in living} | self._waiting

    def _groups(self) -> Iterator[Row]:
        for group in self._rows.groups:
            members = [self._waiting[child] for child in group.child_ids if child in self._waiting]
            if members and group.rule == "together" and self._placed(group):
                told = "a sibling is placed already: see that the others come to its home, or change the rule"
                self._note("together_placed", group.reference, told)
            if len(members) < 2:
                continue
            rule: str = group.rule
            if rule == "together" and any(self._current_home(child) for child in group.child_ids):
                rule = "prefer_together"
                self._note("together_under_review", group.reference, "holds a review: preferred, not must")
            yield {"id": group.reference, "members": members, "rule": rule}

    def _placed(self, group: StoredGroup) -> list[int]:
        """The brothers and sisters who live in a home of the case and wait for nothing."""
        return [child for child in group.child_ids if child in self._present and child not in self._waiting]

    def _relationships(self) -> Iterator[Row]:
        stored = {(link.child_a, link.child_b, link.kind) for link in self._rows.relationships}
        for child_a, child_b, kind in sorted(stored | set(self._apart())):
            if child_a in self._present and child_b in self._present:
                # A referral before a resident: the rows themselves are in the order of random ids.
                pair = sorted((child_a, child_b), key=self._referrals_first)
                yield {"a": self._present[pair[0]], "b": self._present[pair[1]], "kind": kind}

    def _apart(self) -> Iterator[tuple[int, int, str]]:
        """A group of a case names referrals alone: of a sibling who is placed a relationship tells it."""
        for group in self._rows.groups:
            waiting = [child for child in group.child_ids if child in self._waiting]
            if group.rule == "apart":
                for one, other in product(waiting, self._placed(group)):
                    yield min(one, other), max(one, other), "must_not_share"

    def _referrals_first(self, child_id: int) -> tuple[bool, str]:
        return child_id not in self._waiting, self._present[child_id]

    def _offers(self) -> Iterator[Row]:
        for offer in self._rows.offers:
            if offer.referral_id in self._open and offer.home_id in self._homes:
                yield {
                    "referral": self._open[offer.referral_id],
                    "home": self._homes[offer.home_id].reference,
                    "status": offer.status,
                    "weekly_price_pence": offer.weekly_price_pence,
                    "expires": offer.expires and offer.expires.isoformat(),
                }

    def _pairs(self, kind: str) -> Iterator[tuple[str, str]]:
        for pair in self._rows.pairs:
            if pair.kind == kind and pair.referral_id in self._open and pair.home_id in self._homes:
                yield self._open[pair.referral_id], self._homes[pair.home_id].reference

    def _forbids(self) -> Iterator[Row]:
        """The panel's own; and a home whose last beds are held is kept from everybody else."""
        forbidden = set(self._pairs("forbid"))
        pinned = set(self._pairs("pin"))
        for home_id, holders in self._rows.occupancy.kept_for.items():
            if home_id not in self._homes:
                continue
            home = self._homes[home_id].reference
            self._note("bed_held", home, "its last beds are held: other children are kept from it meanwhile")
            for referral in self._rows.referrals:
                others = referral.id not in holders and (referral.reference, home) not in pinned
                if others and self._current_home(referral.child_id) != home:
                    forbidden.add((referral.reference, home))
        for referral_reference, home in sorted(forbidden):
            yield {"referral": referral_reference, "home": home}

    def _waivers(self) -> Iterator[Row]:
        seen = set()
        for waiver in self._rows.waivers:
            home = None if waiver.home_id is None else self._homes.get(waiver.home_id)
            if waiver.referral_id not in self._open or (waiver.home_id is not None and home is None):
                continue
            key = (self._open[waiver.referral_id], waiver.rule, home and home.reference)
            if key not in seen:
                seen.add(key)
                yield dict(zip(("referral", "rule", "home"), key, strict=True))
