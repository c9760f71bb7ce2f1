"""CP-SAT as a tutorial would write it: a Boolean a choice, plain sums, one row a conflict, two solves.

Its search settings are its defaults but for eight workers, the smallest number with which it runs
its whole portfolio: on the county case tried, one and two workers did not prove tier 1.
"""

from __future__ import annotations

import time
from itertools import chain
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.peers.plan import Plan
from matcher.model.problem import NO_LIMIT, Problem

WORKERS = 8
Sum = Any
"""What Python's own sum() makes of variables: an expression, or 0."""


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """The lexicographic optimum, or the best plan found within `limit_s` seconds."""
    end = time.monotonic() + limit_s
    plain = _Plain(problem)
    if forced is not None:
        plain.model.add(plain.x[forced] == 1)
    solver, status = _minimise(plain, plain.tier1, limit_s)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Plan(None, proved=status == cp_model.INFEASIBLE)
    first = plain.chosen(solver)
    if status != cp_model.OPTIMAL:
        return Plan(first)
    tier1 = round(solver.objective_value)
    plain.model.add(plain.tier1 == tier1)
    plain.start_from(first)
    solver, status = _minimise(plain, plain.tier2, max(0.1, end - time.monotonic()))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Plan(first, floor1=tier1)
    return Plan(plain.chosen(solver), proved=status == cp_model.OPTIMAL, floor1=tier1)


def _minimise(plain: _Plain, tier: Sum, limit_s: float) -> tuple[cp_model.CpSolver, object]:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit_s
    solver.parameters.num_workers = WORKERS
    plain.model.minimize(tier)
    return solver, solver.solve(plain.model)


class _Plain:
    """The model, written down in the order of the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.x = [self.model.new_bool_var(f"x{k}") for k in range(problem.choices)]
        self._one_home_each()
        for home in range(problem.homes):
            self._home(home)
        self.off = [self._both_any(entry.choice, entry.others) for entry in problem.discounts]
        self._budgets()
        self.tier1 = self._tier1()
        self.tier2 = self._tier2()

    def chosen(self, solver: cp_model.CpSolver) -> tuple[int, ...]:
        return tuple(k for k, x in enumerate(self.x) if solver.boolean_value(x))

    def start_from(self, chosen: tuple[int, ...]) -> None:
        made = set(chosen)
        for k, x in enumerate(self.x):
            self.model.add_hint(x, k in made)

    def _one_home_each(self) -> None:
        for unit, choices in enumerate(self.problem.of_unit()):
            homes = [self.x[k] for k in choices]
            if self.problem.must[unit]:
                self.model.add_exactly_one(homes)
            else:
                self.model.add_at_most_one(homes)

    def _home(self, home: int) -> None:
        problem, here = self.problem, self.problem.at(home)
        for amounts, limits in (
            (problem.size, problem.beds),
            (problem.admits, problem.admissions),
            (problem.hours, problem.spare_hours),
        ):
            if limits[home] < NO_LIMIT:
                self.model.add(sum(int(amounts[k]) * self.x[k] for k in here) <= int(limits[home]))
        if home in problem.clash:
            for a, b in np.argwhere(np.triu(problem.clash[home])).tolist():
                self.model.add(self.x[here.start + a] + self.x[here.start + b] <= 1)

    def _both_any(self, choice: int, others: tuple[int, ...]) -> cp_model.IntVar:
        """1 only where the choice is made and one of the others too."""
        granted = self.model.new_bool_var("")
        self.model.add(granted <= self.x[choice])
        self.model.add(granted <= sum(self.x[k] for k in others))
        return granted

    def _budgets(self) -> None:
        for fund, limit in enumerate(self.problem.limits.tolist()):
            spent = sum(
                spend * x for spend, x in zip(self.problem.spend[:, fund].tolist(), self.x, strict=True)
            )
            saved = sum(e.spend[fund] * off for e, off in zip(self.problem.discounts, self.off, strict=True))
            self.model.add(spent - saved <= limit)

    def _pairs(self, rows: list[list[int]]) -> Sum:
        total: Sum = 0
        for a, b, amount in rows:
            both = self.model.new_bool_var("")
            self.model.add(both >= self.x[a] + self.x[b] - 1)
            total += amount * both
        return total

    def _tier1(self) -> Sum:
        weight, unit = self.problem.weight.tolist(), self.problem.unit.tolist()
        placed = sum(weight[unit[k]] * x for k, x in enumerate(self.x))
        return sum(weight) - placed + self._pairs(self.problem.separations.tolist())

    def _tier2(self) -> Sum:
        cost = sum(pence * x for pence, x in zip(self.problem.cost.tolist(), self.x, strict=True))
        saved = sum(e.pence * off for e, off in zip(self.problem.discounts, self.off, strict=True))
        return cost - saved + self._pairs(self.problem.joint.tolist()) + self._splits()

    def _splits(self) -> Sum:
        total: Sum = 0
        for group in self.problem.splits:
            used = [self.model.new_bool_var("") for _ in group.by_home]
            for home, choices in zip(used, group.by_home, strict=True):
                for k in choices:
                    self.model.add(home >= self.x[k])
            placed = self.model.new_bool_var("")
            self.model.add(placed <= sum(self.x[k] for k in chain(*group.by_home)))
            total += group.pence * (sum(used) - placed)
        return total
