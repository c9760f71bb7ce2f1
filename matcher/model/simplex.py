"""Forced linear programs by a dual simplex that starts from the base basis.

Forcing a choice forbids the other columns of its unit and of its home. The base prices stay
dual feasible, so a few dual pivots lead to the forced optimum (Lemke 1954); the dual
objective only rises, so a solve can stop once it passes what is known to be reachable.
"""

from __future__ import annotations

import numba
import numpy as np

from matcher.model.problem import Ints
from matcher.model.terms import Floats

OPTIMAL, CUT_OFF, INFEASIBLE, GAVE_UP = 0, 1, 2, 3
PRIMAL = 1e-7
DUAL = 1e-7
PIVOT = 1e-8
MAX_PIVOTS = 5_000
SHORTEST = 1e-12


@numba.njit(cache=True)
def _reduced(first: Ints, row: Ints, coefficient: Floats, cost: Floats, price: Floats, column: int) -> float:
    reduced: float = cost[column]
    for entry in range(first[column], first[column + 1]):
        reduced -= price[row[entry]] * coefficient[entry]
    return reduced


@numba.njit(cache=True)
def _into_basis(
    first: Ints, row: Ints, coefficient: Floats, inverse: Floats, column: int, out: Floats
) -> None:
    """out = inverse · column."""
    out[:] = 0.0
    for entry in range(first[column], first[column + 1]):
        at, by = row[entry], coefficient[entry]
        for i in range(len(out)):
            out[i] += inverse[i, at] * by


@numba.njit(cache=True, fastmath={"reassoc", "contract"})
def _length(entries: Floats) -> float:
    """The square of a row's length."""
    total = 0.0
    for j in range(len(entries)):
        total += entries[j] * entries[j]
    return max(total, SHORTEST)


@numba.njit(cache=True, fastmath={"reassoc", "contract"})
def _take_away(changed: Floats, factor: float, left: Floats) -> float:
    """changed -= factor · left; returns the square of its length: how far its infeasibility really is.

    Forrest and Goldfarb 1992. The order of the sum is free, so that it can be vectorised.
    """
    total = 0.0
    for j in range(len(left)):
        entry = changed[j] - factor * left[j]
        changed[j] = entry
        total += entry * entry
    return max(total, SHORTEST)


@numba.njit(cache=True)
def _pivot(
    first: Ints,
    row: Ints,
    coefficient: Floats,
    cost: Floats,
    basis: Ints,
    inverse: Floats,
    value: Floats,
    price: Floats,
    leave: int,
    enter: int,
    column_of: Floats,
    length: Floats,
) -> None:
    """Exchange one basic column: prices, values, the inverse and its rows' lengths follow."""
    _into_basis(first, row, coefficient, inverse, enter, column_of)
    alpha = column_of[leave]
    step = _reduced(first, row, coefficient, cost, price, enter) / alpha
    amount = value[leave] / alpha
    for i in range(len(value)):
        price[i] += step * inverse[leave, i]
        value[i] -= amount * column_of[i]
        inverse[leave, i] /= alpha
    value[leave] = amount
    left = inverse[leave].copy()
    for i in range(len(value)):
        factor = column_of[i]
        if i != leave and factor != 0.0:
            length[i] = _take_away(inverse[i], factor, left)
    length[leave] = _length(left)
    basis[leave] = enter


@numba.njit(cache=True)
def primal_simplex(
    first: Ints,
    row: Ints,
    coefficient: Floats,
    cost: Floats,
    forbidden: Ints,
    basis: Ints,
    inverse: Floats,
    value: Floats,
    price: Floats,
    pivots: int,
) -> int:
    """Let new columns in after the dual simplex: from a feasible basis to an optimal one, in place.

    A forbidden column that is basic at 0 must stay there: it leaves before it could move.
    """
    rows, columns = len(value), len(cost)
    column_of, length = np.zeros(rows), np.zeros(rows)
    for _ in range(pivots):
        enter, least = -1, -DUAL
        for column in range(columns):
            if not forbidden[column]:
                reduced = _reduced(first, row, coefficient, cost, price, column)
                if reduced < least:
                    enter, least = column, reduced
        if enter < 0:
            return OPTIMAL
        _into_basis(first, row, coefficient, inverse, enter, column_of)
        leave, shortest, largest = -1, np.inf, 0.0
        for position in range(rows):
            alpha = column_of[position]
            if forbidden[basis[position]]:
                alpha = abs(alpha)
            if alpha > PIVOT:
                ratio = max(0.0, value[position]) / alpha
                if ratio < shortest - 1e-12 or (ratio <= shortest + 1e-12 and alpha > largest):
                    leave, shortest, largest = position, min(ratio, shortest), alpha
        if leave < 0:
            return GAVE_UP
        _pivot(first, row, coefficient, cost, basis, inverse, value, price, leave, enter, column_of, length)
    return GAVE_UP


