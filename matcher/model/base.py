"""The pattern master solved by HiGHS with column generation: base prices, base basis, base bound."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from matcher.model.master import FUND_UNIT, Bound, Floats, Master, Multipliers, Question
from matcher.model.outcome import Limits
from matcher.model.problem import Ints

MOST_A_HOME = 8
ROUNDS = 300


@dataclass(frozen=True)
class Base:
    """The optimum of the linear program over all patterns."""

    multipliers: Multipliers
    bound: Bound
    taken: tuple[tuple[int, ...], ...] | None
    """The patterns it takes, where it is whole; None where it is fractional."""
    level: int
    basis: Ints
    """Basic columns, one a row: a pattern, or one of the fixed columns (see `Standard`)."""


class Standard:
    """Numbers of the fixed columns: unplaced of a unit, slack of a home or fund, "nobody" of a group,
    slack of a group, surplus of the tier-1 level, artificial of a unit (it must stay 0: a unit's row is
    an equation, and may be redundant at the base); patterns follow at `patterns`."""

    def __init__(self, master: Master) -> None:
        p = master.problem
        self.home = p.units
        self.fund = self.home + p.homes
        self.nobody = self.fund + len(p.limits)
        self.slack = self.nobody + len(master.groups.units)
        self.surplus = self.slack + len(master.groups.units)
        self.artificial = self.surplus + 1
        self.patterns = self.artificial + p.units


class Relaxation:
    """HiGHS over the columns met so far; columns are added while it stays warm."""

    def __init__(self, master: Master, level: int) -> None:
        self.master, self.standard, self.level = master, Standard(master), level
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
        self._fixed()
        self.passed = 0

    def _rows(self) -> None:
        p = self.master.problem
        inf = highspy.kHighsInf
        for _ in range(p.units):
            self.highs.addRow(1.0, 1.0, 0, [], [])
        for _ in range(p.homes):
            self.highs.addRow(-inf, 1.0, 0, [], [])
        for limit in p.limits.tolist():
            self.highs.addRow(-inf, limit / FUND_UNIT, 0, [], [])
        for units in self.master.groups.units:
            self.highs.addRow(-inf, len(units) - 1.0, 0, [], [])
        self.highs.addRow(float(self.level), inf, 0, [], [])

    def _fixed(self) -> None:
        """Unplaced columns, then "nobody of the group is placed"."""
        master, p = self.master, self.master.problem
        group_row = p.units + p.homes + len(p.limits)
        inf = highspy.kHighsInf
        for unit, cost in enumerate(master.unplaced.tolist()):
            rows, amounts = master.unplaced_column(unit)
            self.highs.addCol(cost / master.money, 0.0, inf, len(rows), rows, amounts)
        for group, pence in enumerate(master.groups.pence):
            self.highs.addCol(pence / master.money, 0.0, inf, 1, [group_row + group], [-1.0])

    def pass_columns(self) -> None:
        """Hand over the patterns that HiGHS has not seen."""
        columns = self.master.columns
        new = range(self.passed, len(columns.cost))
        if not new:
            return
        start = columns.first[self.passed]
        starts = np.array([columns.first[c] - start for c in new], dtype=np.int32)
        index = np.array(columns.row[start:], dtype=np.int32)
        value = np.array(columns.coefficient[start:])
        costs = np.array([columns.cost[c] for c in new])
        zero, inf = np.zeros(len(costs)), np.full(len(costs), highspy.kHighsInf)
        self.highs.addCols(len(costs), costs, zero, inf, len(index), starts, index, value)
        self.passed = len(columns.cost)

    def multipliers(self) -> Multipliers:
        p = self.master.problem
        dual = np.array(self.highs.getSolution().row_dual) * self.master.money
        fund = self.master.problem.units + p.homes
        group = fund + len(p.limits)
        in_centipence = dual[fund:group] / FUND_UNIT
        return Multipliers(
            dual[: p.units],
            np.maximum(0.0, -in_centipence),
            np.minimum(0.0, dual[group:-1]),
            max(0.0, float(dual[-1])),
        )

    def home_prices(self) -> Floats:
        """The prices of the homes' rows in pence, none above 0."""
        p = self.master.problem
        dual = np.array(self.highs.getSolution().row_dual)[p.units : p.units + p.homes]
        return np.minimum(0.0, dual * self.master.money)

    def solve(self) -> bool:
        self.pass_columns()
        self.highs.run()
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def basis(self) -> Ints:
        """The basic columns in our own numbering."""
        p, standard = self.master.problem, self.standard
        found = self.highs.getBasis()
        basic = highspy.HighsBasisStatus.kBasic
        groups = len(self.master.groups.units)
        numbers = []
        for column, status in enumerate(found.col_status):
            if status == basic:
                numbers.append(_own(column, p.units, groups, standard))
        for row, status in enumerate(found.row_status):
            if status == basic:
                numbers.append(_slack(row, p.units, p.homes, len(p.limits), standard))
        return np.array(numbers, dtype=np.int64)

    def values(self) -> Floats:
        return np.array(self.highs.getSolution().col_value)


def _own(column: int, units: int, groups: int, standard: Standard) -> int:
    if column < units:
        return column
    if column < units + groups:
        return standard.nobody + column - units
    return standard.patterns + column - units - groups


def _slack(row: int, units: int, homes: int, funds: int, standard: Standard) -> int:
    """A basic row is a basic slack; that of a unit's equation is its artificial."""
    if row < units:
        return standard.artificial + row
    if row < units + homes + funds:
        return standard.home + row - units
    return standard.slack + row - units - homes - funds  # the level's row comes last, as its surplus does


def solve_base(master: Master, limits: Limits, level: int = 0) -> Base | None:
    """The linear program over all patterns, or None where it could not be solved in time."""
    relaxation = Relaxation(master, level)
    for choice in range(master.problem.choices):
        master.add((choice,))
    for _ in range(ROUNDS):
        if limits.left_s <= 0 or not relaxation.solve():
            return None
        multipliers = relaxation.multipliers()
        found = master.collect(multipliers, relaxation.home_prices(), MOST_A_HOME)
        fresh = [members for members in found if members not in master.columns.known]
        if not fresh:
            break
        for members in fresh:
            master.add(members)
    else:
        return None
    bound = master.bound(multipliers, Question(level=level))
    if bound is None:
        return None
    return Base(multipliers, bound, _whole(master, relaxation), level, relaxation.basis())


def _whole(master: Master, relaxation: Relaxation) -> tuple[tuple[int, ...], ...] | None:
    """The patterns taken, where every one is taken wholly or not at all."""
    groups = len(master.groups.units)
    values = relaxation.values()[master.problem.units + groups :]
    if np.any((values > 1e-6) & (values < 1 - 1e-6)):
        return None
    return tuple(master.columns.members[c] for c in np.nonzero(values > 0.5)[0].tolist())
