"""Branch and bound over questions, compiled: exact where a pattern program is not whole.

Depth first, the better child first. Units left unplaced are decided before choices. Tier 1 is a
whole number: where the program's is not, a second program with tier 1 alone proves the next level
up, and the first is solved again at that level. What is cut off is cut off by a bound in whole
numbers, and a node ends in an allocation only where that bound equals the allocation's cost.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from matcher.model.pool import has_room
from matcher.model.price import LEFT, NEVER, PLACED
from matcher.model.problem import Ints
from matcher.model.relax import (
    CUT,
    FAILED,
    UNPROVED,
    WHOLE,
    Marks,
    Program,
    Tableau,
    copy,
    read,
    solve,
)
from matcher.model.tables import Bytes
from matcher.model.terms import Floats

DONE, OUT_OF_NODES, NO_ROOM, STUCK = 0, 1, 2, 3
ROOT, IS_LEFT, IS_PLACED, IS_MADE, IS_BARRED, NOTHING, ENDS = 0, 1, 2, 3, 4, 5, 6
PARENT, KIND, WHICH, LEVEL, SLOT, TOTAL, NEXT_KIND, NEXT, FIELDS = 0, 1, 2, 3, 4, 5, 6, 7, 8
"""Columns of `nodes`: whose child, by which decision; what it said; what it branches on next."""
N_NODES, N_OPEN, N_SOLVED, BEST, N_TIES, COUNTERS = 0, 1, 2, 3, 4, 5
"""Places of `counts`; BEST is the joined cost in pence of the cheapest allocation met."""
ROOM = 64
"""So many rounds of new patterns must be sure to fit before a node is looked at."""


class Slots(NamedTuple):
    """Tableaus of nodes that are open, by slot; `free[s]` is 1 where slot s is."""

    basis: Ints
    inverse: Floats
    value: Floats
    price: Floats
    level: Floats
    free: Bytes


class Search(NamedTuple):
    """One search: its nodes, its open ones (a stack), what it counts, and the best it has met."""

    nodes: Ints
    open: Ints
    counts: Ints
    best: Bytes
    """1 for every choice of the cheapest allocation."""
    slack: int
    """1 where allocations as cheap as the best are looked for too."""
    both: int
    """1 where both tiers count; 0 where an allocation is as good as another of equal tier 1."""
    enough: int
    """The search may end with an allocation that costs no more than this."""
    ties: Ints
    """Nodes that ended in an allocation …"""
    tie_price: Floats
    """… and their prices."""


@numba.njit(cache=True)
def slot_of(slots: Slots, slot: int) -> Tableau:
    return Tableau(
        slots.basis[slot], slots.inverse[slot], slots.value[slot], slots.price[slot], slots.level[slot]
    )


@numba.njit(cache=True)
def grow(
    joined: Program,
    first: Program,
    slots1: Slots,
    slots2: Slots,
    search: Search,
    asked: Marks,
    forced: Ints,
    most: int,
) -> int:
    """Go on with a search until it is DONE, or `most` programs are solved, or columns need more room."""
    counts = search.counts
    marks = Marks(asked.barred.copy(), asked.state.copy())
    unplaced, taken = np.zeros(joined.terms.units), np.zeros(len(asked.barred))
    if counts[N_NODES] == 0:
        root = _new_node(search, -1, ROOT, -1)
        if _look(joined, first, slots1, slots2, search, asked, marks, forced, root, unplaced, taken) == STUCK:
            return STUCK
        _keep(search, slots1, root)
    while counts[N_OPEN] > 0 and counts[BEST] > search.enough:
        room = ROOM * len(joined.terms.many) + 64
        if not has_room(joined.pool, room) or not has_room(first.pool, room):
            return NO_ROOM
        if counts[N_SOLVED] >= most or counts[N_NODES] + 2 > len(search.nodes):
            return OUT_OF_NODES
        counts[N_OPEN] -= 1
        node = search.open[counts[N_OPEN]]
        if not _cut(search, joined, node):
            if search.nodes[node, NEXT_KIND] == NOTHING:
                return STUCK
            if search.nodes[node, NEXT_KIND] != ENDS and not _branch(
                joined, first, slots1, slots2, search, asked, marks, forced, node, unplaced, taken
            ):
                return STUCK
        _release(search, slots1, node)
    return DONE


@numba.njit(cache=True)
def _branch(
    joined: Program,
    first: Program,
    slots1: Slots,
    slots2: Slots,
    search: Search,
    asked: Marks,
    marks: Marks,
    forced: Ints,
    node: int,
    unplaced: Floats,
    taken: Floats,
) -> bool:
    """Both halves of a node: looked at, and kept open where there is more to look at."""
    kind, which = search.nodes[node, NEXT_KIND], search.nodes[node, NEXT]
    children = np.zeros(2, dtype=np.int64)
    for side in range(2):
        child = _new_node(search, node, kind + side, which)
        children[side] = child
        if (
            _look(joined, first, slots1, slots2, search, asked, marks, forced, child, unplaced, taken)
            == STUCK
        ):
            return False
    better = 0 if search.nodes[children[0], TOTAL] <= search.nodes[children[1], TOTAL] else 1
    for child in (children[1 - better], children[better]):
        if _cut(search, joined, child):
            _release(search, slots1, child)
        else:
            _keep(search, slots1, child)
    return True


@numba.njit(cache=True)
def _new_node(search: Search, parent: int, kind: int, which: int) -> int:
    node = search.counts[N_NODES]
    search.counts[N_NODES] += 1
    search.nodes[node, PARENT], search.nodes[node, KIND], search.nodes[node, WHICH] = parent, kind, which
    search.nodes[node, LEVEL] = search.nodes[parent, LEVEL] if parent >= 0 else search.nodes[node, LEVEL]
    search.nodes[node, SLOT], search.nodes[node, TOTAL] = -1, UNPROVED
    search.nodes[node, NEXT_KIND], search.nodes[node, NEXT] = NOTHING, -1
    return int(node)


@numba.njit(cache=True)
def _keep(search: Search, slots: Slots, node: int) -> None:
    search.open[search.counts[N_OPEN]] = node
    search.counts[N_OPEN] += 1


@numba.njit(cache=True)
def _release(search: Search, slots: Slots, node: int) -> None:
    slot = search.nodes[node, SLOT]
    if slot >= 0:
        slots.free[slot] = 1
        search.nodes[node, SLOT] = -1


@numba.njit(cache=True)
def _cut(search: Search, joined: Program, node: int) -> bool:
    """Whether nothing below this node is cheaper than the best."""
    cut_off = search.counts[BEST] + search.slack
    return bool(search.nodes[node, TOTAL] > (cut_off - 1) * joined.terms.scale)


@numba.njit(cache=True)
def _end(search: Search, at: Tableau, node: int) -> bool:
    """Note that a node ended in an allocation as good as any met; False when there are too many."""
    search.nodes[node, NEXT_KIND] = ENDS
    if search.slack == 0:
        return True
    count = search.counts[N_TIES]
    if count == len(search.ties):
        return False
    search.ties[count], search.tie_price[count] = node, at.price
    search.counts[N_TIES] += 1
    return True


@numba.njit(cache=True)
def _mark(search: Search, asked: Marks, marks: Marks, forced: Ints, unit: Ints, node: int) -> Ints:
    """The question of a node: what was asked and the decisions on its way. Returns the choices made."""
    marks.barred[:], marks.state[:] = asked.barred, asked.state
    made = np.zeros(len(forced) + len(marks.state), dtype=np.int64)
    count = len(forced)
    made[:count] = forced
    while search.nodes[node, PARENT] >= 0:
        kind, which = search.nodes[node, KIND], search.nodes[node, WHICH]
        if kind == IS_LEFT:
            marks.state[which] = LEFT
        elif kind == IS_PLACED:
            marks.state[which] = PLACED
        elif kind == IS_BARRED:
            marks.barred[which] = 1
        elif kind == IS_MADE:
            made[count] = which
            count += 1
        node = search.nodes[node, PARENT]
    for position in range(count):
        marks.state[unit[made[position]]] = PLACED
    return made[:count]


@numba.njit(cache=True)
def _take_slot(slots1: Slots) -> int:
    for slot in range(1, len(slots1.free)):
        if slots1.free[slot]:
            slots1.free[slot] = 0
            return slot
    return 0  # the last to be asked keeps nothing: its children start from the base


@numba.njit(cache=True)
def _look(
    joined: Program,
    first: Program,
    slots1: Slots,
    slots2: Slots,
    search: Search,
    asked: Marks,
    marks: Marks,
    forced: Ints,
    node: int,
    unplaced: Floats,
    taken: Floats,
) -> int:
    """Solve a node's program, raising its level as far as tier 1 alone proves it."""
    nodes, terms, unit = search.nodes, joined.terms, joined.terms.t.unit
    made = _mark(search, asked, marks, forced, unit, node)
    slot = _take_slot(slots1)
    at, below = slot_of(slots1, slot), slot_of(slots2, slot)
    parent = nodes[node, PARENT]
    from_slot = nodes[parent, SLOT] if parent >= 0 else -1
    copy(slot_of(slots1, from_slot) if from_slot >= 0 else joined.base, at)
    copy(slot_of(slots2, from_slot) if from_slot >= 0 else first.base, below)
    nodes[node, SLOT] = slot if slot > 0 else -1
    while True:
        cut_off = search.counts[BEST] + search.slack
        search.counts[N_SOLVED] += 1
        status, total = solve(joined, at, marks, made, nodes[node, LEVEL], cut_off)
        nodes[node, TOTAL] = max(nodes[node, TOTAL], total)
        if status == CUT or _cut(search, joined, node):
            return DONE
        if status == FAILED:
            return STUCK
        read(joined, at, unplaced, taken)
        whole = _branch_on(nodes, node, unplaced, taken)
        if whole:
            cost = _cost(joined, at, unplaced)
            if cost != NO_ALLOCATION:
                if not search.both:
                    cost -= (cost - terms.low) % terms.weight
                if cost < search.counts[BEST]:
                    search.counts[BEST] = cost
                    search.counts[N_TIES] = 0
                    for choice in range(len(taken)):
                        search.best[choice] = taken[choice] > 0.5
                # the program's own word is not taken for it: the whole-number bound must agree
                if nodes[node, TOTAL] > (cost - 1) * terms.scale:
                    return DONE if cost > search.counts[BEST] or _end(search, at, node) else STUCK
        if not search.both:
            return DONE
        points = 0.0
        for one in range(terms.units):
            points += terms.points[one] * unplaced[one]
        if abs(points - np.rint(points)) <= WHOLE:
            return DONE
        level = _level(first, below, marks, made, (search.counts[BEST] + search.slack) // terms.weight + 2)
        least = level * terms.weight + terms.low
        if least >= search.counts[BEST] + search.slack:
            nodes[node, TOTAL] = max(nodes[node, TOTAL], min(least, NEVER // terms.scale) * terms.scale)
            return DONE
        if level <= nodes[node, LEVEL]:
            return DONE
        nodes[node, LEVEL] = level
    return STUCK


NO_ALLOCATION = -(2**62)


@numba.njit(cache=True)
def _level(first: Program, at: Tableau, marks: Marks, made: Ints, cut_off: int) -> int:
    """The points of tier 1 that every allocation under a question has at least, proved."""
    terms = first.terms
    _, total = solve(first, at, marks, made, 0, cut_off * terms.weight + terms.high)
    if total == UNPROVED:
        return 0
    return int(max(0, -((terms.high + (-total) // terms.scale) // terms.weight)))


@numba.njit(cache=True)
def _branch_on(nodes: Ints, node: int, unplaced: Floats, taken: Floats) -> bool:
    """What to branch on: the most fractional unit, else choice. Returns whether everything is whole."""
    nodes[node, NEXT_KIND], most = NOTHING, WHOLE
    for unit in range(len(unplaced)):
        part = min(unplaced[unit], 1.0 - unplaced[unit])
        if part > most:
            most, nodes[node, NEXT_KIND], nodes[node, NEXT] = part, IS_LEFT, unit
    if nodes[node, NEXT_KIND] != NOTHING:
        return False
    for choice in range(len(taken)):
        part = min(taken[choice], 1.0 - taken[choice])
        if part > most:
            most, nodes[node, NEXT_KIND], nodes[node, NEXT] = part, IS_MADE, choice
    return bool(nodes[node, NEXT_KIND] == NOTHING)


@numba.njit(cache=True)
def _cost(joined: Program, at: Tableau, unplaced: Floats) -> int:
    """The joined cost of a whole answer in pence; NO_ALLOCATION where whole numbers refuse it."""
    terms, pool, start = joined.terms, joined.pool, joined.standard.patterns
    cost, spend = terms.constant, np.zeros(len(terms.limits), dtype=np.int64)
    for position in range(len(at.basis)):
        column = at.basis[position]
        if column >= start and at.value[position] > 0.5:
            cost += pool.pence[column]
            spend += pool.spend[column]
    for unit in range(terms.units):
        if unplaced[unit] > 0.5:
            if terms.must[unit]:
                return NO_ALLOCATION
            cost += terms.left[unit] // terms.scale
    for fund in range(len(spend)):
        if spend[fund] > terms.limits[fund]:
            return NO_ALLOCATION
    for group in range(len(terms.group_pence)):
        nobody = True
        for position in range(terms.group_first[group], terms.group_first[group + 1]):
            nobody &= unplaced[terms.group_unit[position]] > 0.5
        if nobody:
            cost += terms.group_pence[group]
    return int(cost)
