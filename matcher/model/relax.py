"""A pattern program under a question, solved in place: simplex, pricing, and the bound, by turns."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from matcher.model.pool import COLUMNS, Pool, add_pattern, find, has_room, mark_of
from matcher.model.price import LEFT, PLACED, Priced, bound
from matcher.model.problem import Ints
from matcher.model.simplex import GAVE_UP, MAX_PIVOTS, OPTIMAL, dual_simplex, forbid, primal_simplex, spread
from matcher.model.tables import Bytes
from matcher.model.terms import Floats, Terms

ROUNDS = 60
WHOLE = 1e-6
SOLVED, CUT, FAILED = 0, 1, 2
"""It ran to its optimum; its bound reached the cut-off; neither."""
UNPROVED = -(2**62)


class Standard(NamedTuple):
    """Numbers of the fixed columns: unplaced of a unit from 0, slack of a home or fund, "nobody" of a
    group, slack of a group, surplus of the tier-1 level, artificial of a unit (it must stay 0: a unit's
    row is an equation, and may be redundant at the base); patterns follow at `patterns`."""

    home: int
    fund: int
    nobody: int
    slack: int
    surplus: int
    artificial: int
    patterns: int


class Tableau(NamedTuple):
    """A basis with its inverse, basic values and row prices; the simplex changes it in place."""

    basis: Ints
    inverse: Floats
    value: Floats
    price: Floats
    level: Floats
    """One number: the tier-1 level that `value` was worked out for."""


class Program(NamedTuple):
    """Everything the kernels need of one program. `right`: right-hand sides with level 0."""

    terms: Terms
    pool: Pool
    standard: Standard
    priced: Priced
    right: Floats
    base: Tableau


class Marks(NamedTuple):
    """A question as arrays: `barred` by choice, `state` by unit (FREE, LEFT or PLACED)."""

    barred: Bytes
    state: Bytes


@numba.njit(cache=True)
def copy(source: Tableau, target: Tableau) -> None:
    """Overwrite one tableau with another."""
    target.basis[:] = source.basis
    target.inverse[:] = source.inverse
    target.value[:] = source.value
    target.price[:] = source.price
    target.level[:] = source.level


@numba.njit(cache=True)
def solve(
    program: Program, at: Tableau, marks: Marks, made: Ints, level: int, cut_off: int
) -> tuple[int, int]:
    """Solve from `at`, in place. Returns SOLVED, CUT or FAILED and the best bound proved, in parts.

    `cut_off` in pence: what is proved to cost as much or more is CUT.
    """
    terms, pool, right = program.terms, program.pool, program.right
    right[terms.rows - 1] = level
    _to_level(at, float(level))
    shut = np.zeros(len(pool.cost), dtype=np.int64)
    _shut(program, marks, made, shut)
    limit = (cut_off - terms.constant) / terms.money
    best = UNPROVED
    for _ in range(ROUNDS):
        count = pool.counted[COLUMNS]
        first, cost, closed = pool.first[: count + 1], pool.cost[:count], shut[:count]
        state, _, _ = dual_simplex(
            first,
            pool.row,
            pool.coefficient,
            cost,
            closed,
            right,
            at.basis,
            at.inverse,
            at.value,
            at.price,
            limit,
            MAX_PIVOTS,
        )
        if state == OPTIMAL:
            state = primal_simplex(
                first,
                pool.row,
                pool.coefficient,
                cost,
                closed,
                at.basis,
                at.inverse,
                at.value,
                at.price,
                MAX_PIVOTS,
            )
        proved, total = bound(terms, program.priced, at.price, marks.barred, made, marks.state, level)
        if proved:
            best = max(best, total)
        if best > (cut_off - 1) * terms.scale:
            return CUT, best
        if not proved or state == GAVE_UP:
            return FAILED, best
        if not has_room(pool, len(terms.many)):
            return FAILED, best
        met = _take_in(program)
        if met == 0 and state == OPTIMAL:
            return SOLVED, best
        if met == 0:
            limit += 10.0 + 1e-3 * abs(limit)  # it passed the cut-off by less than rounding: go further
    return FAILED, best


@numba.njit(cache=True)
def _to_level(at: Tableau, level: float) -> None:
    """Move the right-hand side of the last row: the basic values follow."""
    last = len(at.value) - 1
    step = level - at.level[0]
    if step != 0.0:
        for position in range(len(at.value)):
            at.value[position] += step * at.inverse[position, last]
        at.level[0] = level


@numba.njit(cache=True)
def _shut(program: Program, marks: Marks, made: Ints, shut: Ints) -> None:
    """Mark every column that the question shuts out."""
    terms, pool, standard = program.terms, program.pool, program.standard
    t = terms.t
    shut[standard.artificial : standard.patterns] = 1
    for unit in range(terms.units):
        shut[unit] = marks.state[unit] == PLACED
    barred, asked = np.zeros(len(marks.barred), dtype=np.int64), np.zeros(terms.homes, dtype=np.int64)
    makes = np.zeros(len(marks.barred), dtype=np.int64)
    for choice in range(len(marks.barred)):
        barred[choice] = marks.barred[choice] or marks.state[t.unit[choice]] == LEFT
    for choice in made:
        makes[choice] = 1
        asked[t.home[choice]] += 1
        shut[standard.home + t.home[choice]] = 1
    count = pool.counted[COLUMNS]
    firsts = pool.member_first[standard.patterns : count + 1]
    forbid(firsts, pool.member, t.home, barred, makes, asked, standard.patterns, shut)


@numba.njit(cache=True)
def _take_in(program: Program) -> int:
    """Make columns of the sets that the last bound found and no column stands for; how many."""
    pool, met = program.pool, 0
    for position in range(len(program.terms.many)):
        size = program.priced.sets[position, 0]
        if size > 1:
            members = program.priced.sets[position, 1 : 1 + size]
            if find(pool, mark_of(pool, members, size), program.standard.patterns) < 0:
                add_pattern(pool, program.terms, members, size)
                met += 1
    return met


@numba.njit(cache=True)
def read(program: Program, at: Tableau, unplaced: Floats, taken: Floats) -> None:
    """How much of each unit is unplaced, and how much of each choice is taken."""
    unplaced[:], taken[:] = 0.0, 0.0
    pool, standard = program.pool, program.standard
    for position in range(len(at.basis)):
        if at.basis[position] < len(unplaced):
            unplaced[at.basis[position]] = at.value[position]
    firsts = pool.member_first[standard.patterns : pool.counted[COLUMNS] + 1]
    spread(at.basis, at.value, firsts, pool.member, standard.patterns, WHOLE, taken)
