"""Linear programs under a question, from the base basis or from another question's: bounds and answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model.arrays import Arrays
from matcher.model.base import Base, Standard
from matcher.model.master import FUND_UNIT, Bound, Floats, Master, Multipliers, Question
from matcher.model.problem import Ints
from matcher.model.simplex import CUT_OFF, MAX_PIVOTS, OPTIMAL, dual_simplex, primal_simplex, spread

ROUNDS = 60
WHOLE = 1e-6
LARGEST_PENCE = 2**45


@dataclass
class Tableau:
    """A basis with its inverse, basic values and row prices; the simplex changes it in place."""

    basis: Ints
    inverse: Floats
    value: Floats
    price: Floats

    def copy(self) -> Tableau:
        return Tableau(self.basis.copy(), self.inverse.copy(), self.value.copy(), self.price.copy())


@dataclass(frozen=True)
class Answer:
    """What a linear program under a question said.

    `bound`: the best proved, None where none was. `solved`: it ran to its optimum, so that
    `unplaced` (by unit) and `taken` (by choice) are its values and `tableau` its basis.
    """

    question: Question
    bound: Bound | None
    solved: bool
    tableau: Tableau
    unplaced: Floats
    taken: Floats

    @property
    def whole(self) -> tuple[int, ...] | None:
        """The choices made, where every unit is at one home or none."""
        if not self.solved or _fractional(self.unplaced).any() or _fractional(self.taken).any():
            return None
        return tuple(np.nonzero(self.taken > 0.5)[0].tolist())


def _fractional(values: Floats) -> Floats:
    """How far each value is from a whole number, 0 where it is one."""
    distance = np.minimum(values, 1.0 - values)
    return np.where(distance > WHOLE, distance, 0.0)


class Forcer:
    """The base basis of a master, ready for questions."""

    def __init__(self, master: Master, base: Base) -> None:
        self.master, self.standard = master, Standard(master)
        self.sides: Floats | None = None
        self.columns = Arrays(master, self.standard)
        inverse = np.linalg.inv(self.columns.dense(base.basis, master.rows)).astype(np.float64)
        value = inverse @ self.right(base.level)
        price: Floats = self.columns.cost_of(base.basis) @ inverse
        self.base = Tableau(base.basis, inverse, value, price)
        self.met = len(master.columns.cost)

    def reset(self) -> None:
        """Forget every pattern met since the base was solved."""
        self.master.forget(self.met)
        self.columns.refresh()

    def right(self, level: int) -> Floats:
        """The right-hand sides of the rows at a tier-1 level."""
        p = self.master.problem
        if self.sides is None:
            limits = (p.limits / FUND_UNIT).tolist()
            groups = [len(units) - 1.0 for units in self.master.groups.units]
            self.sides = np.array([1.0] * p.units + [1.0] * p.homes + limits + groups + [0.0])
        sides = self.sides.copy()
        sides[-1] = level
        return sides

    def ask(self, question: Question, cut_off: int, start: Tableau | None = None) -> Answer:
        """Solve under a question; stop early once the joined cost is proved to reach `cut_off` pence."""
        master, columns = self.master, self.columns
        at = (start or self.base).copy()
        right = self.right(question.level)
        at.value = at.inverse @ right
        limit = (cut_off - master.constant) / master.money
        best: Bound | None = None
        for _ in range(ROUNDS):
            columns.refresh()
            forbidden = columns.forbidden(question)
            lp = (*columns.arrays, forbidden)
            state, _, _ = dual_simplex(
                *lp, right, at.basis, at.inverse, at.value, at.price, limit, MAX_PIVOTS
            )
            if state == OPTIMAL:
                state = primal_simplex(*lp, at.basis, at.inverse, at.value, at.price, MAX_PIVOTS)
            bound = self._bound(at.price, question)
            if best is None or (bound is not None and bound.total > best.total):
                best = bound
            if state not in (OPTIMAL, CUT_OFF) or bound is None or bound.pence >= cut_off:
                return self._answer(question, best, at, solved=False)
            new = bound.fresh
            if not new and state == OPTIMAL:
                return self._answer(question, best, at, solved=True)
            if not new:
                limit = np.inf  # the program passed the cut-off by less than rounding: go on to its end
            for members in new:
                master.add(members)
        return self._answer(question, best, at, solved=False)

    def _bound(self, price: Floats, question: Question) -> Bound | None:
        """The whole-number bound of these prices; None where they are too large to be exact."""
        if not np.abs(price).max(initial=0.0) * self.master.money < LARGEST_PENCE:
            return None
        return self.master.bound(self._multipliers(price), question)

    def _multipliers(self, price: Floats) -> Multipliers:
        p = self.master.problem
        fund, group = p.units + p.homes, p.units + p.homes + len(p.limits)
        money = self.master.money
        return Multipliers(
            price[: p.units] * money,
            np.maximum(0.0, -price[fund:group] * money / FUND_UNIT),
            np.minimum(0.0, price[group:-1] * money),
            max(0.0, float(price[-1]) * money),
        )

    def _answer(self, question: Question, bound: Bound | None, at: Tableau, *, solved: bool) -> Answer:
        p = self.master.problem
        unplaced, taken = np.zeros(p.units), np.zeros(p.choices)
        if solved:
            left = at.basis < p.units
            unplaced[at.basis[left]] = at.value[left]
            columns = self.columns
            start = self.standard.patterns
            spread(at.basis, at.value, columns.choice_first, columns.choices, start, WHOLE, taken)
        return Answer(question, bound, solved, at, unplaced, taken)
