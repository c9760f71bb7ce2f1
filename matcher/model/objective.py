"""Section 4 in CP-SAT: one expression a tier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from matcher.model.booleans import Sum
from matcher.model.problem import Problem, Split
from matcher.model.variables import Variables

Term = tuple[int, int]
"""A variable and its amount."""


def tier1(problem: Problem, variables: Variables) -> Sum:
    """Weight of the unplaced, and of pairs who must not share and both stay."""
    left = zip(variables.unplaced, problem.weight.tolist(), strict=True)
    together = ((_both(variables, a, b), weight) for a, b, weight in problem.separations.tolist())
    return _total(chain(left, together))


def tier2(problem: Problem, variables: Variables) -> Sum:
    """Everything the plan trades, in pence a week."""
    own = zip(variables.take, problem.cost.tolist(), strict=True)
    shared = ((_both(variables, a, b), pence) for a, b, pence in problem.joint.tolist())
    saved = (
        (discounted, -entry.pence)
        for entry, discounted in zip(problem.discounts, variables.discounted, strict=True)
    )
    split = chain.from_iterable(_split(variables, group) for group in problem.splits)
    return _total(chain(own, shared, saved, split))


def tier3(problem: Problem, variables: Variables) -> Sum:
    """A fixed number for each choice: it makes the answer one and the same (docs/decisions/0005)."""
    return _total(zip(variables.take, problem.tie.tolist(), strict=True))


def _total(terms: Iterable[Term]) -> Sum:
    listed = list(terms)
    return Sum([variable for variable, _ in listed], [amount for _, amount in listed])


def _both(variables: Variables, a: int, b: int) -> int:
    """1 exactly when both choices are made."""
    program = variables.program
    both = program.variable()
    program.one_of([~variables.take[a], ~variables.take[b], both])
    program.implies(both, variables.take[a])
    program.implies(both, variables.take[b])
    return both


def _split(variables: Variables, group: Split) -> list[Term]:
    """Pence × (homes used by the group - 1), nothing when none of it is placed."""
    homes = [[variables.take[choice] for choice in choices] for choices in group.by_home]
    used = [variables.program.any_of(choices) for choices in homes]
    placed = variables.program.any_of(list(chain(*homes)))
    return [*((here, group.pence) for here in used), (placed, -group.pence)]
