"""What would it take: the cheapest sets of waivers for one child, each with its sizes and its plan."""

from __future__ import annotations

from collections import Counter

from matcher import goals
from matcher.answers.ask import Clock, Settings, run_of, solve
from matcher.answers.pins import refuse_clash
from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.proposal import Status
from matcher.domain.referral import Referral
from matcher.domain.relax import InTheWay, NeededWaiver, Relax, Unwaived, WaiverSet
from matcher.errors import NotFound
from matcher.model.pack import Packed, pack
from matcher.model.waivers.relaxed import unit_of, variants_of
from matcher.model.waivers.variant import Bought, Taken
from matcher.rules.book import exclusions
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
    sets = tuple(_set(facts, child, variants[one.variant][0], one) for one in taken.sets)
    whole = taken.complete or (len(sets) == SETS and all(one.status == "optimal" for one in sets))
    status: Status = "optimal" if whole and taken.least.decided else "best_found"
    return Relax(
        status=status,
        referral=referral,
        home=home,
        unwaived=_unwaived(base, taken),
        allowed=taken.allowed,
        sets=sets,
        complete=taken.complete,
        in_the_way=() if sets else _in_the_way(facts, child, _homes(facts, home)),
        open_with_waivers=() if sets else _open_with_waivers(facts, child, _homes(facts, home)),
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def _unwaived(base: Packed, taken: Taken) -> Unwaived:
    outcome = taken.least.solved.outcome
    assert outcome.value is not None
    allocation = base.allocation(outcome.chosen)
    return Unwaived(tier1=outcome.value.tier1, allocation=allocation, places=taken.least.placed)


def _set(facts: Facts, child: Referral, packed: Packed, bought: Bought) -> WaiverSet:
    allocation = packed.allocation(bought.chosen)
    placed = {child: home for child, home in allocation.items() if home is not None}
    waived = needed(facts, child, placed)
    tier1, tier2 = goals.tiers(Facts(packed.columns.case), placed)
    return WaiverSet(
        price_pence=sum(one.price_pence for one in waived),
        waivers=tuple(_waiver(one) for one in waived),
        allocation=allocation,
        tier1=tier1,
        tier2=tier2,
        status="optimal" if bought.proved else "best_found",
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


def _barring(facts: Facts, child: Referral, home: Home) -> list[str]:
    """The rules that shut the home and may not be waived here."""
    rates = facts.policy.waiver_pence
    rules = (broken.rule for broken in exclusions(facts, child, home))
    return [rule for rule in rules if getattr(rates, rule, None) is None]


def _in_the_way(facts: Facts, child: Referral, homes: list[Home]) -> tuple[InTheWay, ...]:
    """Each rule that may not be waived, those that are alone at most homes first."""
    shut, only = Counter[str](), Counter[str]()
    for home in homes:
        rules = _barring(facts, child, home)
        shut.update(rules)
        only.update(rules if len(rules) == 1 else ())
    order = sorted(shut, key=lambda rule: (-only[rule], -shut[rule], rule))
    return tuple(InTheWay(rule=rule, homes=shut[rule], only=only[rule]) for rule in order)


def _open_with_waivers(facts: Facts, child: Referral, homes: list[Home]) -> tuple[str, ...]:
    return tuple(home.id for home in homes if not _barring(facts, child, home))
