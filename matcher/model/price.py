"""The whole-number bound of a pattern program: row prices in, a proved lower bound out.

Lagrangian relaxation: any prices of the rows give a bound, once every home has taken its
cheapest pattern at the prices that remain. Prices are rounded to whole parts first, so the
bound is a proof whatever rounding made of them.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from matcher.model.patterns import BARRED, sweep
from matcher.model.problem import Ints
from matcher.model.tables import Bytes
from matcher.model.terms import FUND_UNIT, Floats, Terms

FREE, LEFT, PLACED = 0, 1, 2
"""What a question says of a unit: nothing, that it is left unplaced, that it is placed."""
MOST_MADE = 30
"""So many payments of BARRED at one home still add up inside 64 bits."""
MOST_PRICE = 2.0**55
"""All prices that one pattern could meet, in parts, add up to no more: so a home that cannot take
what it must is told from one that can, and no pattern comes near BARRED."""
MOST_TOTAL = 2**60
"""A bound that leaves this range on the way is none: what comes next could leave 64 bits."""
ERROR = 2.0**-50
"""More than a sum of a few products of floats can be wrong by, in parts of itself."""
NEVER = 2**61
"""The bound, in parts, of what nothing can do."""
ROW = 66
"""Numbers in a row of sets: how many members, then the members."""


class Priced(NamedTuple):
    """Where a bound leaves what it was made of, in parts: reused from one to the next."""

    value: Ints
    """Reduced price by choice."""
    off: Ints
    """Reduced price by discount."""
    unplaced: Ints
    """Reduced price of leaving a unit unplaced."""
    least: Ints
    """Cheapest pattern by home, at most 0."""
    sets: Ints
    """That pattern, by home with several beds."""
    out: Ints
    """Room for one search."""
    point: Ints
    """One number: the reduced price of a point of tier 1 inside a pattern."""


def room_for(terms: Terms) -> Priced:
    """Fresh arrays for the bounds of a program."""

    def ints(*shape: int) -> Ints:
        return np.zeros(shape, dtype=np.int64)

    choices, discounts, many = len(terms.choice), len(terms.off), len(terms.many)
    return Priced(
        ints(choices),
        ints(discounts),
        ints(terms.units),
        ints(terms.homes),
        ints(many, ROW),
        ints(1, ROW),
        ints(1),
    )


@numba.njit(cache=True)
def bound(
    terms: Terms, priced: Priced, price: Floats, barred: Bytes, made: Ints, state: Bytes, level: int
) -> tuple[bool, int]:
    """The least joined cost, in parts, under a question; False where none can be proved.

    `price` by row, in the program's unit; `barred` by choice; `made`: choices that must be made;
    `state` by unit; `level`: points of tier 1 that every such allocation is known to have.
    """
    if _crowded(terms, made) or not _small(terms, price):
        return False, 0
    total = _rows(terms, priced, price, state, level)
    _choices(terms, priced, price)
    t = terms.t
    for choice in range(len(barred)):
        if barred[choice] or state[t.unit[choice]] == LEFT:
            priced.value[choice] = 2 * BARRED
    for choice in made:
        priced.value[choice] -= BARRED
    for home in range(terms.homes):
        least = 0
        for choice in range(t.first[home], t.first[home + 1]):
            least = min(least, priced.value[choice] + terms.touch[choice])
        priced.least[home] = least
    if not sweep(
        t,
        terms.many,
        priced.value,
        priced.off,
        priced.point[0],
        terms.scale,
        priced.out,
        priced.sets,
        priced.least,
    ):
        return False, 0
    for choice in made:
        priced.least[t.home[choice]] += BARRED
    for home in range(terms.homes):
        if priced.least[home] >= BARRED // 2:
            return True, NEVER  # a home that cannot take what it must
        total += priced.least[home]
        if abs(total) > MOST_TOTAL:
            return False, 0
    return True, total


@numba.njit(cache=True)
def _crowded(terms: Terms, made: Ints) -> bool:
    """Whether more is to be made at one home than can be paid for."""
    if len(made) <= MOST_MADE:
        return False
    count = np.zeros(terms.homes, dtype=np.int64)
    for choice in made:
        count[terms.t.home[choice]] += 1
    return bool(count.max() > MOST_MADE)


@numba.njit(cache=True)
def _small(terms: Terms, price: Floats) -> bool:
    """Whether whole numbers of this size stay exact; no for what is not a number."""
    parts, total = terms.money * terms.scale, terms.dearest
    for unit in range(terms.units):
        total += abs(price[unit]) * parts
    start = terms.units + terms.homes
    for fund in range(len(terms.limits)):
        total += abs(price[start + fund]) * parts / FUND_UNIT * terms.most_spend[fund]
    for row in range(start + len(terms.limits), terms.rows):
        if not np.isfinite(price[row]):
            return False
    return total < MOST_PRICE


@numba.njit(cache=True)
def _rows(terms: Terms, priced: Priced, price: Floats, state: Bytes, level: int) -> int:
    """What the rows' prices give, with the cheaper of placing or not for every unit left open."""
    scale, parts = terms.scale, terms.money * terms.scale
    total = scale * terms.constant
    funds, error, start = 0.0, 0.0, terms.units + terms.homes
    for fund in range(len(terms.limits)):
        amount = max(0.0, -price[start + fund] * parts / FUND_UNIT) * terms.limits[fund]
        funds += amount
        error += abs(amount) * ERROR
    if len(terms.limits):
        total -= int(np.ceil(funds + error)) + 1
    by_level = int(min(max(0.0, price[terms.rows - 1]) * parts, float(scale * terms.weight)))
    total += by_level * level
    priced.point[0] = scale * terms.weight - by_level
    for unit in range(terms.units):
        rounded = int(np.rint(price[unit] * parts))
        total += rounded
        priced.unplaced[unit] = terms.left[unit] - rounded - by_level * terms.points[unit]
    start += len(terms.limits)
    for group in range(len(terms.group_pence)):
        pence = min(0.0, max(-float(terms.group_pence[group]), price[start + group] * terms.money))
        nobody = int(np.ceil(pence * scale))
        first, stop = terms.group_first[group], terms.group_first[group + 1]
        total += nobody * (stop - first - 1)
        for position in range(first, stop):
            priced.unplaced[terms.group_unit[position]] -= nobody
    for unit in range(terms.units):
        if state[unit] == LEFT:
            total += priced.unplaced[unit]
        elif state[unit] == FREE and not terms.must[unit]:
            total += min(0, priced.unplaced[unit])
    return total


