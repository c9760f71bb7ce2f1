"""Section 4 in CP-SAT: one expression a tier."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from ortools.sat.python import cp_model

from matcher.model.problem import Problem, Split
from matcher.model.variables import Variables

Term = tuple[cp_model.IntVar, int]


def tier1(problem: Problem, variables: Variables) -> cp_model.LinearExprT:
    """Weight of the unplaced, and of pairs who must not share and both stay."""
    left = zip(variables.unplaced, problem.weight.tolist(), strict=True)
    together = ((_both(variables, a, b), weight) for a, b, weight in problem.separations.tolist())
    return _total(chain(left, together))


def tier2(problem: Problem, variables: Variables) -> cp_model.LinearExprT:
    """Everything the plan trades, in pence a week."""
    own = zip(variables.take, problem.cost.tolist(), strict=True)
    shared = ((_both(variables, a, b), pence) for a, b, pence in problem.joint.tolist())
    saved = (
        (discounted, -entry.pence)
        for entry, discounted in zip(problem.discounts, variables.discounted, strict=True)
    )
    split = chain.from_iterable(_split(variables, group) for group in problem.splits)
    return _total(chain(own, shared, saved, split))


def tier3(problem: Problem, variables: Variables) -> cp_model.LinearExprT:
    """A fixed number for each choice: it makes the answer one and the same (docs/decisions/0005)."""
    return _total(zip(variables.take, problem.tie.tolist(), strict=True))


def _total(terms: Iterable[Term]) -> cp_model.LinearExprT:
    listed = list(terms)
    total: cp_model.LinearExprT = cp_model.LinearExpr.weighted_sum(
        [variable for variable, _ in listed], [weight for _, weight in listed]
    )
    return total


def _both(variables: Variables, a: int, b: int) -> cp_model.IntVar:
    """1 exactly when both choices are made."""
    both = variables.model.new_bool_var("")
    variables.model.add_bool_or(~variables.take[a], ~variables.take[b], both)
    variables.model.add_implication(both, variables.take[a])
    variables.model.add_implication(both, variables.take[b])
    return both


def _split(variables: Variables, group: Split) -> list[Term]:
    """Pence × (homes used by the group - 1), nothing when none of it is placed."""
    model = variables.model
    terms = []
    for choices in group.by_home:
        here = model.new_bool_var("")
        model.add_max_equality(here, [variables.take[choice] for choice in choices])
        terms.append((here, group.pence))
    placed = model.new_bool_var("")
    model.add_max_equality(placed, [variables.take[choice] for choice in chain(*group.by_home)])
    return [*terms, (placed, -group.pence)]