@numba.njit(cache=True)
def dual_simplex(
    first: Ints,
    row: Ints,
    coefficient: Floats,
    cost: Floats,
    forbidden: Ints,
    right: Floats,
    basis: Ints,
    inverse: Floats,
    value: Floats,
    price: Floats,
    cut_off: float,
    pivots: int,
) -> tuple[int, float, int]:
    """Reoptimise in place. Columns are CSR; `forbidden` ones must be 0. Returns (state, objective, pivots).

    `basis`, `inverse` (rows × rows), `value` (basic values) and `price` (row prices) are changed.
    """
    rows, columns = len(right), len(cost)
    basic = np.zeros(columns, dtype=np.bool_)
    for position in range(rows):
        basic[basis[position]] = True
    column_of, alphas, reduced = np.zeros(rows), np.zeros(columns), np.zeros(columns)
    for column in range(columns):
        reduced[column] = _reduced(first, row, coefficient, cost, price, column)
    length = np.zeros(rows)
    for position in range(rows):
        length[position] = _length(inverse[position])
    for pivot in range(pivots):
        objective = 0.0
        for i in range(rows):
            objective += price[i] * right[i]
        if objective > cut_off:
            return CUT_OFF, objective, pivot
        leave, worst = -1, 0.0
        for position in range(rows):
            infeasible = -value[position]
            if forbidden[basis[position]] and value[position] > infeasible:
                infeasible = value[position]
            if infeasible > PRIMAL and infeasible * infeasible > worst * length[position]:
                leave, worst = position, infeasible * infeasible / length[position]
        if leave < 0:
            return OPTIMAL, objective, pivot
        sign = 1.0 if value[leave] < 0 else -1.0
        rho = inverse[leave]
        enter, least, largest = -1, np.inf, 0.0
        for column in range(columns):
            alpha = 0.0
            for entry in range(first[column], first[column + 1]):
                alpha += rho[row[entry]] * coefficient[entry]
            alphas[column] = alpha
            alpha *= -sign
            if alpha > PIVOT and not basic[column] and not forbidden[column]:
                ratio = max(0.0, reduced[column]) / alpha
                if ratio < least - 1e-12 or (ratio <= least + 1e-12 and alpha > largest):
                    enter, least, largest = column, min(ratio, least), alpha
        if enter < 0:
            # no column can mend the row: along it the prices may rise until the cut-off is reached
            step = -sign * max(0.0, cut_off - objective + 1.0) / abs(value[leave])
            for i in range(rows):
                price[i] += step * rho[i]
            return INFEASIBLE, objective, pivot
        left, step = basis[leave], reduced[enter] / alphas[enter]
        _pivot(first, row, coefficient, cost, basis, inverse, value, price, leave, enter, column_of, length)
        for column in range(columns):
            reduced[column] -= step * alphas[column]
        basic[left] = False
        basic[enter] = True
    return GAVE_UP, 0.0, pivots


@numba.njit(cache=True)
def forbid(
    first_choice: Ints,
    choices: Ints,
    home: Ints,
    barred: Ints,
    made: Ints,
    asked: Ints,
    start: int,
    out: Ints,
) -> None:
    """Forbid the patterns that hold a barred choice, or not all that their home was asked to make.

    `barred` and `made` mark choices; `asked` counts by home how many must be made there.
    """
    for pattern in range(len(first_choice) - 1):
        shut, makes = 0, 0
        for entry in range(first_choice[pattern], first_choice[pattern + 1]):
            shut += barred[choices[entry]]
            makes += made[choices[entry]]
        at = home[choices[first_choice[pattern]]]
        out[start + pattern] = shut > 0 or makes != asked[at]


@numba.njit(cache=True)
def spread(
    basis: Ints, value: Floats, first_choice: Ints, choices: Ints, start: int, least: float, out: Floats
) -> None:
    """Add each basic pattern's value to the choices it holds."""
    for position in range(len(basis)):
        pattern = basis[position] - start
        if pattern >= 0 and value[position] > least:
            for entry in range(first_choice[pattern], first_choice[pattern + 1]):
                out[choices[entry]] += value[position]
