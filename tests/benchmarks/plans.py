"""Plans of which only their spending is known: what the ladder looks at."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.draw import Document
from matcher.domain.proposal import FundSpend


def spending(slack: dict[str, int], under: dict[int, int]) -> Callable[[Document], tuple[FundSpend, ...]]:
    """A solver whose plan spends `slack` by fund where limits are wide, `under[limit]` where they are not."""

    def solve(case: Document) -> tuple[FundSpend, ...]:
        limits = {budget["fund"]: budget["weekly_limit_pence"] for budget in case["budgets"]}
        wide = not limits or limits.keys() > slack.keys() > set()
        spent = slack if wide else {fund: under.get(limit, 0) for fund, limit in limits.items()}
        return tuple(fund_spend(fund, pence, limits.get(fund)) for fund, pence in spent.items())

    return solve


def fund_spend(fund: str, pence: int, limit_pence: int | None) -> FundSpend:
    """What one fund spends, in whole pence."""
    return FundSpend(fund=fund, spent_centipence=pence * 100, limit_pence=limit_pence)
