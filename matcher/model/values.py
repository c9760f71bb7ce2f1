"""The tiers of a set of choices, recomputed in whole numbers: never read off a solver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from matcher.model.problem import Discount, Ints, Problem


class Value(NamedTuple):
    """The three tiers of one allocation; smaller is better, in this order."""

    tier1: int
    tier2: int
    tie: int


def value_of(problem: Problem, chosen: Iterable[int]) -> Value:
    """The tiers of an allocation given as choices."""
    taken = sorted(chosen)
    made = set(taken)
    index = np.array(taken, dtype=np.int64)
    left = int(problem.weight.sum() - problem.weight[problem.unit[index]].sum())
    tier1 = left + _pairs(problem.separations, made)
    tier2 = int(problem.cost[index].sum()) + _pairs(problem.joint, made)
    tier2 -= sum(entry.pence for entry in problem.discounts if granted(entry, made))
    for group in problem.splits:
        homes = sum(any(choice in made for choice in here) for here in group.by_home)
        tier2 += group.pence * max(0, homes - 1)
    return Value(tier1, tier2, int(problem.tie[index].sum()))


def _pairs(rows: Ints, made: set[int]) -> int:
    return sum(amount for a, b, amount in rows.tolist() if a in made and b in made)


def granted(entry: Discount, made: set[int]) -> bool:
    """Whether these choices grant the discount."""
    return entry.choice in made and any(other in made for other in entry.others)
