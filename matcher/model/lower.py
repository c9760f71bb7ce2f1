"""Lower bounds of many forced choices at once, read off one bound of the whole problem: no program is solved.

A Lagrangian bound is a sum over homes. Forcing a choice changes the terms of the homes its unit could use
and of its unit alone, so those terms are exchanged: its own home takes the cheapest pattern that holds the
choice, and every other home does without the unit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numba
import numpy as np

from matcher.model.master import Bound, Master
from matcher.model.patterns import BARRED, MAX_SET, search
from matcher.model.problem import Ints
from matcher.model.tables import Tables

NONE = 2**62
"""The price of a pattern that no home can take."""


def lower_bounds(master: Master, bound: Bound, choices: Sequence[int]) -> list[int]:
    """By choice: what every allocation that makes it costs at least, both tiers joined, in pence.

    `bound` must be of a question that makes, bars, leaves and places nothing. A choice that no pattern
    of its home holds is answered by `master.impossible`.
    """
    terms, p, asked = master.terms, master.problem, np.array(choices, dtype=np.int64)
    out = np.zeros((1, MAX_SET + 2), dtype=np.int64)
    prices = (bound.value.copy(), bound.off, terms.touch, bound.point, bound.scale)
    holding = np.zeros(len(asked), dtype=np.int64)
    _holding(terms.t, asked, *prices, bound.least, out, holding)
    without = np.zeros(p.choices, dtype=np.int64)
    _without(terms.t, *prices, bound.least, out, without)
    elsewhere = np.zeros(p.units, dtype=np.int64)
    np.add.at(elsewhere, p.unit, without)
    unit = p.unit[asked]
    left = np.where(p.must, 0, np.minimum(bound.unplaced, 0))[unit]
    gain = holding - bound.least[p.home[asked]] - left + elsewhere[unit] - without[asked]
    # the sums of whole problems may be larger than 64 bits would hold beside NONE
    found = ((held, bound.total + more) for held, more in zip(holding.tolist(), gain.tolist(), strict=True))
    return [master.impossible if held >= NONE else -(-total // bound.scale) for held, total in found]


@numba.njit(cache=True)
def _holding(
    t: Tables,
    choices: Ints,
    value: Ints,
    off: Ints,
    touch: Ints,
    w1: int,
    w2: int,
    least: Ints,
    out: Ints,
    found: Ints,
) -> None:
    """The price of the cheapest pattern that holds each choice; of any, where a search is too large."""
    count = np.zeros(1, dtype=np.int64)
    for position in range(len(choices)):
        choice = choices[position]
        home = t.home[choice]
        if t.beds[home] == 1:
            found[position] = value[choice] + touch[choice]
            continue
        value[choice] -= BARRED
        price, state = search(t, home, value, off, w1, w2, 0, False, out, count)
        value[choice] += BARRED
        if state < 0:
            found[position] = least[home]
        else:
            found[position] = price + BARRED if price < -BARRED // 2 else NONE


@numba.njit(cache=True)
def _without(
    t: Tables,
    value: Ints,
    off: Ints,
    touch: Ints,
    w1: int,
    w2: int,
    least: Ints,
    out: Ints,
    more: Ints,
) -> None:
    """How much dearer each home's cheapest pattern is without a choice: 0 for those it does not hold."""
    count, held = np.zeros(1, dtype=np.int64), np.zeros(MAX_SET + 2, dtype=np.int64)
    for home in range(len(t.beds)):
        if least[home] == 0:
            continue
        if t.beds[home] == 1:
            _second(t, home, value, touch, more)
            continue
        price, state = search(t, home, value, off, w1, w2, 0, False, out, count)
        if state < 0:
            continue
        held[: out[0, 0] + 1] = out[0, : out[0, 0] + 1]
        for member in range(1, held[0] + 1):
            choice = held[member]
            own = value[choice]
            value[choice] = 2 * BARRED
            other, state = search(t, home, value, off, w1, w2, 0, False, out, count)
            value[choice] = own
            if state >= 0:
                more[choice] = other - price


@numba.njit(cache=True)
def _second(t: Tables, home: int, value: Ints, touch: Ints, more: Ints) -> None:
    """The same for a home with one bed: its second cheapest choice, or none, against its cheapest."""
    best, at, second = 0, -1, 0
    for choice in range(t.first[home], t.first[home + 1]):
        price = value[choice] + touch[choice]
        if price < best:
            best, at, second = price, choice, best
        elif price < second:
            second = price
    if at >= 0:
        more[at] = second - best
