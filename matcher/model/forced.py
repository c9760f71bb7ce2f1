"""What forcing one choice costs at least, and often exactly: bounds for the whole regret table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model.base import Base, Standard
from matcher.model.master import MONEY, Bound, Floats, Master, Multipliers
from matcher.model.problem import Ints
from matcher.model.simplex import MAX_PIVOTS, OPTIMAL, dual_simplex, forbid, primal_simplex

ROUNDS = 40
WHOLE = 1e-6


@dataclass(frozen=True)
class ForcedBound:
    """The best bound proved (None: none was), and an allocation where the program was whole."""

    bound: Bound | None
    chosen: tuple[int, ...] | None


class Forcer:
    """The base basis of a master, ready to have choices forced one after another."""

    def __init__(self, master: Master, base: Base) -> None:
        self.master, self.standard = master, Standard(master)
        self.right = self._right()
        self.columns = _Arrays(master, self.standard)
        self.basis = base.basis
        self.inverse = np.linalg.inv(self.columns.dense(self.basis, len(self.right)))
        self.value = self.inverse @ self.right
        self.price = self.columns.cost_of(self.basis) @ self.inverse
        if np.abs(self.value[self.basis < 0]).max(initial=0.0) > WHOLE:
            raise np.linalg.LinAlgError("a unit's equation is not tight")

    def _right(self) -> Floats:
        p = self.master.problem
        groups = [len(units) - 1.0 for units in self.master.groups.units]
        limits = (p.limits / (100 * MONEY)).tolist()
        return np.array([1.0] * p.units + [1.0] * p.homes + limits + groups)

    def force(self, choice: int, cut_off: float) -> ForcedBound:
        """Force one choice; stop early once the joined cost is proved to reach `cut_off` (pence)."""
        master, columns = self.master, self.columns
        basis, inverse = self.basis.copy(), self.inverse.copy()
        value, price = self.value.copy(), self.price.copy()
        limit = (cut_off - master.constant) / MONEY
        best: Bound | None = None
        for _ in range(ROUNDS):
            columns.refresh()
            forbidden = columns.forbidden(choice)
            state, _, _ = dual_simplex(
                *columns.arrays, forbidden, self.right, basis, inverse, value, price, limit, MAX_PIVOTS
            )
            if state == OPTIMAL:
                state = primal_simplex(*columns.arrays, forbidden, basis, inverse, value, price, MAX_PIVOTS)
            bound = master.bound(self._multipliers(price), choice)
            best = bound if best is None or (bound is not None and bound.total > best.total) else best
            if state != OPTIMAL or bound is None or bound.pence >= cut_off:
                return ForcedBound(best, None)
            new = [members for members in bound.fresh if members not in master.columns.known]
            if not new:
                return ForcedBound(best, columns.whole(basis, value))
            for members in new:
                master.add(members)
        return ForcedBound(best, None)

    def _multipliers(self, price: Floats) -> Multipliers:
        p = self.master.problem
        fund, group = p.units + p.homes, p.units + p.homes + len(p.limits)
        in_centipence = price[fund:group] / 100
        return Multipliers(
            price[: p.units] * MONEY, np.maximum(0.0, -in_centipence), np.minimum(0.0, price[group:] * MONEY)
        )


class _Arrays:
    """All columns as arrays: the fixed ones, then the patterns met so far."""

    def __init__(self, master: Master, standard: Standard) -> None:
        self.master, self.standard = master, standard
        self.count = -1
        self.refresh()

    def refresh(self) -> None:
        """Take in the patterns met since the last time."""
        columns = self.master.columns
        if self.count == len(columns.cost):
            return
        self.count = len(columns.cost)
        first, row, coefficient, cost = self._fixed()
        offset = len(row)
        self.arrays = (
            np.array(first[:-1] + [offset + start for start in columns.first], dtype=np.int64),
            np.array(row + columns.row, dtype=np.int64),
            np.array(coefficient + columns.coefficient),
            np.array(cost + columns.cost),
        )
        lengths = [len(members) for members in columns.members]
        self.choice_first = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        self.choices = np.array([c for members in columns.members for c in members], dtype=np.int64)

    def _fixed(self) -> tuple[list[int], list[int], list[float], list[float]]:
        master, p = self.master, self.master.problem
        group_row = p.units + p.homes + len(p.limits)
        first, row, coefficient, cost = [0], list[int](), list[float](), list[float]()

        def add(rows: list[int], sign: float, price: float) -> None:
            row.extend(rows)
            coefficient.extend([sign] * len(rows))
            cost.append(price / MONEY)
            first.append(len(row))

        for unit, price in enumerate(master.unplaced.tolist()):
            groups = [group_row + g for g, units in enumerate(master.groups.units) if unit in units]
            add([unit, *groups], 1.0, price)
        for slack in range(p.homes + len(p.limits)):
            add([p.units + slack], 1.0, 0.0)
        for group, pence in enumerate(master.groups.pence):
            add([group_row + group], -1.0, pence)
        for group in range(len(master.groups.pence)):
            add([group_row + group], 1.0, 0.0)
        return first, row, coefficient, cost

    def dense(self, basis: Ints, rows: int) -> Floats:
        """The basis as a square matrix; -1 - i is the artificial of row i."""
        matrix = np.zeros((rows, rows))
        first, row, coefficient, _ = self.arrays
        for position, column in enumerate(basis.tolist()):
            if column < 0:
                matrix[-1 - column, position] = 1.0
            else:
                span = slice(first[column], first[column + 1])
                matrix[row[span], position] = coefficient[span]
        return matrix

    def cost_of(self, basis: Ints) -> Floats:
        return np.where(basis < 0, 0.0, self.arrays[3][np.maximum(basis, 0)])

    def forbidden(self, choice: int) -> Ints:
        """1 for every column that a forced choice shuts out."""
        p = self.master.problem
        shut = np.zeros(len(self.arrays[3]), dtype=np.int64)
        shut[int(p.unit[choice])] = 1
        shut[self.standard.home + int(p.home[choice])] = 1
        forbid(self.choice_first, self.choices, p.unit, p.home, choice, self.standard.patterns, shut)
        return shut

    def whole(self, basis: Ints, value: Floats) -> tuple[int, ...] | None:
        """The choices made, where every pattern is taken wholly or not at all."""
        unplaced = basis[(basis >= 0) & (basis < self.master.problem.units) & (value > WHOLE)]
        if self.master.problem.must[unplaced].any():
            return None
        patterns = basis >= self.standard.patterns
        part = value[patterns]
        if np.any((part > WHOLE) & (part < 1 - WHOLE)):
            return None
        taken = basis[patterns][part > 0.5] - self.standard.patterns
        made = [c for column in taken.tolist() for c in self.master.columns.members[column]]
        return tuple(sorted(made))
