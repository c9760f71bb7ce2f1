"""The layered solve: patterns and their bound first, then branch and bound, then tie-breaking.

Where patterns do not fit (prices beyond 64 bits, a search that explodes, a tree too large) it
says so, and the compact model answers instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model.base import solve_base
from matcher.model.branch import search_tree
from matcher.model.forced import Forcer
from matcher.model.integer import PatternModel, joined_cost
from matcher.model.master import ANY, Bound, Master
from matcher.model.outcome import Limits, Outcome
from matcher.model.problem import Problem
from matcher.model.values import value_of

MOST_COLUMNS = 3_000


@dataclass(frozen=True)
class Layered:
    """A proved optimum, with the basis it was proved from."""

    master: Master
    forcer: Forcer
    bound: Bound
    outcome: Outcome

    @property
    def certifies_tier1(self) -> bool:
        """Whether the whole-number bound alone proves tier 1, without any tree."""
        value = self.outcome.value
        return value is not None and self.master.tier1_at_least(self.bound.pence) >= value.tier1


def solve_layered(problem: Problem, limits: Limits) -> Layered | None:
    """The optimum by patterns, with ties broken; None where the compact model must answer."""
    if not problem.choices:
        return None
    master = Master(problem)
    base = solve_base(master, limits) if master.fits else None
    if base is None:
        return None
    limits.report("bound", None, master.tier1_at_least(base.bound.pence))
    try:
        forcer = Forcer(master, base)
    except np.linalg.LinAlgError:
        return None
    found = search_tree(forcer, ANY, None, limits)
    if found.status != "optimal":
        return None
    chosen, unique = _canonical(master, base.bound, found.chosen, limits)
    value = value_of(problem, chosen)
    outcome = Outcome("optimal", chosen, value, value.tier1, value.tier2, unique=unique)
    return Layered(master, forcer, base.bound, outcome)


def _canonical(
    master: Master, bound: Bound, chosen: tuple[int, ...], limits: Limits
) -> tuple[tuple[int, ...], bool]:
    """Of all optimal allocations the one with the least tier 3, and whether that was proved."""
    most = joined_cost(master, chosen)
    patterns = master.within(bound, most)
    if patterns is None or len(patterns) > MOST_COLUMNS:
        return chosen, False
    step = PatternModel(master, patterns).break_ties(limits, most, chosen)
    return (step.chosen, True) if step.status == "optimal" else (chosen, False)
