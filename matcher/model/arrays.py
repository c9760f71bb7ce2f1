"""The master's columns as arrays for the simplex: the fixed ones, then the patterns met so far."""

from __future__ import annotations

import numpy as np

from matcher.model.base import Standard
from matcher.model.master import Floats, Master, Question
from matcher.model.problem import Ints
from matcher.model.simplex import forbid


class Arrays:
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

        def add(rows: list[int], amounts: list[float], price: float) -> None:
            row.extend(rows)
            coefficient.extend(amounts)
            cost.append(price / master.money)
            first.append(len(row))

        for unit, price in enumerate(master.unplaced.tolist()):
            add(*master.unplaced_column(unit), price)
        for slack in range(p.homes + len(p.limits)):
            add([p.units + slack], [1.0], 0.0)
        for group, pence in enumerate(master.groups.pence):
            add([group_row + group], [-1.0], pence)
        for group in range(len(master.groups.pence)):
            add([group_row + group], [1.0], 0.0)
        add([master.rows - 1], [-1.0], 0.0)
        for unit in range(p.units):
            add([unit], [1.0], 0.0)
        return first, row, coefficient, cost

    def dense(self, basis: Ints, rows: int) -> Floats:
        """The basis as a square matrix."""
        matrix = np.zeros((rows, rows))
        first, row, coefficient, _ = self.arrays
        for position, column in enumerate(basis.tolist()):
            span = slice(first[column], first[column + 1])
            matrix[row[span], position] = coefficient[span]
        return matrix

    def cost_of(self, basis: Ints) -> Floats:
        """The costs of the basic columns."""
        costs: Floats = self.arrays[3][basis]
        return costs

    def forbidden(self, asked: Question) -> Ints:
        """1 for every column that a question shuts out."""
        p = self.master.problem
        shut = np.zeros(len(self.arrays[3]), dtype=np.int64)
        barred, made = np.zeros(p.choices, dtype=np.int64), np.zeros(p.choices, dtype=np.int64)
        barred[list(asked.barred)] = 1
        if asked.left:
            barred[self.master.of_units(asked.left)] = 1
        made[list(asked.made)] = 1
        shut[self.standard.artificial : self.standard.patterns] = 1
        shut[list(asked.placed)] = 1
        shut[[int(p.unit[choice]) for choice in asked.made]] = 1
        homes = np.array([int(p.home[choice]) for choice in asked.made], dtype=np.int64)
        shut[self.standard.home + homes] = 1
        count = np.bincount(homes, minlength=p.homes).astype(np.int64)
        forbid(self.choice_first, self.choices, p.home, barred, made, count, self.standard.patterns, shut)
        return shut
