"""The pattern master: which pattern each home takes, as a linear program, and its exact bound.

Rows: a unit is in one pattern or unplaced (=), a home takes one pattern (≤), a fund's
headroom (≤), and per `prefer_together` group whether nobody of it is placed. Costs join the
tiers in one number, weight · tier 1 + tier 2, with a weight that keeps their order. Money
is in thousands of pounds inside the program; every bound is computed again in whole
numbers from rounded multipliers (Lagrangian bound), which no rounding can make wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matcher.model.patterns import BARRED, search, sweep
from matcher.model.problem import Bools, Ints, Problem
from matcher.model.tables import Tables, tables
from matcher.model.values import Value

Floats = NDArray[np.float64]
MONEY = 1e5
"""Pence in a unit of the linear program: a thousand pounds."""
FUND_UNIT = 100 * MONEY
"""Pence × 100 in a unit of a fund's row."""
SCALE = 1024
"""Parts of a penny in the whole-number bound."""
MAX_WEIGHTED = 2**56 // SCALE
"""No single price may reach BARRED; sums are checked where they are made."""
BATCH = 64
MOST_PATTERNS = 4_000
MOST_PRICES = 2**50
"""Prices (pence) that add up to more than this could leave 64 bits: no bound is made of them."""
MOST_MADE = 40
"""So many payments of BARRED still add up inside 64 bits."""


def tier2_range(problem: Problem) -> tuple[int, int]:
    """Tier 2 of every allocation lies between these, in pence."""
    high, low = np.zeros(problem.units, dtype=np.int64), np.zeros(problem.units, dtype=np.int64)
    np.maximum.at(high, problem.unit, problem.cost)
    np.minimum.at(low, problem.unit, problem.cost)
    saved = sum(entry.pence for entry in problem.discounts)
    shared = int(problem.joint[:, 2].sum()) + sum(g.pence * len(g.by_home) for g in problem.splits)
    return int(low.sum()) - saved, int(high.sum()) + shared


@dataclass
class Groups:
    """`prefer_together` groups as rows: their units, and the pence of splitting them once."""

    units: list[list[int]]
    pence: list[int]


