"""Whether an allocation is within every fund's headroom: in whole numbers, never read off a solver."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.model.problem import Problem
from matcher.model.values import granted


def keeps_budgets(problem: Problem, chosen: Sequence[int]) -> bool:
    """Whether these choices, with the discounts that they grant, are within every limit.

    A millionth of a choice is enough for a solver of floats, and a penny in a budget of millions.
    """
    made, spend = set(chosen), problem.spend[list(chosen)].sum(axis=0)
    for entry in problem.discounts:
        if granted(entry, made):
            spend = spend - entry.spend
    return bool((spend <= problem.limits).all())
