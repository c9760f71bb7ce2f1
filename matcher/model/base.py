"""The pattern master solved by HiGHS with column generation: base prices, base basis, base bound."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numba
import numpy as np

from matcher.model.master import Bound, Master, Question
from matcher.model.outcome import Limits
from matcher.model.patterns import search
from matcher.model.pool import COLUMNS, Pool, add_pattern, find, mark_of
from matcher.model.price import ROW, Priced
from matcher.model.problem import Ints
from matcher.model.relax import Standard
from matcher.model.terms import Floats, Terms

MOST_A_HOME = 8
ROUNDS = 300


@dataclass(frozen=True)
class Base:
    """The optimum of the linear program over all patterns."""

    master: Master
    price: Floats
    """By row, in the program's unit."""
    bound: Bound
    level: int
    basis: Ints
    """Basic columns, one a row: a pattern, or one of the fixed columns (see `Standard`)."""
    relaxation: Relaxation
    """Where another program over the same patterns can go on from."""


class Relaxation:
    """HiGHS over the columns met so far; columns are added while it stays warm."""

    def __init__(self, master: Master, level: int) -> None:
        self.master, self.standard, self.level = master, master.standard, level
        self.highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("primal_feasibility_tolerance", 1e-9),
            ("dual_feasibility_tolerance", 1e-9),
        ):
            self.highs.setOptionValue(option, value)
        self._rows()
        self._pass(0, master.terms.units)
        self._pass(self.standard.nobody, self.standard.slack)
        self.passed = self.standard.patterns

    def adopt(self, master: Master, level: int) -> None:
        """Go on with another program over the same rows: its costs and level, our columns and basis."""
        copy_patterns(self.master.pool, master.pool, master.terms, self.standard.patterns)
        self.master, self.level = master, level
        costs, standard = master.pool.cost, self.standard
        fixed = [*range(master.terms.units), *range(standard.nobody, standard.slack)]
        count = self.passed - standard.patterns + len(fixed)
        used = np.concatenate([costs[fixed], costs[standard.patterns : self.passed]])
        self.highs.changeColsCost(count, np.arange(count, dtype=np.int32), used)
        self.highs.changeRowBounds(master.terms.rows - 1, float(level), highspy.kHighsInf)

    def _rows(self) -> None:
        terms, inf = self.master.terms, highspy.kHighsInf
        upper = self.master.right(self.level)
        lower = np.full(terms.rows, -inf)
        lower[: terms.units] = 1.0
        lower[-1], upper[-1] = float(self.level), inf
        none = np.zeros(0, dtype=np.int32)
        starts = np.zeros(terms.rows, dtype=np.int32)
        self.highs.addRows(terms.rows, lower, upper, 0, starts, none, np.zeros(0))

    def _pass(self, start: int, stop: int) -> None:
        """Hand over some columns."""
        if start == stop:
            return
        pool, count = self.master.pool, stop - start
        first, last = int(pool.first[start]), int(pool.first[stop])
        starts = (pool.first[start:stop] - first).astype(np.int32)
        index, value = pool.row[first:last].astype(np.int32), pool.coefficient[first:last]
        zero, inf = np.zeros(count), np.full(count, highspy.kHighsInf)
        self.highs.addCols(count, pool.cost[start:stop], zero, inf, last - first, starts, index, value)

    def solve(self) -> bool:
        """Run over all columns met so far; whether an optimum came of it."""
        met = int(self.master.pool.counted[COLUMNS])
        self._pass(self.passed, met)
        self.passed = met
        self.highs.run()
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def price(self) -> Floats:
        """The prices of the rows."""
        return np.array(self.highs.getSolution().row_dual)

    def basis(self) -> Ints:
        """The basic columns in our own numbering."""
        terms, standard = self.master.terms, self.standard
        found = self.highs.getBasis()
        basic = highspy.HighsBasisStatus.kBasic
        groups = len(terms.group_pence)
        columns = [c for c, status in enumerate(found.col_status) if status == basic]
        rows = [r for r, status in enumerate(found.row_status) if status == basic]
        numbers = [_own(column, terms.units, groups, standard) for column in columns]
        return np.array(numbers + [_slack(row, terms, standard) for row in rows], dtype=np.int64)


def _own(column: int, units: int, groups: int, standard: Standard) -> int:
    if column < units:
        return column
    if column < units + groups:
        return standard.nobody + column - units
    return standard.patterns + column - units - groups


def _slack(row: int, terms: Terms, standard: Standard) -> int:
    """A basic row is a basic slack; that of a unit's equation is its artificial."""
    funds = terms.units + terms.homes + len(terms.limits)
    if row < terms.units:
        return standard.artificial + row
    if row < funds:
        return standard.home + row - terms.units
    return standard.slack + row - funds  # the level's row comes last, as its surplus does


def solve_base(master: Master, limits: Limits, level: int = 0, after: Base | None = None) -> Base | None:
    """The linear program over all patterns, or None where it could not be solved in time.

    `after`: the base of another program of the same problem, whose patterns and basis are a start.
    """
    if after is None:
        master.make_room(master.problem.choices)
        add_singles(master.pool, master.terms)
        relaxation = Relaxation(master, level)
    else:
        master.make_room(2 * after.master.patterns)
        relaxation = after.relaxation
        relaxation.adopt(master, level)
    asked = Question(level=level)
    for _ in range(ROUNDS):
        if limits.left_s <= 0 or not relaxation.solve():
            return None
        price = relaxation.price()
        known = master.bound(price, asked)
        if known is None:
            return None
        master.make_room(MOST_A_HOME * len(master.terms.many))
        if not collect(master.pool, master.terms, master.priced, master.standard, price):
            return Base(master, price, known, level, relaxation.basis(), relaxation)
    return None


@numba.njit(cache=True)
def copy_patterns(source: Pool, target: Pool, terms: Terms, start: int) -> None:
    """Add every pattern of one pool to another, in order; patterns begin at column `start`."""
    for column in range(start, source.counted[COLUMNS]):
        members = source.member[source.member_first[column] : source.member_first[column + 1]]
        add_pattern(target, terms, members, len(members))


@numba.njit(cache=True)
def add_singles(pool: Pool, terms: Terms) -> None:
    """A pattern for every choice by itself."""
    members = np.zeros(1, dtype=np.int64)
    for choice in range(len(terms.choice)):
        members[0] = choice
        add_pattern(pool, terms, members, 1)


@numba.njit(cache=True)
def collect(pool: Pool, terms: Terms, priced: Priced, standard: Standard, price: Floats) -> int:
    """Add patterns cheaper than their home's price, some for each home with several beds; how many.

    `priced` holds the reduced prices of the last bound, which was made from `price`.
    """
    out, count, met = np.zeros((MOST_A_HOME, ROW), dtype=np.int64), np.zeros(1, dtype=np.int64), 0
    for home in terms.many:
        at_home = min(0.0, price[terms.units + home]) * terms.money
        theta = int(np.floor(at_home * terms.scale)) - terms.scale
        if priced.least[home] > theta:
            continue
        count[0] = 0
        search(terms.t, home, priced.value, priced.off, priced.point[0], terms.scale, theta, True, out, count)
        for row in range(count[0]):
            size = out[row, 0]
            members = out[row, 1 : 1 + size]
            if find(pool, mark_of(pool, members, size), standard.patterns) < 0:
                add_pattern(pool, terms, members, size)
                met += 1
    return met
