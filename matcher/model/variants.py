"""Problems that are each another one with something changed: is what was best before still best?

One process answers many of them, starting from an allocation that is known to be possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from matcher.errors import OutOfTime
from matcher.model.jobs import allocate
from matcher.model.outcome import Limits, Outcome, Solved
from matcher.model.problem import Problem
from matcher.model.values import value_of

HowKept = Literal["same_problem", "bound", "search"]
"""Why the known allocation is still best: nothing changed, by the first bound alone, by a whole search."""


@dataclass(frozen=True, eq=False)
class Variant:
    """A changed problem. `known`: an allocation that it allows, or None where none is at hand."""

    number: int
    problem: Problem
    known: tuple[int, ...] | None


@dataclass(frozen=True)
class Varied:
    """What is best now. `kept` says how it was proved that the known allocation is; None: it is not.

    `solved` is None where the time ended with nothing to say.
    """

    number: int
    solved: Solved | None
    kept: HowKept | None = None


def same_problem(one: Problem, other: Problem) -> bool:
    """Whether two problems are the same in every number."""
    return all(_same(getattr(one, field.name), getattr(other, field.name)) for field in fields(Problem))


def _same(one: object, other: object) -> bool:
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return one == other


def variants(
    problem: Problem,
    changed: Sequence[Variant],
    limits: Limits,
    tell: Callable[[Varied], None] = lambda varied: None,
) -> None:
    """Tell what is best in each of the changed problems, in order; those that time leaves are told as open.

    `problem` is the one whose optimum the known allocations are.
    """
    for variant in changed:
        tell(_varied(problem, variant, limits))


def _varied(problem: Problem, variant: Variant, limits: Limits) -> Varied:
    if variant.known is not None and same_problem(problem, variant.problem):
        value = value_of(variant.problem, variant.known)
        outcome = Outcome("optimal", variant.known, value, value.tier1, value.tier2)
        return Varied(variant.number, Solved(outcome), "same_problem")
    if limits.left_s <= 0:
        return Varied(variant.number, None)
    try:
        solved, kept = best_from(variant.problem, variant.known, limits)
    except OutOfTime:
        return Varied(variant.number, None)
    return Varied(variant.number, solved, kept)


def best_from(
    problem: Problem, known: tuple[int, ...] | None, limits: Limits
) -> tuple[Solved, HowKept | None]:
    """The optimum, the known allocation itself where nothing is better, and how that was proved.

    Raises OutOfTime, SolversDisagree and what `allocate` raises.
    """
    solved = allocate(problem, limits, known, keep=True)
    outcome = solved.outcome
    if known is None or outcome.value is None or outcome.status != "optimal":
        return solved, None
    value = value_of(problem, known)
    if value[:2] != outcome.value[:2]:
        return solved, None
    kept = Outcome("optimal", known, value, outcome.bound1, outcome.bound2)
    return Solved(kept, solved.second), "bound" if outcome.by_bound else "search"
