"""Patterns: the sets of choices that one home could take, searched with their reduced prices.

The search is exact: depth first over choices in order of reduced price, cut off by what
the beds left could still bring at best. Whole numbers throughout, so a bound is a proof.
"""

from __future__ import annotations

import numba
import numpy as np

from matcher.model.problem import Ints
from matcher.model.tables import Tables

MAX_SET = 64
BARRED = 2**57
"""A reduced price no allocation pays: the choice may not be used."""
MAX_NODES = 20_000_000


@numba.njit(cache=True)
def pair_price(t: Tables, chosen: Ints, count: int, choice: int, w1: int, w2: int) -> int:
    """What one more choice adds through those it shares a price or a weight with."""
    added = 0
    for entry in range(t.pair_first[choice], t.pair_first[choice + 1]):
        for other in range(count):
            if chosen[other] == t.pair_other[entry]:
                added += w1 * t.pair1[entry] + w2 * t.pair2[entry]
    return added


@numba.njit(cache=True)
def _inside(chosen: Ints, count: int, choice: int) -> bool:
    found = False
    for position in range(count):
        found |= chosen[position] == choice
    return found


@numba.njit(cache=True)
def set_price(t: Tables, home: int, chosen: Ints, count: int, off: Ints, w2: int) -> int:
    """What a whole set adds: discounts granted (`off`, reduced prices) and sibling groups touched."""
    added = 0
    for entry in range(t.off_first[home], t.off_first[home + 1]):
        if _inside(chosen, count, t.off_choice[entry]):
            for beside in range(t.beside_first[entry], t.beside_first[entry + 1]):
                if _inside(chosen, count, t.beside[beside]):
                    added += off[entry]
                    break
    for entry in range(t.touch_first[home], t.touch_first[home + 1]):
        for member in range(t.touch_choice_first[entry], t.touch_choice_first[entry + 1]):
            if _inside(chosen, count, t.touch_choice[member]):
                added += w2 * t.touch_pence[entry]
                break
    return added


@numba.njit(cache=True)
def _usable(t: Tables, home: int, value: Ints, off: Ints, collect: bool, free: Ints, hoped: Ints) -> int:
    """The choices that a set could hold, into `free`; into `hoped` their prices with every discount."""
    start, stop = t.first[home], t.first[home + 1]
    beds, admissions, hours = t.beds[home], t.admissions[home], t.spare_hours[home]
    discounts = t.off_first[home + 1] > t.off_first[home]
    usable = 0
    for choice in range(start, stop):
        fits = t.size[choice] <= beds and t.admits[choice] <= admissions and t.hours[choice] <= hours
        # where nobody brings a discount, a choice at a price of 0 or more cannot make a set cheaper
        helps = collect or discounts or value[choice] < 0
        if fits and helps and value[choice] < BARRED:
            free[usable], hoped[usable] = choice, value[choice]
            for entry in range(t.off_first[home], t.off_first[home + 1]):
                if t.off_choice[entry] == choice:
                    hoped[usable] += min(0, off[entry])
            usable += 1
    return usable


