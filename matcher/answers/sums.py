"""A plan's figures, from the case alone."""

from __future__ import annotations

from matcher import goals
from matcher.domain.sums import Sums
from matcher.rules.facts import Facts
from matcher.rules.measures import distance_m, incremental_pence
from matcher.rules.siblings import discounts_pence

Allocation = dict[str, str | None]


def sums_of(facts: Facts, allocation: Allocation) -> Sums:
    """Both tiers and the real figures of an allocation of this case."""
    placed = {child: home for child, home in allocation.items() if home is not None}
    pairs = [(facts.referrals[child], facts.homes[home]) for child, home in placed.items()]
    tier1, tier2 = goals.tiers(facts, placed)
    spent = sum(incremental_pence(facts, child, home) for child, home in pairs)
    return Sums(
        tier1=tier1,
        tier2=tier2,
        placed=len(placed),
        in_area=sum(child.origin.area == home.location.area for child, home in pairs),
        incremental_pence=spent - sum(discounts_pence(facts, placed).values()),
        distance_m=sum(distance_m(child.origin, home.location) for child, home in pairs),
    )
