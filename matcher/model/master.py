"""The pattern master: which pattern each home takes, as a linear program, and its exact bound.

Rows: a unit is in one pattern or unplaced (=), a home takes one pattern (≤), a fund's
headroom (≤), per `prefer_together` group whether nobody of it is placed, and the level of
tier 1. Costs join the tiers in one number, weight · tier 1 + tier 2, with a weight that keeps
their order. Every bound is computed in whole numbers from rounded prices, which no rounding
can make wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model import pool as columns
from matcher.model.patterns import BARRED, search
from matcher.model.pool import COLUMNS, add_fixed, add_pattern, forget, grown, has_room, new_pool
from matcher.model.price import FREE, LEFT, PLACED, ROW, Priced, bound, room_for
from matcher.model.problem import Ints, Problem
from matcher.model.relax import Marks, Standard
from matcher.model.terms import (
    FIRST_WEIGHT,
    FUND_UNIT,
    MONEY,
    SCALE,
    Floats,
    Terms,
    make_terms,
    most_points,
    tier2_range,
)
from matcher.model.values import Value

MOST_PATTERNS = 4_000


@dataclass(frozen=True)
class Bound:
    """A lower bound in parts (`scale` to the penny), and what it was made of."""

    total: int
    least: Ints
    """Cheapest reduced pattern by home."""
    unplaced: Ints
    value: Ints
    off: Ints
    point: int
    """Reduced price of a point of tier 1 inside a pattern."""
    scale: int = SCALE

    @property
    def pence(self) -> int:
        """The joined cost is at least this."""
        return -(-self.total // self.scale)


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


def fits(problem: Problem) -> bool:
    """Whether no price of the joined tiers can reach BARRED; sums are checked where they are made."""
    low, high = tier2_range(problem)
    most = (high - low + 1) * most_points(problem)
    return most * max(SCALE, FIRST_WEIGHT) < BARRED // 2


class Master:
    """The linear program over patterns of one problem.

    `money`: pence in a unit of its costs, 0 for the price of a point of tier 1; `scale`: parts of a
    penny in its bounds; `times`: how much more than all of tier 2 a point of tier 1 weighs.
    """

    def __init__(self, problem: Problem, money: float = MONEY, scale: int = SCALE, times: int = 1) -> None:
        self.problem = problem
        self.low, self.high = tier2_range(problem)
        # more than tier 2 can ever differ: one point of tier 1 outweighs it
        self.weight = times * (self.high - self.low + 1)
        money = money or float(self.weight)
        self.terms: Terms = make_terms(problem, self.weight, money, scale)
        self.standard = standard_of(self.terms)
        self.priced: Priced = room_for(self.terms)
        start = 2 * (self.standard.patterns + problem.choices) + 64 * (len(self.terms.many) + 8)
        self.pool = new_pool(problem.choices, len(problem.limits), start)
        self._fixed()

    @classmethod
    def first(cls, problem: Problem) -> Master:
        """The program that minds tier 1: what tier 2 adds to it only keeps it from being degenerate."""
        return cls(problem, money=0.0, scale=1, times=FIRST_WEIGHT)

    def _fixed(self) -> None:
        terms, at = self.terms, self.standard
        pool, money = self.pool, terms.money
        for unit in range(terms.units):
            add_fixed(pool, *self.unplaced_column(unit), int(terms.left[unit]) // terms.scale / money)
        for row in range(terms.homes + len(terms.limits)):
            add_fixed(pool, [terms.units + row], [1.0], 0.0)
        groups = terms.units + terms.homes + len(terms.limits)
        for group, pence in enumerate(terms.group_pence.tolist()):
            add_fixed(pool, [groups + group], [-1.0], pence / money)
        for group in range(len(terms.group_pence)):
            add_fixed(pool, [groups + group], [1.0], 0.0)
        add_fixed(pool, [terms.rows - 1], [-1.0], 0.0)
        for unit in range(terms.units):
            add_fixed(pool, [unit], [1.0], 0.0)
        assert pool.counted[COLUMNS] == at.patterns

    def unplaced_column(self, unit: int) -> tuple[list[int], list[float]]:
        """Rows and coefficients of leaving a unit unplaced."""
        terms = self.terms
        start = terms.units + terms.homes + len(terms.limits)
        position = np.nonzero(terms.group_unit == unit)[0]
        groups = (np.searchsorted(terms.group_first, position, side="right") - 1 + start).tolist()
        points = 0 if terms.must[unit] else int(terms.points[unit])
        rows, amounts = [unit, *groups], [1.0] * (1 + len(groups))
        return ([*rows, terms.rows - 1], [*amounts, float(points)]) if points else (rows, amounts)

    def joined(self, value: Value) -> int:
        """Both tiers in one number of pence."""
        return self.weight * value.tier1 + value.tier2

    def points(self, pence: int) -> int:
        """Points of tier 1 that every allocation has whose joined cost is at least so much."""
        return max(0, -((self.high - pence) // self.weight))

    def below(self, points: int) -> int:
        """Allocations with fewer points of tier 1 cost less than this, all others as much or more."""
        return self.weight * points + self.low

    @property
    def impossible(self) -> int:
        """No allocation costs this much: a bound that reaches it proves that there is none."""
        return self.weight * (most_points(self.problem) - 1)

    def right(self, level: int = 0) -> Floats:
        """The right-hand sides of the rows at a tier-1 level."""
        terms = self.terms
        limits = (terms.limits / FUND_UNIT).tolist()
        groups = [length - 1.0 for length in np.diff(terms.group_first).tolist()]
        return np.array([1.0] * (terms.units + terms.homes) + limits + groups + [float(level)])

    # -- columns -------------------------------------------------------------------------

    @property
    def patterns(self) -> int:
        """How many patterns have been met."""
        return int(self.pool.counted[COLUMNS]) - self.standard.patterns

    def make_room(self, patterns: int) -> None:
        """Make sure that so many more patterns fit."""
        while not has_room(self.pool, patterns):
            self.pool = grown(self.pool)

    def add(self, members: tuple[int, ...]) -> None:
        """Append the column of a pattern that none stands for yet."""
        self.make_room(len(members))
        add_pattern(self.pool, self.terms, np.array(members, dtype=np.int64), len(members))

    def members(self, column: int) -> tuple[int, ...]:
        """The choices of a column, in order."""
        first, stop = self.pool.member_first[column : column + 2].tolist()
        return tuple(sorted(self.pool.member[first:stop].tolist()))

    def forget(self, patterns: int) -> None:
        """Drop the patterns met after the first so many: what follows then depends on nothing before."""
        forget(self.pool, self.standard.patterns + patterns)

    def pattern(self, members: tuple[int, ...]) -> tuple[int, Ints, int]:
        """Joined cost in pence, spend by fund, and points of tier 1, of a pattern."""
        spend = np.zeros(len(self.problem.limits), dtype=np.int64)
        index = np.array(members, dtype=np.int64)
        cost, points = columns.pattern_cost(self.terms, index, len(members), spend)
        return int(cost), spend, int(points)

    # -- bounds --------------------------------------------------------------------------

    def marks(self, asked: Question) -> Marks:
        """A question as arrays."""
        p = self.problem
        barred, state = np.zeros(p.choices, dtype=np.uint8), np.full(p.units, FREE, dtype=np.uint8)
        barred[list(asked.barred)] = 1
        state[list(asked.left)] = LEFT
        state[[*asked.placed, *(int(p.unit[choice]) for choice in asked.made)]] = PLACED
        return Marks(barred, state)

    def bound(self, price: Floats, asked: Question = ANY) -> Bound | None:
        """A proven lower bound of the joined cost under a question; None where a search was too large.

        `price` by row, in the program's unit. A choice that must be made is paid BARRED to be
        taken, and the payment is added back.
        """
        barred, state = self.marks(asked)
        made = np.array(asked.made, dtype=np.int64)
        proved, total = bound(self.terms, self.priced, price, barred, made, state, asked.level)
        if not proved:
            return None
        now = self.priced
        arrays = (now.least.copy(), now.unplaced.copy(), now.value.copy(), now.off.copy())
        return Bound(int(total), *arrays, int(now.point[0]), self.terms.scale)

    def within(self, known: Bound, most: int) -> list[tuple[int, ...]] | None:
        """Every pattern that an allocation of joined cost ≤ `most` could take; None: too many.

        A pattern dearer than its home's cheapest by more than the gap cannot be part of one.
        """
        p, terms = self.problem, self.terms
        gap = terms.scale * most - known.total
        single = (known.value + terms.touch <= gap + known.least[p.home]) & (p.beds[p.home] == 1)
        found: list[tuple[int, ...]] = [(choice,) for choice in np.nonzero(single)[0].tolist()]
        out, count = np.zeros((MOST_PATTERNS, ROW), dtype=np.int64), np.zeros(1, dtype=np.int64)
        for home in terms.many.tolist():
            count[0] = 0
            theta = gap + int(known.least[home])
            prices = (known.value, known.off, known.point, terms.scale, theta)
            if search(terms.t, home, *prices, True, out, count)[1] < 0:
                return None
            found += [tuple(sorted(row[1 : 1 + row[0]].tolist())) for row in out[: count[0]]]
        return found


def standard_of(terms: Terms) -> Standard:
    """The numbers of the fixed columns."""
    groups = len(terms.group_pence)
    fund = terms.units + terms.homes
    nobody = fund + len(terms.limits)
    surplus = nobody + 2 * groups
    return Standard(
        terms.units, fund, nobody, nobody + groups, surplus, surplus + 1, surplus + 1 + terms.units
    )
