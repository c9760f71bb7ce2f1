"""One plan against another: what it costs in fees and as the policy prices it, and who is worse housed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcher import goals
from matcher.cli.words import amount, and_list, children
from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.rules.facts import Facts

NAMED = 3
"""How many children a sentence names before it counts them."""
Allocation = Mapping[str, str | None]


def difference_words(case: Case, best: Proposal, other: Proposal) -> str:
    """What a further plan costs against the best one, whoever loses first."""
    told = money_words(
        other.totals.incremental_pence - best.totals.incremental_pence, other.tier2 - best.tier2
    )
    worse = weight_words(case, best.allocation, other.allocation, other.tier1 - best.tier1)
    return f"{worse}; {told}" if worse else told


def money_words(fees_pence: int, priced_pence: int) -> str:
    """£310 a week more in fees, £5 a week less as the policy prices it: money first, then all it weighs."""
    if not fees_pence and not priced_pence:
        return "the same price"
    fees = f"{_more(fees_pence)} in fees" if fees_pence else "the same fees"
    priced = _more(priced_pence) if priced_pence else "the same"
    return f"{fees}, {priced} as the policy prices it"


def _more(pence: int) -> str:
    return f"{amount(pence)} a week {'more' if pence > 0 else 'less'}"


def weight_words(case: Case, before: Allocation, after: Allocation, weight: int) -> str:
    """What a difference in tier 1 is: who has no home any more, and who stay who must not share."""
    facts = Facts(case)
    lose = [child for child, home in before.items() if home is not None and after[child] is None]
    gain = [child for child, home in after.items() if home is not None and before[child] is None]
    pairs = sorted(set(_together(facts, after)) - set(_together(facts, before)))
    parts = [f"leaves {_named(lose)} without a home"] if lose else []
    parts += [f"{a} and {b}, who must not share, both stay at {home}" for a, b, home in pairs]
    if parts:
        return and_list(parts + ([f"gives {_named(gain)} a home"] if gain else []))
    if gain:
        return f"gives {_named(gain)} a home"
    way = "up" if weight > 0 else "down"
    return f"weight of children without a home {way} by {abs(weight):,}" if weight else ""


def _together(facts: Facts, allocation: Allocation) -> list[tuple[str, str, str]]:
    placed = {child: home for child, home in allocation.items() if home is not None}
    return [(*pair.referrals, pair.home) for pair in goals.separations(facts, placed)]


def _named(ids: Sequence[str]) -> str:
    named = sorted(ids)
    if len(named) <= NAMED:
        return and_list(named)
    return and_list([*named[:NAMED], f"{children(len(named) - NAMED)} more"])
