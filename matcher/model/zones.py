"""Good allocations early, where trees are slow: CP-SAT over few patterns, then again zone by zone.

A zone is some homes that compete for the same units: their units and all who are unplaced are placed
anew, with what the rest leaves of the budgets. Nothing is proved here: what comes of it is an
allocation to beat. Large neighbourhood search: Shaw 1998; reduced prices choose the neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from matcher.model.integer import Part, PatternModel, joined_cost
from matcher.model.master import Bound, Master
from matcher.model.outcome import Limits
from matcher.model.problem import Ints
from matcher.model.values import value_of

GAPS_PER_MILLION = (10, 30, 60, 100, 200, 400, 1_000)
"""Parts of the bound of tier 2: how much dearer than it an allocation made of the patterns may be."""
FEW, MOST = 2_000, 9_000
"""Patterns that are worth a search, and that are too many for one."""
SEARCH_S, ZONE_S = 20.0, 1.0
SHARE = 0.8
"""Of the time there is, what all this may take."""
ZONE_HOMES, NEIGHBOURS = 60, 4
QUIET = 40
"""So many zones in a row without a gain end the search."""
DEAR = 4
"""In the search that may leave more units unplaced a point costs so many times the dearest choice."""


def improved(
    master: Master, bound: Bound, level: int, known: tuple[int, ...] | None, limits: Limits
) -> tuple[int, ...] | None:
    """A cheaper allocation than `known`, if one is met; `bound` is that of `level` points."""
    until = replace(limits, deadline=limits.deadline - (1 - SHARE) * limits.left_s)
    tried = _pattern_sets(master, bound, level)
    if not tried:
        return known
    known = _dear(master, tried[-1], until) if known is None else known
    for patterns in tried:
        if known is not None and value_of(master.problem, known).tier1 == level:
            break
        known = _search(master, patterns, level, until) or known
    return known if known is None else _by_zones(master, bound, tried[-1], known, until)


def _pattern_sets(master: Master, bound: Bound, level: int) -> list[list[tuple[int, ...]]]:
    """Patterns within wider and wider gaps."""
    tier2, sets = max(1, bound.pence - master.weight * level), []
    for parts in GAPS_PER_MILLION:
        patterns = master.within(bound, bound.pence + tier2 * parts // 1_000_000)
        if patterns is None or len(patterns) > MOST:
            break
        if len(patterns) >= FEW:
            sets.append(patterns)
    return sets


def _search(
    master: Master, patterns: list[tuple[int, ...]], level: int, limits: Limits
) -> tuple[int, ...] | None:
    """The first allocation of `level` points that is met."""
    seconds = min(SEARCH_S, limits.left_s / 3)
    return PatternModel(master, patterns).any_of(level, _soon(limits, seconds)).chosen or None


def _dear(master: Master, patterns: list[tuple[int, ...]], limits: Limits) -> tuple[int, ...] | None:
    """The first allocation of any points that is met, so that there is one."""
    step = PatternModel(master, patterns, point=_point(master)).any_of(None, limits)
    return step.chosen or None


def _point(master: Master) -> int:
    """What a point of tier 1 costs where it may be given up."""
    return DEAR * int(np.abs(master.problem.cost).max(initial=1))


def _soon(limits: Limits, seconds: float) -> Limits:
    return replace(limits, deadline=limits.deadline - max(0.0, limits.left_s - seconds))


def _by_zones(
    master: Master, bound: Bound, patterns: list[tuple[int, ...]], known: tuple[int, ...], limits: Limits
) -> tuple[int, ...]:
    zones, random, quiet = Zones(master, bound, patterns), Random(limits.seed), 0
    point = _point(master)
    while quiet < QUIET and limits.left_s > 0:
        part, mine = zones.part(known, random)
        step = PatternModel(master, mine, part, point=point).cheapest(_soon(limits, ZONE_S), hint=known)
        found = tuple(sorted({*part.kept, *step.chosen}))
        gain = step.chosen and joined_cost(master, found) < joined_cost(master, known)
        known, quiet = (found, 0) if gain else (known, quiet + 1)
    return known


class Zones:
    """Homes and units near each other: those whose choices are cheap."""

    def __init__(self, master: Master, bound: Bound, patterns: Sequence[tuple[int, ...]]) -> None:
        p = master.problem
        self.problem, self.master = p, master
        self.by_home: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for members in patterns:
            self.by_home[int(p.home[members[0]])].append(members)
        reduced: Ints = bound.value - bound.least[p.home]
        used = {choice for members in patterns for choice in members}
        self.of_unit: dict[int, list[int]] = defaultdict(list)
        self.of_home: dict[int, list[int]] = defaultdict(list)
        for choice in sorted(used, key=lambda one: (int(reduced[one]), one)):
            self.of_unit[int(p.unit[choice])].append(int(p.home[choice]))
            self.of_home[int(p.home[choice])].append(int(p.unit[choice]))

    def part(self, known: tuple[int, ...], random: Random) -> tuple[Part, list[tuple[int, ...]]]:
        """A zone of an allocation: what stays as it is, what is free, and the patterns for it."""
        p = self.problem
        zone = self._homes(random)
        kept = tuple(choice for choice in known if int(p.home[choice]) not in zone)
        fixed = {int(p.unit[choice]) for choice in kept}
        units = tuple(unit for unit in range(p.units) if unit not in fixed)
        mine = [m for home in sorted(zone) for m in self.by_home[home] if fixed.isdisjoint(self._units(m))]
        now: dict[int, list[int]] = defaultdict(list)
        for choice in known:
            if int(p.home[choice]) in zone:
                now[int(p.home[choice])].append(choice)
        listed = set(mine)
        mine += [tuple(made) for made in now.values() if tuple(made) not in listed]
        return Part(kept, units, self._left(kept)), mine

    def _units(self, members: tuple[int, ...]) -> list[int]:
        return [int(self.problem.unit[choice]) for choice in members]

    def _left(self, kept: tuple[int, ...]) -> Ints:
        """What the rest leaves of the budgets."""
        by_home: dict[int, list[int]] = defaultdict(list)
        for choice in kept:
            by_home[int(self.problem.home[choice])].append(choice)
        left: Ints = self.problem.limits.copy()
        for made in by_home.values():
            left -= self.master.pattern(tuple(made))[1]
        return left

    def _homes(self, random: Random) -> set[int]:
        """Breadth first from one home, to the homes that its units could go to."""
        start = random.choice(sorted(self.of_home))
        zone, queue = {start}, [start]
        for home in queue:
            units = self.of_home[home]
            for unit in random.sample(units, min(len(units), 2 * NEIGHBOURS)):
                for other in self.of_unit[unit][: random.randint(1, 2 * NEIGHBOURS)]:
                    if other not in zone and len(zone) < ZONE_HOMES:
                        zone.add(other)
                        queue.append(other)
        return zone
