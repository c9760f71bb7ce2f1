"""What is better, in order, and the price list: every figure of an allocation, from the case alone.

These are the lines a person is shown. The verifier adds them up again by its own means.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matcher.domain.home import Home
from matcher.domain.proposal import FundSpend, Line, LineCode, Placement, Separation, SharedLine, Warned
from matcher.domain.referral import Referral
from matcher.rules.book import stay_warnings
from matcher.rules.facts import NONE, Facts
from matcher.rules.measures import distance_m, mileage_pence
from matcher.rules.money import fund_spending
from matcher.rules.pairing import both_stay, conflict
from matcher.rules.register import Placements
from matcher.rules.siblings import discounts_pence

GOALS: tuple[tuple[str, str, str], ...] = (
    ("tier1", "weight", "nobody is left without a home who could have one"),
    ("tier2", "pence a week", "everything the plan trades, at the prices of the policy page"),
    ("tier3", "number", "ties are broken the same way every time"),
)
"""(name, unit, sentence), smaller is better, solved in this order."""


def placement(facts: Facts, child: Referral, home: Home, discount_pence: int) -> Placement:
    """One child in one home, with its own lines from the price list (section 4, tier 2)."""
    lines = tuple(Line(code=code, pence=pence) for code, pence in _lines(facts, child, home) if pence)
    if discount_pence:
        lines = (*lines, Line(code="sibling_discount", pence=-discount_pence))
    return Placement(
        referral=child.id,
        home=home.id,
        stays=facts.stays(child, home),
        weekly_price_pence=facts.weekly_price_pence(child, home),
        distance_m=distance_m(child.origin, home.location),
        school_distance_m=None if child.school is None else distance_m(child.school, home.location),
        in_area=child.origin.area == home.location.area,
        lines=lines,
        total_pence=sum(line.pence for line in lines),
        warnings=tuple(Warned(rule=w.rule, reason=w.reason) for w in stay_warnings(facts, child, home)),
    )


def _lines(facts: Facts, child: Referral, home: Home) -> Iterator[tuple[LineCode, int]]:
    policy = facts.policy
    yield "weekly_price", facts.weekly_price_pence(child, home)
    yield "void_charge", -home.void_charge_pence
    yield "supplement", child.supplement_pence
    yield "miles", mileage_pence(policy.pence_per_mile, distance_m(child.origin, home.location))
    if child.school is not None:
        metres = distance_m(child.school, home.location)
        yield "school_miles", mileage_pence(policy.pence_per_school_mile, metres)
    yield "out_of_area", policy.out_of_area_pence * (child.origin.area != home.location.area)
    yield "provision", getattr(policy.provision_pence, home.provision)
    moves = child.current_home is not None and not facts.stays(child, home)
    yield "move", policy.move_pence * moves
    avoided = sum(resident.id in facts.avoid.get(child.id, NONE) for resident in home.residents)
    yield "avoid_resident", policy.avoid_pence * avoided


def placements_of(facts: Facts, placed: Placements) -> tuple[Placement, ...]:
    """Every placed child with its lines, in order of id."""
    off = discounts_pence(facts, placed)
    return tuple(
        placement(facts, facts.referrals[child], facts.homes[home], off.get(child, 0))
        for child, home in sorted(placed.items())
    )


def shared_lines(facts: Facts, placed: Placements) -> tuple[SharedLine, ...]:
    """Prices that belong to several children: `avoid` between two placed, split siblings."""
    return (*_avoided(facts, placed), *_split(facts, placed))


def _avoided(facts: Facts, placed: Placements) -> Iterator[SharedLine]:
    for a in sorted(placed):
        for b in sorted(facts.avoid.get(a, NONE)):
            if a < b and placed.get(b) == placed[a] and facts.policy.avoid_pence:
                yield SharedLine(
                    code="avoid", referrals=(a, b), homes=(placed[a],), pence=facts.policy.avoid_pence
                )


def _split(facts: Facts, placed: Placements) -> Iterator[SharedLine]:
    for group in sorted(facts.case.sibling_groups, key=lambda group: group.id):
        members = tuple(sorted(member for member in group.members if member in placed))
        homes = tuple(sorted({placed[member] for member in members}))
        pence = facts.policy.split_siblings_pence * (len(homes) - 1)
        if group.rule == "prefer_together" and len(homes) > 1 and pence:
            yield SharedLine(
                code="split_siblings", referrals=members, homes=homes, group=group.id, pence=pence
            )


def separations(facts: Facts, placed: Placements) -> tuple[Separation, ...]:
    """Pairs who must not share and both stay: each adds the larger of their weights to tier 1."""
    found = []
    for home, living in sorted(facts.reviews_in.items()):
        staying = [child for child in living if placed.get(child) == home]
        for a, b in combinations(staying, 2):
            first, second = facts.referrals[a], facts.referrals[b]
            if both_stay(facts, a, b, home) and conflict(facts, first, second):
                weight = max(weight_of(facts, first), weight_of(facts, second))
                found.append(Separation(referrals=(a, b), home=home, weight=weight))
    return tuple(found)


def weight_of(facts: Facts, child: Referral) -> int:
    """What it weighs in tier 1 to leave this child without a home."""
    weight: int = getattr(facts.policy.unplaced_weight, child.urgency)
    return weight


def funds_of(facts: Facts, placed: Placements) -> tuple[FundSpend, ...]:
    """New weekly commitments of every fund that pays for a child or has a limit."""
    spent = fund_spending(facts, placed)
    limits = {budget.fund: budget.weekly_limit_pence for budget in facts.case.budgets}
    return tuple(
        FundSpend(fund=fund, spent_centipence=spent[fund], limit_pence=limits.get(fund))
        for fund in sorted({*spent, *limits})
    )


def tiers(facts: Facts, placed: Placements) -> tuple[int, int]:
    """(tier 1, tier 2) of an allocation."""
    unplaced = sum(weight_of(facts, c) for c in facts.referrals.values() if c.id not in placed)
    tier1 = unplaced + sum(pair.weight for pair in separations(facts, placed))
    own = sum(own_pence(facts, child, home) for child, home in placed.items())
    shared = sum(line.pence for line in shared_lines(facts, placed))
    return tier1, own + shared - sum(discounts_pence(facts, placed).values())


def own_pence(facts: Facts, child: str, home: str) -> int:
    """What a child at a home adds to tier 2 by itself, before any sibling discount; found once."""
    known = facts.own_pence.get((child, home))
    if known is None:
        known = sum(pence for _, pence in _lines(facts, facts.referrals[child], facts.homes[home]))
        facts.own_pence[child, home] = known
    return known