@numba.njit(cache=True)
def _choices(terms: Terms, priced: Priced, price: Floats) -> None:
    """Reduced prices of choices and discounts, rounded down: safe for a bound."""
    t, parts = terms.t, terms.money * terms.scale
    start, funds = terms.units + terms.homes, len(terms.limits)
    paid = np.zeros(funds)
    spent = False
    for fund in range(funds):
        paid[fund] = max(0.0, -price[start + fund] * parts / FUND_UNIT)
        spent |= paid[fund] > 0.0
    for choice in range(len(terms.choice)):
        value = terms.choice[choice] - np.int64(np.rint(price[t.unit[choice]] * parts))
        if spent:
            amount, error = 0.0, 0.0
            for fund in range(funds):
                amount += paid[fund] * t.spend[choice, fund]
                error += abs(paid[fund] * t.spend[choice, fund]) * ERROR
            value += np.int64(np.floor(amount - error)) - 1
        priced.value[choice] = value
    for entry in range(len(terms.off)):
        priced.off[entry] = terms.off[entry]
        if spent:
            amount, error = 0.0, 0.0
            for fund in range(funds):
                amount += paid[fund] * t.off_spend[entry, fund]
                error += abs(paid[fund] * t.off_spend[entry, fund]) * ERROR
            priced.off[entry] -= np.int64(np.ceil(amount + error)) + 1
