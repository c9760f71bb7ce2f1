"""Section 3 in CP-SAT: one function a family, and one list that calls them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from matcher.model.booleans import Sum
from matcher.model.problem import NO_LIMIT, Bools, Problem
from matcher.model.variables import Variables


def one_home_each(problem: Problem, variables: Variables) -> None:
    """A unit takes one choice or stays unplaced; who must be placed is never unplaced."""
    for unit, choices in enumerate(problem.of_unit()):
        taken = [variables.take[choice] for choice in choices]
        variables.program.exactly_one([*taken, variables.unplaced[unit]])
        if problem.must[unit]:
            variables.program.true(~variables.unplaced[unit])


def beds(problem: Problem, variables: Variables) -> None:
    """No home takes more children than it has usable beds."""
    for home in range(problem.homes):
        choices, limit = problem.at(home), int(problem.beds[home])
        if limit == 1:
            variables.program.at_most_one([variables.take[choice] for choice in choices])
        else:
            _at_most(problem, variables, choices, problem.size.tolist(), limit)


def admissions(problem: Problem, variables: Variables) -> None:
    """No home admits more children than it can settle in; a stay is no admission."""
    for home in range(problem.homes):
        if problem.admissions[home] < problem.beds[home]:
            limit = int(problem.admissions[home])
            _at_most(problem, variables, problem.at(home), problem.admits.tolist(), limit)


def staff_hours(problem: Problem, variables: Variables) -> None:
    """No home gives more extra staff hours than it can spare."""
    for home in range(problem.homes):
        limit = int(problem.spare_hours[home])
        if limit < NO_LIMIT and problem.beds[home] > 1:
            _at_most(problem, variables, problem.at(home), problem.hours.tolist(), limit)


def clashes(problem: Problem, variables: Variables) -> None:
    """Children who must not share a home, and children who must be alone, as cliques."""
    for home, matrix in problem.clash.items():
        start = int(problem.first[home])
        for clique in cliques(matrix):
            variables.program.at_most_one([variables.take[start + position] for position in clique])


def budgets(problem: Problem, variables: Variables) -> None:
    """No fund's new commitments exceed its headroom; a discount is credited to the funds it saves."""
    for fund, limit in enumerate(problem.limits.tolist()):
        spend = problem.spend[:, fund]
        used = np.nonzero(spend)[0].tolist()
        made = [variables.take[choice] for choice in used]
        credit = [-entry.spend[fund] for entry in problem.discounts]
        if sum(spend[spend > 0].tolist()) > limit:
            total = Sum([*made, *variables.discounted], [*spend[used].tolist(), *credit])
            variables.program.at_most(total, limit)


def _at_most(problem: Problem, variables: Variables, choices: range, amounts: list[int], limit: int) -> None:
    used = [choice for choice in choices if amounts[choice]]
    if sum(amounts[choice] for choice in used) > limit:
        total = Sum([variables.take[choice] for choice in used], [amounts[choice] for choice in used])
        variables.program.at_most(total, limit)


def cliques(matrix: Bools) -> Iterator[list[int]]:
    """Sets in which everybody excludes everybody, that together cover every exclusion once or more."""
    left = np.triu(matrix)
    while True:
        a, b = (int(index) for index in np.unravel_index(int(left.argmax()), left.shape))
        if not left[a, b]:
            return
        clique = [a, b]
        candidates = matrix[a] & matrix[b]
        while candidates.any():
            found = int(candidates.argmax())
            clique.append(found)
            candidates = candidates & matrix[found]
        chosen = np.array(sorted(clique))
        left[np.ix_(chosen, chosen)] = False
        yield chosen.tolist()


FAMILIES: tuple[Callable[[Problem, Variables], None], ...] = (
    one_home_each,
    beds,
    admissions,
    staff_hours,
    clashes,
    budgets,
)


def add_constraints(problem: Problem, variables: Variables) -> None:
    """Every family, in the order of the list."""
    for family in FAMILIES:
        family(problem, variables)
