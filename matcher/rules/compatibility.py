"""Who may live with whom: residents, conflicts between referrals, children who must be alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts
from matcher.rules.measures import count_text
from matcher.rules.pairing import both_stay, conflict, solo_reason
from matcher.rules.register import Placements, Reason, group_rule, pair_rule
from matcher.rules.sources import CARE_PLAN, CHR_2015_REG_14


@pair_rule(
    code="residents",
    title="The child may live with every child who already lives in the home",
    source=CHR_2015_REG_14,
)
def residents(facts: Facts, child: Referral, home: Home) -> Reason:
    reasons = [conflict(facts, child, resident) for resident in home.residents]
    found = [reason for reason in reasons if reason]
    if found:
        whom = "the resident" if len(reasons) == 1 else f"{len(found)} of {len(reasons)} residents"
        return f"{child.id} must not live with {whom} of {home.id}: {found[0]}"
    return None


@pair_rule(
    code="solo_occupied",
    title="A child who must live alone is not placed with residents, nor with one who must",
    source=CARE_PLAN,
)
def solo_occupied(facts: Facts, child: Referral, home: Home) -> Reason:
    if facts.is_solo(child) and home.residents:
        return (
            f"{child.id} must be the only child; {home.id} has {count_text(len(home.residents), 'resident')}"
        )
    alone = sum(facts.is_solo(resident) for resident in home.residents)
    if alone:
        total = len(home.residents)
        who = "the resident" if total == 1 else f"{alone} of {total} residents"
        return f"{who} of {home.id} must be the only child there"
    return None


@group_rule(
    code="conflicts",
    title="Children who must not share a home are not placed in one home",
    source=CHR_2015_REG_14,
)
def conflicts(facts: Facts, placements: Placements) -> Iterable[str]:
    for home, a, b in _sharing(facts, placements):
        reason = conflict(facts, facts.referrals[a], facts.referrals[b])
        if reason:
            yield f"{a} and {b} are both placed in {home}: {reason}"


@group_rule(
    code="solo",
    title="A child who must live alone is the only referral placed in the home",
    source=CARE_PLAN,
)
def solo(facts: Facts, placements: Placements) -> Iterable[str]:
    for home, a, b in _sharing(facts, placements):
        reason = solo_reason(facts, facts.referrals[a], facts.referrals[b])
        if reason:
            yield f"{a} and {b} are both placed in {home}: {reason}"


def _sharing(facts: Facts, placements: Placements) -> Iterable[tuple[str, str, str]]:
    """Every (home, a, b) placed together, except two who both stay where they live."""
    by_home: dict[str, list[str]] = defaultdict(list)
    for child, home in sorted(placements.items()):
        by_home[home].append(child)
    for home, children in by_home.items():
        for a, b in combinations(children, 2):
            if not both_stay(facts, a, b, home):
                yield home, a, b
