"""Section 4 in CP-SAT: one expression a tier."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from ortools.sat.python import cp_model

from matcher.model.problem import Problem, Split
from matcher.model.variables import Variables

Expression = cp_model.LinearExprT


def tier1(problem: Problem, variables: Variables) -> Expression:
    """Weight of the unplaced, and of pairs who must not share and both stay."""
    together = [weight * _both(variables, a, b) for a, b, weight in problem.separations.tolist()]
    return _weighted(variables.unplaced, problem.weight.tolist()) + sum(together)


def tier2(problem: Problem, variables: Variables) -> Expression:
    """Everything the plan trades, in pence a week."""
    shared = [pence * _both(variables, a, b) for a, b, pence in problem.joint.tolist()]
    saved = [
        entry.pence * discounted
        for entry, discounted in zip(problem.discounts, variables.discounted, strict=True)
    ]
    split = [_split_pence(variables, group) for group in problem.splits]
    return _weighted(variables.take, problem.cost.tolist()) + sum(shared) - sum(saved) + sum(split)


def tier3(problem: Problem, variables: Variables) -> Expression:
    """A fixed number for each choice: it makes the answer one and the same (docs/decisions/0005)."""
    return _weighted(variables.take, problem.tie.tolist())


def _weighted(variables: Sequence[cp_model.IntVar], weights: Sequence[int]) -> Expression:
    return cp_model.LinearExpr.weighted_sum(variables, weights)


def _both(variables: Variables, a: int, b: int) -> cp_model.IntVar:
    """1 exactly when both choices are made."""
    both = variables.model.new_bool_var("")
    variables.model.add_bool_or(~variables.take[a], ~variables.take[b], both)
    variables.model.add_implication(both, variables.take[a])
    variables.model.add_implication(both, variables.take[b])
    return both


def _split_pence(variables: Variables, group: Split) -> Expression:
    """Pence × (homes used by the group - 1), nothing when none of it is placed."""
    model = variables.model
    used = []
    for choices in group.by_home:
        here = model.new_bool_var("")
        taken = [variables.take[choice] for choice in choices]
        model.add_max_equality(here, taken)
        used.append(here)
    placed = model.new_bool_var("")
    model.add_max_equality(placed, [variables.take[choice] for choice in chain(*group.by_home)])
    return group.pence * (sum(used) - placed)
