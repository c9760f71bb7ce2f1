"""The columns of the pattern programs as growing arrays, shared with the compiled kernels."""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from matcher.model.problem import Ints
from matcher.model.terms import FUND_UNIT, Floats, Terms

COLUMNS, ENTRIES, MEMBERS = 0, 1, 2
"""Where `counted` holds how many columns, coefficients and members there are."""


class Pool(NamedTuple):
    """Columns in CSR form: first the fixed ones, then the patterns met so far.

    `first`, `row`, `coefficient`: rows and coefficients by column; `cost`: in the program's unit;
    `pence`, `spend`: the same in whole pence and, by fund, pence × 100; `member_first`, `member`:
    the choices of a pattern; `mark`: a number that its choices give, to tell patterns apart.
    """

    counted: Ints
    first: Ints
    row: Ints
    coefficient: Floats
    cost: Floats
    pence: Ints
    spend: Ints
    member_first: Ints
    member: Ints
    mark: Ints
    marks: Ints
    """A random number by choice."""


def new_pool(choices: int, funds: int, columns: int) -> Pool:
    """An empty pool with room for so many columns."""
    entries = 4 * columns
    ints = np.int64
    marks = np.random.default_rng(choices).integers(0, 2**62, choices, dtype=ints)
    return Pool(
        np.zeros(3, dtype=ints),
        np.zeros(columns + 1, dtype=ints),
        np.zeros(entries, dtype=ints),
        np.zeros(entries),
        np.zeros(columns),
        np.zeros(columns, dtype=ints),
        np.zeros((columns, funds), dtype=ints),
        np.zeros(columns + 1, dtype=ints),
        np.zeros(entries, dtype=ints),
        np.zeros(columns, dtype=ints),
        marks,
    )


def grown(pool: Pool) -> Pool:
    """The same columns with twice the room."""
    return Pool(
        pool.counted,
        _twice(pool.first),
        _twice(pool.row),
        _twice_floats(pool.coefficient),
        _twice_floats(pool.cost),
        _twice(pool.pence),
        _twice(pool.spend),
        _twice(pool.member_first),
        _twice(pool.member),
        _twice(pool.mark),
        pool.marks,
    )


def _twice(array: Ints) -> Ints:
    return np.concatenate([array, np.zeros_like(array)])


def _twice_floats(array: Floats) -> Floats:
    return np.concatenate([array, np.zeros_like(array)])


@numba.njit(cache=True)
def has_room(pool: Pool, columns: int) -> bool:
    """Whether so many more patterns are sure to fit."""
    entries, members = pool.counted[ENTRIES], pool.counted[MEMBERS]
    spare = min(len(pool.row) - entries, len(pool.member) - members) // 4
    return bool(min(len(pool.cost) - pool.counted[COLUMNS], spare) >= columns)


@numba.njit(cache=True)
def find(pool: Pool, mark: int, start: int) -> int:
    """The pattern with this mark, or -1; patterns begin at column `start`."""
    for column in range(start, pool.counted[COLUMNS]):
        if pool.mark[column] == mark:
            return column
    return -1


@numba.njit(cache=True)
def mark_of(pool: Pool, members: Ints, size: int) -> int:
    """The number that a set of choices gives, whatever their order."""
    mark = 0
    for position in range(size):
        mark ^= pool.marks[members[position]]
    return mark


@numba.njit(cache=True)
def pattern_cost(terms: Terms, members: Ints, size: int, spend: Ints) -> tuple[int, int]:
    """Joined cost in pence and points of tier 1 of a set; its spend by fund into `spend`."""
    t = terms.t
    cost, points = 0, 0
    home = t.home[members[0]]
    spend[:] = 0
    for position in range(size):
        choice = members[position]
        cost += t.cost[choice]
        spend += t.spend[choice]
        for entry in range(t.pair_first[choice], t.pair_first[choice + 1]):
            if t.pair_other[entry] > choice and _holds(members, size, t.pair_other[entry]):
                points += t.pair1[entry]
                cost += terms.weight * t.pair1[entry] + t.pair2[entry]
    for entry in range(t.off_first[home], t.off_first[home + 1]):
        if _holds(members, size, t.off_choice[entry]):
            for beside in range(t.beside_first[entry], t.beside_first[entry + 1]):
                if _holds(members, size, t.beside[beside]):
                    cost -= t.off_pence[entry]
                    spend -= t.off_spend[entry]
                    break
    for entry in range(t.touch_first[home], t.touch_first[home + 1]):
        for other in range(t.touch_choice_first[entry], t.touch_choice_first[entry + 1]):
            if _holds(members, size, t.touch_choice[other]):
                cost += t.touch_pence[entry]
                break
    return cost, points


@numba.njit(cache=True)
def _holds(members: Ints, size: int, choice: int) -> bool:
    held = False
    for position in range(size):
        held |= members[position] == choice
    return held


@numba.njit(cache=True)
def add_pattern(pool: Pool, terms: Terms, members: Ints, size: int) -> None:
    """Append the column of a set of choices; the caller has made sure that there is room."""
    t = terms.t
    column, entry, at = pool.counted[COLUMNS], pool.counted[ENTRIES], pool.counted[MEMBERS]
    spend = pool.spend[column]
    cost, points = pattern_cost(terms, members, size, spend)
    for position in range(size):
        pool.row[entry], pool.coefficient[entry] = t.unit[members[position]], 1.0
        pool.member[at] = members[position]
        entry, at = entry + 1, at + 1
    pool.row[entry], pool.coefficient[entry] = terms.units + t.home[members[0]], 1.0
    entry += 1
    for fund in range(len(spend)):
        if spend[fund] != 0:
            pool.row[entry] = terms.units + terms.homes + fund
            pool.coefficient[entry] = spend[fund] / FUND_UNIT
            entry += 1
    if points != 0:
        pool.row[entry], pool.coefficient[entry] = terms.rows - 1, float(points)
        entry += 1
    pool.cost[column], pool.pence[column] = cost / terms.money, cost
    pool.mark[column] = mark_of(pool, members, size)
    pool.first[column + 1], pool.member_first[column + 1] = entry, at
    pool.counted[COLUMNS], pool.counted[ENTRIES], pool.counted[MEMBERS] = column + 1, entry, at


def add_fixed(pool: Pool, rows: list[int], amounts: list[float], cost: float) -> None:
    """Append a column that stands for no pattern."""
    column, entry = int(pool.counted[COLUMNS]), int(pool.counted[ENTRIES])
    pool.row[entry : entry + len(rows)] = rows
    pool.coefficient[entry : entry + len(rows)] = amounts
    pool.cost[column] = cost
    pool.first[column + 1] = entry + len(rows)
    pool.counted[COLUMNS], pool.counted[ENTRIES] = column + 1, entry + len(rows)


def forget(pool: Pool, columns: int) -> None:
    """Drop all columns but the first so many."""
    pool.counted[:] = columns, pool.first[columns], pool.member_first[columns]
