"""What would it take: the cheapest sets of waivers for one child, each with its sizes and its plan."""

from __future__ import annotations

from dataclasses import replace

from matcher import goals
from matcher.answers.allocation import allocation
from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.in_the_way import in_the_way, limits_in_the_way, open_with_waivers
from matcher.answers.payers import payers
from matcher.answers.pins import refuse_clash
from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.proposal import Status
from matcher.domain.referral import Referral
from matcher.domain.relax import NeededWaiver, Proposed, Relax, Unwaived, WaiverSet
from matcher.errors import NotFound, OutOfTime
from matcher.model.pack import Packed, pack
from matcher.model.waivers.relaxed import unit_of, variants_of
from matcher.model.waivers.variant import Bought, Taken
from matcher.rules.facts import Facts
from matcher.rules.waiving import Waived, needed

SETS = 3


def relax(case: Case, referral: str, home: str | None, settings: Settings) -> Relax:
    """The three cheapest sets that place the child, at the home where one is named.

    Raises NotFound, BadCase, PinsClash, OutOfTime, SolveFailed.
    """
    clock, facts = Clock(), Facts(case)
    if referral not in facts.referrals:
        raise NotFound("referral: the case has no referral with this id")
    if home is not None and home not in facts.homes:
        raise NotFound("home: the case has no home with this id")
    child, base = facts.referrals[referral], pack(case)
    variants = variants_of(base, (facts, child, home))
    arguments = {
        "unit": unit_of(base, referral),
        "weight": goals.weight_of(facts, child),
        "variants": [variant for _, variant in variants],
        "most": SETS,
    }
    taken: Taken = solve("what_it_takes", base.problem, arguments, settings, clock)
    refuse_clash(case, taken.least.solved, settings, clock)
    proposed = _proposed(case, settings, clock) if taken.sets else None
    sets = tuple(_set(facts, child, variants[one.variant][0], one, proposed) for one in taken.sets)
    whole = taken.complete or (len(sets) == SETS and all(one.status == "optimal" for one in sets))
    status: Status = "optimal" if whole and taken.least.decided else "best_found"
    homes = [] if sets else _homes(facts, home)
    left = open_with_waivers(facts, child, homes)
    return Relax(
        status=status,
        referral=referral,
        home=home,
        unwaived=_unwaived(base, taken),
        allowed=taken.allowed,
        proposed=proposed,
        sets=sets,
        complete=taken.complete,
        in_the_way=in_the_way(facts, child, homes),
        open_with_waivers=tuple(one.id for one in left),
        limits_in_the_way=limits_in_the_way(facts, child, left),
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def _unwaived(base: Packed, taken: Taken) -> Unwaived:
    outcome = taken.least.solved.outcome
    assert outcome.value is not None
    allocation = base.allocation(outcome.chosen)
    return Unwaived(tier1=outcome.value.tier1, allocation=allocation, places=taken.least.placed)


def _proposed(case: Case, settings: Settings, clock: Clock) -> Proposed | None:
    """The proposal without waivers, in the time that is left; what is asked for are the sets."""
    left_s = settings.limit_s - clock.seconds
    try:
        plan = allocation(case, replace(settings, limit_s=left_s)) if left_s > 0 else None
    except OutOfTime:
        return None
    if plan is None:
        return None
    return Proposed(status=plan.status, tier1=plan.tier1, tier2=plan.tier2, allocation=plan.allocation)


def _set(
    facts: Facts, child: Referral, packed: Packed, bought: Bought, proposed: Proposed | None
) -> WaiverSet:
    found = packed.allocation(bought.chosen)
    placed = {child: home for child, home in found.items() if home is not None}
    waived = needed(facts, child, placed)
    tier1, tier2 = goals.tiers(Facts(packed.columns.case), placed)
    return WaiverSet(
        price_pence=sum(one.price_pence for one in waived),
        waivers=tuple(_waiver(one) for one in waived),
        allocation=found,
        tier1=tier1,
        tier2=tier2,
        status="optimal" if bought.proved else "best_found",
        who_pays=None if proposed is None else payers(proposed.allocation, found, child.id),
    )


def _waiver(one: Waived) -> NeededWaiver:
    return NeededWaiver.model_validate(
        {
            "waives": one.waives,
            "referral": one.referral,
            "home": one.home,
            "fund": one.fund,
            "group": one.group,
            "size": one.size_thousandths / 1_000,
            "price_pence": one.price_pence,
        }
    )


def _homes(facts: Facts, home: str | None) -> list[Home]:
    return [facts.homes[home]] if home is not None else sorted(facts.homes.values(), key=lambda one: one.id)