@dataclass
class Columns:
    """Patterns met so far: rows and coefficients in CSR form, cost, members."""

    first: list[int] = field(default_factory=lambda: [0])
    row: list[int] = field(default_factory=list)
    coefficient: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    members: list[tuple[int, ...]] = field(default_factory=list)
    known: dict[tuple[int, ...], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Multipliers:
    """Prices of the rows: units (pence), funds (pence a centipenny, ≥ 0), groups (pence, ≤ 0)."""

    unit: Floats
    fund: Floats
    group: Floats
    level: float
    """Price of the tier-1 level, pence a point, ≥ 0."""


@dataclass(frozen=True)
class Bound:
    """A lower bound in parts of a penny, and what it was made of."""

    total: int
    least: Ints
    """Cheapest reduced pattern by home."""
    unplaced: Ints
    fresh: list[tuple[int, ...]]
    """Cheapest patterns of homes that no column stands for yet."""
    value: Ints
    off: Ints
    point: int
    """Reduced price of a point of tier 1 inside a pattern."""

    @property
    def pence(self) -> int:
        """The joined cost is at least this."""
        return -(-self.total // SCALE)


@dataclass(frozen=True)
class Question:
    """What an allocation must do: choices made, choices barred, units left unplaced, units placed."""

    made: tuple[int, ...] = ()
    barred: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    placed: tuple[int, ...] = ()
    level: int = 0
    """Points of tier 1 that every such allocation is known to have at least."""


ANY = Question()


def tier1_only(problem: Problem) -> Problem:
    """The same problem with nothing in tier 2: its joined cost is tier 1."""
    return replace(
        problem,
        cost=np.zeros_like(problem.cost),
        joint=problem.joint[:0],
        discounts=tuple(replace(entry, pence=0) for entry in problem.discounts),
        splits=(),
    )


def fits(problem: Problem) -> bool:
    """Whether the joined tiers of a problem stay far inside 64 bits."""
    low, high = tier2_range(problem)
    points = int(problem.weight.sum() + problem.separations[:, 2].sum()) + 2
    return (high - low + 1) * points < MAX_WEIGHTED


class Master:
    """The linear program over patterns of one problem; `money`: pence in a unit of its costs."""

    def __init__(self, problem: Problem, money: float = MONEY) -> None:
        self.problem, self.money = problem, money
        self.t: Tables = tables(problem)
        self.low, self.high = tier2_range(problem)
        # more than tier 2 can ever differ: one point of tier 1 outweighs it
        self.weight = self.high - self.low + 1
        self.groups = Groups(
            [sorted({int(problem.unit[c]) for here in g.by_home for c in here}) for g in problem.splits],
            [group.pence for group in problem.splits],
        )
        self.points = int(problem.weight.sum() + problem.separations[:, 2].sum()) + 2
        self.unplaced = np.where(problem.must, self.weight * self.points, self.weight * problem.weight)
        self.constant = -sum(self.groups.pence)
        self.many = np.nonzero(problem.beds > 1)[0].astype(np.int64)
        self.sets = np.zeros((len(self.many), 66), dtype=np.int64)
        self.choice_pence, self.off_pence = SCALE * self.t.cost, -SCALE * self.t.off_pence
        self.left_pence = SCALE * self.unplaced
        self.split_pence = -np.array(self.groups.pence, dtype=float)
        self.touch = np.zeros(problem.choices, dtype=np.int64)
        for group in problem.splits:
            self.touch[[choice for here in group.by_home for choice in here]] += group.pence
        self.columns = Columns()
        self.out = np.zeros((BATCH, 66), dtype=np.int64)
        self.wide = np.zeros((MOST_PATTERNS, 66), dtype=np.int64)
        self.costs: dict[tuple[int, ...], tuple[int, Ints, int]] = {}

    def joined(self, value: Value) -> int:
        """Both tiers in one number of pence."""
        return self.weight * value.tier1 + value.tier2

    def tier1_at_least(self, bound: int) -> int:
        """What a bound of the joined cost proves of tier 1 alone."""
        return -((self.high - bound) // self.weight)

    @property
    def impossible(self) -> int:
        """No allocation costs this much: a bound that reaches it proves that there is none."""
        return self.weight * (self.points - 1)

    @property
    def rows(self) -> int:
        p = self.problem
        return p.units + p.homes + len(p.limits) + len(self.groups.units) + 1

    def of_units(self, units: tuple[int, ...]) -> Bools:
        """Which choices are of these units."""
        wanted = np.zeros(self.problem.units, dtype=bool)
        wanted[list(units)] = True
        return wanted[self.problem.unit]

    def forget(self, count: int) -> None:
        """Drop the patterns met after the first `count`: what follows then depends on nothing before."""
        columns = self.columns
        for members in columns.members[count:]:
            del columns.known[members]
        del columns.row[columns.first[count] :], columns.coefficient[columns.first[count] :]
        del columns.first[count + 1 :]
        del columns.cost[count:], columns.members[count:]

    def unplaced_column(self, unit: int) -> tuple[list[int], list[float]]:
        """Rows and coefficients of leaving a unit unplaced."""
        p = self.problem
        group_row = p.units + p.homes + len(p.limits)
        groups = [group_row + g for g, units in enumerate(self.groups.units) if unit in units]
        points = 0 if p.must[unit] else int(p.weight[unit])
        rows, amounts = [unit, *groups], [1.0] * (1 + len(groups))
        return ([*rows, self.rows - 1], [*amounts, float(points)]) if points else (rows, amounts)

    def add(self, members: tuple[int, ...]) -> int:
        """The column of a pattern, made when it is new."""
        known = self.columns.known.get(members)
        if known is not None:
            return known
        p, columns = self.problem, self.columns
        cost, spend, points = self.pattern(members)
        home = int(p.home[members[0]])
        columns.row += [int(p.unit[choice]) for choice in members]
        columns.coefficient += [1.0] * len(members)
        columns.row.append(p.units + home)
        columns.coefficient.append(1.0)
        for fund, amount in enumerate(spend.tolist()):
            if amount:
                columns.row.append(p.units + p.homes + fund)
                columns.coefficient.append(amount / FUND_UNIT)
        if points:
            columns.row.append(self.rows - 1)
            columns.coefficient.append(float(points))
        columns.first.append(len(columns.row))
        columns.cost.append(cost / self.money)
        columns.members.append(members)
        columns.known[members] = len(columns.cost) - 1
        return len(columns.cost) - 1

    def pattern(self, members: tuple[int, ...]) -> tuple[int, Ints, int]:
        """Joined cost in pence, spend by fund, and points of tier 1, of a pattern."""
        found = self.costs.get(members)
        if found is None:
            found = self.costs[members] = self._pattern(members)
        return found

    def _pattern(self, members: tuple[int, ...]) -> tuple[int, Ints, int]:
        p, t, made = self.problem, self.t, set(members)
        index = np.array(members, dtype=np.int64)
        cost, spend, points = int(p.cost[index].sum()), p.spend[index].sum(axis=0), 0
        for choice in members:
            for e in range(int(t.pair_first[choice]), int(t.pair_first[choice + 1])):
                if int(t.pair_other[e]) in made and int(t.pair_other[e]) > choice:
                    points += int(t.pair1[e])
                    cost += self.weight * int(t.pair1[e]) + int(t.pair2[e])
        home = int(p.home[members[0]])
        for e in range(int(t.off_first[home]), int(t.off_first[home + 1])):
            beside = t.beside[t.beside_first[e] : t.beside_first[e + 1]].tolist()
            if int(t.off_choice[e]) in made and made.intersection(beside):
                cost -= int(t.off_pence[e])
                spend = spend - t.off_spend[e]
        for e in range(int(t.touch_first[home]), int(t.touch_first[home + 1])):
            if made.intersection(
                t.touch_choice[t.touch_choice_first[e] : t.touch_choice_first[e + 1]].tolist()
            ):
                cost += int(t.touch_pence[e])
        return cost, spend, points

    # -- prices in whole parts of a penny -------------------------------------------------

    def reduced(self, m: Multipliers) -> tuple[Ints, Ints]:
        """Reduced prices of choices and of discounts, rounded down: safe for a bound."""
        t = self.t
        value = self.choice_pence - self.unit_prices(m)[t.unit]
        if not m.fund.any():
            return value, self.off_pence.copy()
        value += np.floor((self.problem.spend @ m.fund) * SCALE).astype(np.int64) - 1
        return value, self.off_pence - np.ceil((t.off_spend @ m.fund) * SCALE).astype(np.int64) - 1

    def unit_prices(self, m: Multipliers) -> Ints:
        return np.rint(m.unit * SCALE).astype(np.int64)

    def bound(self, m: Multipliers, asked: Question = ANY) -> Bound | None:
        """A proven lower bound of the joined cost under a question; None where a search was too large.

        Lagrangian: Σ unit prices less Σ fund prices · headroom + Σ cheapest pattern of each home +
        what the unplaced columns leave. A choice that must be made is paid BARRED to be taken,
        and the payment is added back: a home that could not take it would only raise the bound.
        """
        p = self.problem
        if len(asked.made) > MOST_MADE or not np.abs(m.unit).sum() < MOST_PRICES:
            return None
        value, off = self.reduced(m)
        level = min(int(m.level * SCALE), SCALE * self.weight)
        total, unplaced = self._rows_bound(m)
        total += level * asked.level
        unplaced -= level * p.weight
        value[list(asked.barred)] = 2 * BARRED
        if asked.left:
            value[self.of_units(asked.left)] = 2 * BARRED
        value[list(asked.made)] -= BARRED
        total += BARRED * len(asked.made) + int(unplaced[list(asked.left)].sum())
        free = ~p.must
        free[[*asked.left, *asked.placed, *(int(p.unit[choice]) for choice in asked.made)]] = False
        total += int(np.minimum(unplaced[free], 0).sum())
        least = np.minimum.reduceat(np.minimum(value + SCALE * self.touch, 0), p.first[:-1])
        point = SCALE * self.weight - level
        if not sweep(self.t, self.many, value, off, point, SCALE, self.out, self.sets, least):
            return None
        total += sum(least.tolist())
        return Bound(total, least, unplaced, self._fresh(), value, off, point)

    def _fresh(self) -> list[tuple[int, ...]]:
        """The sets that the last sweep found and no column stands for yet (single choices all have one)."""
        rows = self.sets[self.sets[:, 0] > 1].tolist()
        found = (tuple(sorted(row[1 : 1 + row[0]])) for row in rows)
        return [members for members in found if members not in self.columns.known]

    def _rows_bound(self, m: Multipliers) -> tuple[int, Ints]:
        """What the rows' prices give, and the reduced prices of leaving each unit unplaced."""
        p, prices = self.problem, self.unit_prices(m)
        nobody = np.ceil(np.clip(m.group, self.split_pence, 0.0) * SCALE).astype(np.int64)
        total = SCALE * self.constant + int(prices.sum())
        total -= int(np.ceil((m.fund * p.limits).sum() * SCALE)) + (1 if len(m.fund) else 0)
        unplaced = self.left_pence - prices
        for row, units in enumerate(self.groups.units):
            total += int(nobody[row]) * (len(units) - 1)
            unplaced[units] -= int(nobody[row])
        return total, unplaced

    def within(self, bound: Bound, most: int) -> list[tuple[int, ...]] | None:
        """Every pattern that an allocation of joined cost ≤ `most` could take; None: too many.

        A pattern dearer than its home's cheapest by more than the gap cannot be part of one.
        """
        p = self.problem
        gap = SCALE * most - bound.total
        single = (bound.value + SCALE * self.touch <= gap + bound.least[p.home]) & (p.beds[p.home] == 1)
        found: list[tuple[int, ...]] = [(choice,) for choice in np.nonzero(single)[0].tolist()]
        for home in self.many.tolist():
            count = np.zeros(1, dtype=np.int64)
            theta = gap + int(bound.least[home])
            _, state = search(
                self.t,
                home,
                bound.value,
                bound.off,
                bound.point,
                SCALE,
                theta,
                True,
                self.wide,
                count,
            )
            if state < 0:
                return None
            found += [tuple(sorted(row[1 : 1 + row[0]].tolist())) for row in self.wide[: count[0]]]
        return found

    def collect(self, m: Multipliers, home_price: Floats, most: int) -> list[tuple[int, ...]]:
        """Patterns cheaper than their home's price (pence, ≤ 0), up to `most` a home with several beds."""
        value, off = self.reduced(m)
        found = []
        for home in self.many.tolist():
            out = np.zeros((most, 66), dtype=np.int64)
            count = np.zeros(1, dtype=np.int64)
            theta = int(np.floor(home_price[home] * SCALE)) - SCALE
            point = SCALE * self.weight - min(int(m.level * SCALE), SCALE * self.weight)
            search(self.t, home, value, off, point, SCALE, theta, True, out, count)
            found += [tuple(sorted(row[1 : 1 + row[0]].tolist())) for row in out[: count[0]]]
        return found
