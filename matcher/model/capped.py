"""A cap on how many reviews move, as one more limited fund: every layer and both solvers keep it exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.model.pack import Packed
from matcher.model.problem import Ints

ONE_MOVE = 10_000_000
"""As much as a thousand pounds a week: the linear programs divide what a fund spends by this."""


def capped(packed: Packed, most: int) -> Packed:
    """The same packed case where at most so many reviews move.

    A move spends one unit of a fund whose headroom is the cap. No other choice spends any, and no
    discount is credited to it.
    """
    problem = packed.problem
    limits = np.append(problem.limits, np.int64(most * ONE_MOVE))
    spend = np.column_stack([problem.spend, moves_of(packed) * ONE_MOVE])
    discounts = tuple(replace(entry, spend=(*entry.spend, 0)) for entry in problem.discounts)
    return replace(packed, problem=replace(problem, limits=limits, spend=spend, discounts=discounts))


def moves_of(packed: Packed) -> Ints:
    """By choice: the reviews whom it takes to another home than their own."""
    reviews = np.array([child.current_home is not None for child in packed.columns.children], dtype=bool)
    moving = reviews[packed.options.child] & (packed.options.stay == 0) & (packed.choice >= 0)
    return np.bincount(packed.choice[moving], minlength=packed.problem.choices).astype(np.int64)
