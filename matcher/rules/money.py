"""Prices, offers and budgets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts
from matcher.rules.measures import committed_pence, incremental_pence, pounds_text
from matcher.rules.register import Placements, Reason, group_rule, pair_rule
from matcher.rules.siblings import discounts_pence
from matcher.rules.sources import CONTRACT, COUNCIL_POLICY


@pair_rule(
    code="price_cap",
    title="The weekly price with the child's support is within the limit set for the child",
    source=COUNCIL_POLICY,
    waived_by="panel",
)
def price_cap(facts: Facts, child: Referral, home: Home) -> Reason:
    if child.max_weekly_pence is None:
        return None
    total = facts.weekly_price_pence(child, home) + child.supplement_pence
    if total > child.max_weekly_pence:
        return (
            f"{home.id} would cost {pounds_text(total)} a week for {child.id}; "
            f"the limit is {pounds_text(child.max_weekly_pence)}"
        )
    return None


@pair_rule(
    code="declined",
    title="The home has not declined the child, and its offer has not run out",
    source=CONTRACT,
)
def declined(facts: Facts, child: Referral, home: Home) -> Reason:
    offer = facts.offer(child, home)
    if offer is None:
        return None
    if offer.status == "declined":
        return f"{home.id} has declined {child.id}"
    if offer.expires is not None and offer.expires < facts.case.as_of:
        return (
            f"the offer of {home.id} for {child.id} ran out on {offer.expires:%Y-%m-%d}; "
            f"today is {facts.case.as_of:%Y-%m-%d}"
        )
    return None


@group_rule(
    code="budget",
    title="No fund's new weekly commitments exceed its headroom",
    source=COUNCIL_POLICY,
    waived_by="panel",
)
def budget(facts: Facts, placements: Placements) -> Iterable[str]:
    spent = fund_spending(facts, placements)
    for entry in facts.case.budgets:
        if spent[entry.fund] > entry.weekly_limit_pence * 100:
            over = -(-spent[entry.fund] // 100)
            yield (
                f"fund {entry.fund} would take {pounds_text(over)} a week of new commitments; "
                f"its headroom is {pounds_text(entry.weekly_limit_pence)}"
            )


def fund_spending(facts: Facts, placements: Placements) -> defaultdict[str, int]:
    """New weekly commitments by fund in pence × 100 (percent × pence), after discounts."""
    spent: defaultdict[str, int] = defaultdict(int)
    discounts = discounts_pence(facts, placements)
    for referral_id, home_id in placements.items():
        child, home = facts.referrals[referral_id], facts.homes[home_id]
        new = incremental_pence(facts, child, home) - committed_pence(facts, child)
        for share in child.funding:
            spent[share.fund] += share.percent * (new - discounts.get(referral_id, 0))
    return spent
