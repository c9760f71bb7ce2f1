"""What a pattern program is made of, as flat arrays and numbers for the compiled kernels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matcher.model.problem import Ints, Problem
from matcher.model.tables import Bytes, Tables, tables

Floats = NDArray[np.float64]
MONEY = 1e5
"""Pence in a unit of the program of both tiers: a thousand pounds."""
FUND_UNIT = 1e7
"""Pence × 100 in a unit of a fund's row."""
SCALE = 1024
"""Parts of a penny in the whole-number bound."""
FIRST_WEIGHT = 64
"""So many times more does a point of tier 1 outweigh tier 2 in the program that minds tier 1 only."""


class Terms(NamedTuple):
    """One program: prices in parts (`scale` to the penny), rows, and the numbers that bound it."""

    t: Tables
    many: Ints
    """Homes with two beds or more."""
    choice: Ints
    """Parts, by choice."""
    off: Ints
    """Parts, by discount, below 0."""
    left: Ints
    """Parts for leaving a unit unplaced, by unit."""
    touch: Ints
    """Parts that a choice may add by being the first of its sibling group at a home."""
    points: Ints
    """Points of tier 1 for leaving a unit unplaced, by unit."""
    must: Bytes
    """1 for every unit that has to be placed."""
    limits: Ints
    most_spend: Ints
    """The largest amount that a fund's price is multiplied by, by fund."""
    group_first: Ints
    """By `prefer_together` group: its units in `group_unit`."""
    group_unit: Ints
    group_pence: Ints
    units: int
    homes: int
    rows: int
    weight: int
    """Pence that a point of tier 1 counts for."""
    low: int
    high: int
    """Tier 2 of every allocation lies between these, in pence."""
    scale: int
    constant: int
    """Pence."""
    money: float
    """Pence in a unit of the program's costs."""
    dearest: float
    """Parts that a pattern could cost at most."""


def tier2_range(problem: Problem) -> tuple[int, int]:
    """Tier 2 of every allocation lies between these, in pence."""
    high, low = np.zeros(problem.units, dtype=np.int64), np.zeros(problem.units, dtype=np.int64)
    np.maximum.at(high, problem.unit, problem.cost)
    np.minimum.at(low, problem.unit, problem.cost)
    saved = sum(entry.pence for entry in problem.discounts)
    shared = int(problem.joint[:, 2].sum()) + sum(g.pence * len(g.by_home) for g in problem.splits)
    return int(low.sum()) - saved, int(high.sum()) + shared


def most_points(problem: Problem) -> int:
    """More points of tier 1 than any allocation has."""
    return int(problem.weight.sum() + problem.separations[:, 2].sum()) + 2


def make_terms(problem: Problem, weight: int, money: float, scale: int) -> Terms:
    """The terms of the program that counts a point of tier 1 as `weight` pence."""
    t = tables(problem)
    groups = [sorted({int(problem.unit[c]) for here in g.by_home for c in here}) for g in problem.splits]
    pence = [group.pence for group in problem.splits]
    touch = np.zeros(problem.choices, dtype=np.int64)
    for group in problem.splits:
        touch[[choice for here in group.by_home for choice in here]] += group.pence
    left = np.where(problem.must, weight * most_points(problem), weight * problem.weight)
    lengths = [len(units) for units in groups]
    return Terms(
        t,
        np.nonzero(problem.beds > 1)[0].astype(np.int64),
        scale * t.cost,
        -scale * t.off_pence,
        scale * left,
        scale * touch,
        problem.weight,
        problem.must.astype(np.uint8),
        problem.limits,
        np.abs(np.concatenate([t.spend, t.off_spend, problem.limits[None, :]])).max(axis=0),
        np.concatenate(([0], np.cumsum(np.array(lengths, dtype=np.int64)))).astype(np.int64),
        np.array([unit for units in groups for unit in units], dtype=np.int64),
        np.array(pence, dtype=np.int64),
        problem.units,
        problem.homes,
        problem.units + problem.homes + len(problem.limits) + len(groups) + 1,
        weight,
        *tier2_range(problem),
        scale,
        -sum(pence),
        money,
        float(scale) * _dearest(problem, weight),
    )


def _dearest(problem: Problem, weight: int) -> float:
    """More pence than any set of choices at one home can cost."""
    own = float(np.abs(problem.cost).max(initial=0)) * max(1, int(problem.beds.max(initial=0)))
    shared = float(np.abs(problem.joint[:, 2]).sum()) + sum(float(entry.pence) for entry in problem.discounts)
    shared += sum(float(group.pence) * len(group.by_home) for group in problem.splits)
    return own + shared + float(weight) * float(problem.separations[:, 2].sum())
