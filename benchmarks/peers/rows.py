"""A good compact model as rows, for the mixed-integer peers: groups as units, conflicts as cliques.

Pairs who exceed a home's beds, admissions or staff hours count as conflicts too, so that the
linear relaxation is as tight as rows over single choices get.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import gcd

import numpy as np

from matcher.model.problem import NO_LIMIT, Bools, Problem

INFINITY = float("inf")


@dataclass
class Row:
    """lower ≤ Σ value · column ≤ upper."""

    index: list[int]
    value: list[int]
    lower: float
    upper: float


@dataclass
class Program:
    """Binary columns (choices first), rows, and the cost of both tiers by column.

    Tier 1 is `constant1` plus its cost: weights count as saved where a choice is made.
    """

    columns: int
    constant1: int
    cost1: dict[int, int] = field(default_factory=dict)
    cost2: dict[int, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def column(self) -> int:
        self.columns += 1
        return self.columns - 1

    def at_most(self, index: Iterable[int], value: Iterable[int], upper: float) -> None:
        self.rows.append(Row(list(index), list(value), -INFINITY, upper))

    def held(self, tier1: int) -> Row:
        """The row that holds tier 1 while tier 2 is solved."""
        index = [column for column, weight in self.cost1.items() if weight]
        values = [self.cost1[column] for column in index]
        return Row(index, values, -INFINITY, float(tier1 - self.constant1))


def compact(problem: Problem) -> Program:
    """The whole problem, every feature of it."""
    program = Program(problem.choices, int(problem.weight.sum()))
    program.cost2.update(enumerate(problem.cost.tolist()))
    _units(problem, program)
    for home in range(problem.homes):
        _home(problem, program, home)
    for rows, cost in ((problem.separations, program.cost1), (problem.joint, program.cost2)):
        for a, b, amount in rows.tolist():
            both = program.column()
            program.at_most([a, b, both], [1, 1, -1], 1)
            cost[both] = cost.get(both, 0) + amount
    _budgets(problem, program, _discounts(problem, program))
    _splits(problem, program)
    return program


def _units(problem: Problem, program: Program) -> None:
    for unit, choices in enumerate(problem.of_unit()):
        least = 1.0 if problem.must[unit] else 0.0
        program.rows.append(Row(choices, [1] * len(choices), least, 1.0))
        program.cost1.update((choice, -int(problem.weight[unit])) for choice in choices)


def _home(problem: Problem, program: Program, home: int) -> None:
    here = problem.at(home)
    span = slice(here.start, here.stop)
    clash = problem.clash[home].copy() if home in problem.clash else np.zeros((len(here),) * 2, dtype=bool)
    for amounts, limits in (
        (problem.size[span], problem.beds),
        (problem.admits[span], problem.admissions),
        (problem.hours[span], problem.spare_hours),
    ):
        limit = int(limits[home])
        if limit >= NO_LIMIT:
            continue
        clash |= amounts[:, None] + amounts[None, :] > limit
        used = np.nonzero(amounts)[0]
        if amounts.sum() > limit:
            index = [here.start + position for position in used.tolist()]
            program.at_most(index, amounts[used].tolist(), limit)
    np.fill_diagonal(clash, False)
    for clique in cliques(clash):
        program.at_most([here.start + position for position in clique], [1] * len(clique), 1)


def cliques(matrix: Bools) -> Iterator[list[int]]:
    """Maximal sets in which everybody excludes everybody, that cover every exclusion."""
    left = np.triu(matrix)
    for a in np.nonzero(left.any(axis=1))[0].tolist():
        while left[a].any():
            clique = [a]
            open_to = matrix[a].copy()
            while (open_to & left[a]).any() or open_to.any():
                preferred = open_to & left[a]
                found = int((preferred if preferred.any() else open_to).argmax())
                clique.append(found)
                open_to &= matrix[found]
            members = np.array(clique)
            left[np.ix_(members, members)] = False
            yield sorted(clique)


def _discounts(problem: Problem, program: Program) -> list[int]:
    """A column that may be 1 where the discount is granted; it saves money, so it will be."""
    columns = []
    for entry in problem.discounts:
        granted = program.column()
        program.at_most([granted, entry.choice], [1, -1], 0)
        program.at_most([granted, *entry.others], [1] + [-1] * len(entry.others), 0)
        program.cost2[granted] = -entry.pence
        columns.append(granted)
    return columns


def _budgets(problem: Problem, program: Program, discounts: list[int]) -> None:
    for fund, limit in enumerate(problem.limits.tolist()):
        spend = problem.spend[:, fund]
        used = np.nonzero(spend)[0].tolist()
        values = [*spend[used].tolist(), *(-entry.spend[fund] for entry in problem.discounts)]
        if sum(value for value in values if value > 0) > limit:
            unit = gcd(limit, *values)
            program.at_most([*used, *discounts], [value // unit for value in values], limit // unit)


def _splits(problem: Problem, program: Program) -> None:
    for group in problem.splits:
        anybody = program.column()
        program.cost2[anybody] = -group.pence
        everyone = [choice for here in group.by_home for choice in here]
        program.at_most([anybody, *everyone], [1] + [-1] * len(everyone), 0)
        for here in group.by_home:
            used = program.column()
            program.cost2[used] = group.pence
            for choice in here:
                program.at_most([choice, used], [1, -1], 0)