@numba.njit(cache=True)
def search(
    t: Tables,
    home: int,
    value: Ints,
    off: Ints,
    w1: int,
    w2: int,
    theta: int,
    collect: bool,
    out: Ints,
    out_count: Ints,
) -> tuple[int, int]:
    """The cheapest set of one home's choices, or every set at most `theta` (collect).

    `value` and `off` are reduced prices by choice and by discount. Without `collect`, row 0 of
    `out` is the cheapest set (its length, then its choices), the empty set at price 0 included.
    Returns (cheapest price seen or theta + 1, sets collected); (…, -1): too large, or out is full.
    """
    start, stop, beds = t.first[home], t.first[home + 1], t.beds[home]
    chosen = np.empty(MAX_SET, dtype=np.int64)
    best = theta + 1
    if not collect:
        out[0, 0] = 0
        best = min(best, 0)
    free, hoped = np.empty(stop - start, dtype=np.int64), np.empty(stop - start, dtype=np.int64)
    usable = _usable(t, home, value, off, collect, free, hoped)
    if usable == 0:
        return best, 0
    ranked = np.argsort(hoped[:usable], kind="mergesort")
    order, hope = free[:usable][ranked], hoped[:usable][ranked]
    gain = np.zeros(usable + 1, dtype=np.int64)
    for position in range(usable):
        gain[position + 1] = gain[position] + min(0, hope[position])
    levels = np.zeros((6, min(MAX_SET, beds) + 1), dtype=np.int64)
    at, cum, promised = levels[0], levels[1], levels[2]
    bed_left, admit_left, hour_left = levels[3], levels[4], levels[5]
    depth = 0
    bed_left[depth], admit_left[depth], hour_left[depth] = beds, t.admissions[home], t.spare_hours[home]
    nodes = 0
    while depth >= 0:
        position = at[depth]
        limit = theta if collect else best - 1
        deeper = False
        while position < usable:
            choice = order[position]
            nodes += 1
            ahead = min(usable, position + bed_left[depth])
            bound = promised[depth] + hope[position] + gain[ahead] - gain[min(position + 1, ahead)]
            if bound > limit:
                position = usable
                break
            hoped_here = hope[position]
            position += 1
            if (
                t.size[choice] > bed_left[depth]
                or t.admits[choice] > admit_left[depth]
                or t.hours[choice] > hour_left[depth]
            ):
                continue
            if t.clash_at[home] >= 0:
                row = t.clash_at[home] + (choice - start) * (stop - start) - start
                shut = False
                for other in range(depth):
                    if t.clash[row + chosen[other]]:
                        shut = True
                        break
                if shut:
                    continue
            price = cum[depth] + value[choice] + pair_price(t, chosen, depth, choice, w1, w2)
            chosen[depth] = choice
            full = price + set_price(t, home, chosen, depth + 1, off, w2)
            if full <= limit:
                best = min(best, full)
                if collect:
                    if out_count[0] >= out.shape[0] or depth + 1 >= out.shape[1]:
                        return best, -1
                    out[out_count[0], 0] = depth + 1
                    for other in range(depth + 1):
                        out[out_count[0], 1 + other] = chosen[other]
                    out_count[0] += 1
                else:
                    limit = best - 1
                    out[0, 0] = depth + 1
                    for other in range(depth + 1):
                        out[0, 1 + other] = chosen[other]
            if bed_left[depth] > t.size[choice]:
                if depth + 1 >= MAX_SET:
                    return best, -1
                at[depth] = position
                at[depth + 1], cum[depth + 1] = position, price
                promised[depth + 1] = promised[depth] + hoped_here + price - cum[depth] - value[choice]
                bed_left[depth + 1] = bed_left[depth] - t.size[choice]
                admit_left[depth + 1] = admit_left[depth] - t.admits[choice]
                hour_left[depth + 1] = hour_left[depth] - t.hours[choice]
                deeper = True
                break
        if nodes > MAX_NODES:
            return best, -1
        if deeper:
            depth += 1
            continue
        at[depth] = position
        depth -= 1
    return best, out_count[0]


@numba.njit(cache=True)
def sweep(
    t: Tables, homes: Ints, value: Ints, off: Ints, w1: int, w2: int, out: Ints, sets: Ints, least: Ints
) -> bool:
    """`search` for the cheapest set of each of `homes`: its price into `least`, its choices into `sets`.

    Returns False when a search was too large.
    """
    count = np.zeros(1, dtype=np.int64)
    for position in range(len(homes)):
        price, state = search(t, homes[position], value, off, w1, w2, 0, False, out, count)
        if state < 0:
            return False
        least[homes[position]] = price
        for entry in range(out[0, 0] + 1):
            sets[position, entry] = out[0, entry]
    return True
