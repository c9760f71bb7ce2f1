"""Brothers and sisters: together, apart, and what a home takes off for the second one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matcher.rules.facts import Facts
from matcher.rules.measures import count_text
from matcher.rules.register import Placements, group_rule
from matcher.rules.sources import CA_1989_S22C


@group_rule(
    code="together",
    title="Siblings who must live together are placed in one home, or none of them is placed",
    source=CA_1989_S22C,
)
def together(facts: Facts, placements: Placements) -> Iterable[str]:
    for group in facts.case.sibling_groups:
        homes = {placements.get(member) for member in group.members}
        if group.rule == "together" and len(homes) > 1:
            used = len(homes - {None})
            placed = sum(member in placements for member in group.members)
            yield (
                f"sibling group {group.id} must live together; {placed} of {len(group.members)} "
                f"{'is' if placed == 1 else 'are'} placed, in {count_text(used, 'home')}"
            )


def discounts_pence(facts: Facts, placements: Placements) -> dict[str, int]:
    """Pence a week off by referral: in each home, every sibling of a group but the dearest.

    The n - 1 members with the lowest weekly price each get floor(price × percent / 100) off,
    ties by id (section 4). A child in two groups may be granted both.
    """
    off: dict[str, int] = defaultdict(int)
    for group in facts.case.sibling_groups:
        by_home: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for member in group.members:
            if member in placements:
                home = facts.homes[placements[member]]
                price = facts.weekly_price_pence(facts.referrals[member], home)
                by_home[home.id].append((price, member))
        for home_id, priced in by_home.items():
            percent = facts.homes[home_id].sibling_discount_percent
            for price, member in sorted(priced)[:-1]:
                off[member] += price * percent // 100
    return {member: pence for member, pence in off.items() if pence}
