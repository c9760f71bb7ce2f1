"""A choice seen today: has anything moved, is every rule kept, what does it cost, who has to agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matcher.domain.case import Case
from matcher.domain.deciding import Deciding
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.errors import Conflict, Fault
from matcher.rules.approvals import approval_for
from matcher.rules.book import exclusions
from matcher.rules.circumstances import circumstances
from matcher.rules.facts import Facts
from matcher.rules.measures import committed_pence, incremental_pence
from matcher.rules.register import GROUP_RULES, PAIR_RULES
from matcher.rules.siblings import discounts_pence
from matcher.service.cases import case_of, deciding_of
from matcher.service.days import today
from matcher.service.decisions.first_night import refuse_first_night
from matcher.service.decisions.household import household, sleeping
from matcher.service.decisions.scene import Scene
from matcher.service.moved import moved
from matcher.store import decisions
from matcher.store.proposals import StoredProposal
from matcher.store.work import Work
from matcher.verify import verify

Ground = Literal["price", "distance", "waiver", "budget"]
"""Why a second person is needed."""
LOW_OFFER_PERCENT = 75
"""An offer below this part of the list price is looked at by a second person: a slip of the pen, or a price
that one officer alone would set and then accept; what homes give up for a child is less."""


@dataclass(frozen=True)
class Checked:
    """One child and home, found as it was shown. Shares: pence × 100 a week by fund."""

    proposal: StoredProposal
    weekly_price_pence: int
    staff_hours: int
    stays: bool
    shares: Mapping[str, int]
    grounds: tuple[Ground, ...]


def check(work: Work, scene: Scene, shown: Iterable[StoredProposal], starts: date) -> tuple[Checked, ...]:
    """Every proposal of one act against the data of today and of the first night.

    Raises Conflict (stale, together, starts).
    """
    shown = tuple(shown)
    case = case_of(work, today(work))
    chosen = {scene.child(one.referral_id): scene.home(one.home_id or 0) for one in shown}
    _refuse_half_a_group(case, chosen)
    found = [fault for one in shown for fault in moved(work, one, case)]
    if _all_there(case, chosen):
        found += list(_broken(work, scene, case, chosen, starts))
    if found:
        raise Conflict("stale", "it is no longer as it was shown: ask again, then decide", found)
    _refuse_strangers(case, chosen)
    ids = {home.reference: home.id for home in scene.homes.values()}
    facts = Facts(case)
    refuse_first_night(work, facts, chosen, ids, starts)
    return _checked(facts, deciding_of(work), {scene.child(one.referral_id): one for one in shown}, chosen)


def _refuse_half_a_group(case: Case, chosen: Mapping[str, str]) -> None:
    for group in case.sibling_groups:
        members = set(group.members)
        if group.rule != "together" or not members & chosen.keys():
            continue
        missing = [
            Fault("$.choices", f"a proposal for {child} is missing")
            for child in sorted(members - chosen.keys())
        ]
        if missing:
            words = f"{group.id}: these siblings must live together: take a proposal for each in one act"
            raise Conflict("together", words, missing)
        if len({chosen[child] for child in members}) > 1:
            words = f"{group.id}: these siblings must live together: choose one home for all of them"
            raise Conflict("together", words)


def _all_there(case: Case, chosen: Mapping[str, str]) -> bool:
    """Whether every child still waits and every home can be used; where not, `moved` has told so."""
    homes, children = {home.id for home in case.homes}, {child.id for child in case.referrals}
    return chosen.keys() <= children and set(chosen.values()) <= homes


def _refuse_strangers(case: Case, chosen: Mapping[str, str]) -> None:
    """Only children whom sibling groups join, one by one or through others, are one act."""
    joined, wider = set[str](), {min(chosen)}
    while joined != wider:
        joined = wider
        wider = joined.union(*(g.members for g in case.sibling_groups if joined & set(g.members)))
    strangers = sorted(chosen.keys() - joined)
    if strangers:
        words = "only siblings are one act: decide about each of the others in an act of its own"
        told = f"no sibling group joins it to {min(chosen)}"
        raise Conflict("together", words, [Fault("$.choices", f"{child}: {told}") for child in strangers])


def _broken(work: Work, scene: Scene, case: Case, chosen: Mapping[str, str], starts: date) -> Iterable[Fault]:
    """Rules that this act breaks and that nobody breaks without it: by name, never by a child's facts."""
    coming = decisions.coming(work, scene.homes)
    there = household(case, chosen, coming, sleeping(work, scene, starts))
    without = {child: None if child in chosen else home for child, home in there.allocation.items()}
    before = set(verify(there.case, {"allocation": without}))
    after = verify(there.case, {"allocation": dict(there.allocation)})
    titles = {code: rule.title for code, rule in {**PAIR_RULES, **GROUP_RULES}.items()}
    for code in sorted({breach.code for breach in after if breach not in before}):
        yield Fault(f"$.rules.{code}", f"not kept: {titles.get(code, code)}")


def _checked(
    facts: Facts, deciding: Deciding, shown: Mapping[str, StoredProposal], chosen: Mapping[str, str]
) -> tuple[Checked, ...]:
    off = discounts_pence(facts, dict(chosen))
    found = []
    for name, proposal in shown.items():
        child, home = facts.referrals[name], facts.homes[chosen[name]]
        found.append(
            Checked(
                proposal,
                facts.weekly_price_pence(child, home),
                child.staff_hours,
                facts.stays(child, home),
                _share(facts, child, home, off.get(name, 0)),
                _grounds(facts, deciding, child, home),
            )
        )
    return tuple(found)


def _share(facts: Facts, child: Referral, home: Home, discount_pence: int) -> dict[str, int]:
    """What a child adds to each of its funds; siblings of one act are granted their discount together."""
    new = incremental_pence(facts, child, home) - committed_pence(facts, child) - discount_pence
    return {share.fund: share.percent * new for share in child.funding}


def _grounds(facts: Facts, deciding: Deciding, child: Referral, home: Home) -> tuple[Ground, ...]:
    if facts.stays(child, home):
        return ()
    found: list[Ground] = []
    price, listed = facts.weekly_price_pence(child, home), home.weekly_price_pence
    weekly = max(price, listed) + child.supplement_pence
    if weekly > deciding.second_person_above_weekly_pence or price * 100 < listed * LOW_OFFER_PERCENT:
        found.append("price")
    far = approval_for(circumstances(facts, child, home)) == "director"
    if deciding.second_person_at_a_distance and far:
        found.append("distance")
    if deciding.second_person_by_waiver and _needs_waiver(facts, child, home):
        found.append("waiver")
    return tuple(found)


def _needs_waiver(facts: Facts, child: Referral, home: Home) -> bool:
    """Whether the home is open to the child only because a panel set a rule aside."""
    if not facts.case.waivers:
        return False
    strict = Facts(facts.case.model_copy(update={"waivers": ()}))
    return bool(exclusions(strict, strict.referrals[child.id], strict.homes[home.id]))
