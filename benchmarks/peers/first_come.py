"""Today's practice: one child after another, each to the cheapest home that will have them.

Every rule is kept. Nobody who lives somewhere is moved; a pinned child has its home; brothers
and sisters who must live together go when the first of them does.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from benchmarks.peers.plan import Plan
from matcher.model.problem import Ints, Problem


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """A plan in the order of the list, in time that needs no limit. Proves nothing."""
    return in_order(problem, range(problem.units), forced)


def in_order(problem: Problem, units: Iterable[int], forced: int | None = None) -> Plan:
    """Place the forced choice, the pinned, who must keep a home, then everybody in this order."""
    beds = _Beds(problem)
    if forced is not None:
        beds.take(forced)
    waiting = list(units)
    pinned = [unit for unit in waiting if problem.pinned[unit]]
    living = [unit for unit in waiting if problem.keeps[unit] and not problem.pinned[unit]]
    for unit in (*pinned, *living, *waiting):
        if unit not in beds.placed:
            beds.place(unit)
    return Plan(tuple(sorted(beds.chosen)))


class _Beds:
    """What is left of every home and fund as children are placed."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.of_unit = problem, problem.of_unit()
        self.beds, self.admissions = problem.beds.copy(), problem.admissions.copy()
        self.hours, self.money = problem.spare_hours.copy(), problem.limits.copy()
        self.chosen: list[int] = []
        self.placed: set[int] = set()

    def place(self, unit: int) -> None:
        """Where the child lives now, else the cheapest home by the policy's price list."""
        p = self.problem
        homes = sorted(self.of_unit[unit], key=lambda k: (p.admits[k], p.cost[k], k))
        if not p.keeps[unit]:
            homes.sort(key=lambda k: (p.cost[k], k))
        for choice in homes:
            if self._may(choice):
                self.take(choice)
                return

    def take(self, choice: int) -> None:
        p, home = self.problem, int(self.problem.home[choice])
        self.beds[home] -= p.size[choice]
        self.admissions[home] -= p.admits[choice]
        self.hours[home] -= p.hours[choice]
        self.money = self.money - self._spend(choice)
        self.chosen.append(choice)
        self.placed.add(int(p.unit[choice]))

    def _may(self, choice: int) -> bool:
        p, home = self.problem, int(self.problem.home[choice])
        room = self.beds[home] >= p.size[choice] and self.admissions[home] >= p.admits[choice]
        staff = p.hours[choice] == 0 or self.hours[home] >= p.hours[choice]
        return bool(room and staff and self._affordable(choice) and not self._clashes(choice, home))

    def _affordable(self, choice: int) -> bool:
        spend = self._spend(choice)
        return bool(np.all((spend <= 0) | (spend <= self.money)))

    def _spend(self, choice: int) -> Ints:
        """New commitments by fund, less the sibling discounts that this choice completes."""
        p, made = self.problem, set(self.chosen)
        spend: Ints = p.spend[choice].copy()
        for entry in p.discounts:
            before = entry.choice in made and any(other in made for other in entry.others)
            with_it = {*made, choice}
            after = entry.choice in with_it and any(other in with_it for other in entry.others)
            if after and not before:
                spend -= np.array(entry.spend, dtype=np.int64)
        return spend

    def _clashes(self, choice: int, home: int) -> bool:
        p = self.problem
        if home not in p.clash:
            return False
        start = int(p.first[home])
        here = [other - start for other in self.chosen if int(p.home[other]) == home]
        return bool(p.clash[home][choice - start, here].any())
