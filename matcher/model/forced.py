"""A pattern program at its base basis, ready for questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model.base import Base
from matcher.model.master import Bound, Master, Question
from matcher.model.problem import Ints
from matcher.model.relax import SOLVED, WHOLE, Program, Tableau, copy, read, solve
from matcher.model.terms import Floats


@dataclass(frozen=True)
class Answer:
    """What a linear program under a question said.

    `bound`: proved at its last prices, None where none was. `solved`: it ran to its optimum, so that
    `unplaced` (by unit) and `taken` (by choice) are its values.
    """

    question: Question
    bound: Bound | None
    solved: bool
    unplaced: Floats
    taken: Floats

    @property
    def whole(self) -> tuple[int, ...] | None:
        """The choices made, where every unit is at one home or none."""
        if not self.solved or _fractional(self.unplaced) or _fractional(self.taken):
            return None
        return tuple(np.nonzero(self.taken > 0.5)[0].tolist())


def _fractional(values: Floats) -> bool:
    return bool((np.minimum(values, 1.0 - values) > WHOLE).any())


class Forcer:
    """The base basis of a master, ready for questions."""

    def __init__(self, master: Master, base: Base) -> None:
        self.master, self.start = master, base
        self.base = tableau(master.terms.rows)
        self.base.basis[:] = base.basis
        self.base.inverse[:] = np.linalg.inv(self._dense(base.basis))
        self.base.value[:] = self.base.inverse @ master.right(base.level)
        self.base.price[:] = master.pool.cost[base.basis] @ self.base.inverse
        self.base.level[0] = base.level
        self.met = master.patterns

    def _dense(self, basis: Ints) -> Floats:
        """The basis as a square matrix."""
        pool = self.master.pool
        matrix = np.zeros((len(basis), len(basis)))
        for position, column in enumerate(basis.tolist()):
            span = slice(pool.first[column], pool.first[column + 1])
            matrix[pool.row[span], position] = pool.coefficient[span]
        return matrix

    @property
    def program(self) -> Program:
        """What the kernels need of it, with the columns met so far."""
        master = self.master
        return Program(master.terms, master.pool, master.standard, master.priced, master.right(), self.base)

    def reset(self) -> None:
        """Forget every pattern met since the base was solved."""
        self.master.forget(self.met)

    def ask(self, question: Question, cut_off: int) -> Answer:
        """Solve under a question; stop early once the joined cost is proved to reach `cut_off` pence."""
        master, at = self.master, tableau(self.master.terms.rows)
        copy(self.base, at)
        master.make_room(64 * (len(master.terms.many) + 1))
        made = np.array(question.made, dtype=np.int64)
        status, _ = solve(self.program, at, master.marks(question), made, question.level, cut_off)
        unplaced, taken = np.zeros(master.terms.units), np.zeros(master.problem.choices)
        if status == SOLVED:
            read(self.program, at, unplaced, taken)
        return Answer(question, master.bound(at.price, question), status == SOLVED, unplaced, taken)


def tableau(rows: int) -> Tableau:
    """Room for a tableau."""
    ints, floats = np.zeros(rows, dtype=np.int64), np.zeros
    return Tableau(ints, floats((rows, rows)), floats(rows), floats(rows), floats(1))
