"""The layered solve: patterns and their bound first, then branch and bound, then tie-breaking.

Where patterns do not fit (prices beyond 64 bits, a search that explodes, a tree too large) it
says so, and the compact model answers instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.model.base import solve_base
from matcher.model.branch import Programs, search_tree
from matcher.model.forced import Forcer
from matcher.model.integer import PatternModel, joined_cost
from matcher.model.master import Bound, Master, Question, fits, tier1_only
from matcher.model.outcome import Limits, Outcome
from matcher.model.problem import Problem
from matcher.model.values import value_of

MOST_COLUMNS = 3_000
BASE_NODES = 1_200


@dataclass(frozen=True)
class Layered:
    """A proved optimum, with the programs it was proved from."""

    programs: Programs
    level: int
    """Points of tier 1 that every allocation has at least, by a whole-number bound."""
    outcome: Outcome

    @property
    def master(self) -> Master:
        return self.programs.joined.master

    @property
    def certifies_tier1(self) -> bool:
        """Whether that bound alone proves tier 1, without any tree."""
        return self.outcome.value is not None and self.level >= self.outcome.value.tier1


def solve_layered(problem: Problem, limits: Limits) -> Layered | None:
    """The optimum by patterns, with ties broken; None where the compact model must answer."""
    if not problem.choices:
        return None
    try:
        started = _programs(problem, limits)
    except np.linalg.LinAlgError:
        return None
    if started is None:
        return None
    programs, level = started
    master = programs.joined.master
    ties: list[Bound] = []
    found = search_tree(programs, Question(level=level), None, limits, BASE_NODES, ties)
    if found.status != "optimal":
        return None
    chosen, unique = _canonical(master, ties, found.chosen, limits)
    value = value_of(problem, chosen)
    outcome = Outcome("optimal", chosen, value, value.tier1, value.tier2, unique=unique)
    return Layered(programs, level, outcome)


def _programs(problem: Problem, limits: Limits) -> tuple[Programs, int] | None:
    """Tier 1 alone, then both tiers at the level that tier 1 proves."""
    if not fits(problem):
        return None
    first, joined = Master(tier1_only(problem), money=1.0), Master(problem)
    base1 = solve_base(first, limits)
    if base1 is None:
        return None
    level = max(0, base1.bound.pence)
    limits.report("tier 1", None, level)
    base = solve_base(joined, limits, level)
    if base is None:
        return None
    programs = Programs(Forcer(joined, base), Forcer(first, base1))
    return programs, level


def _canonical(
    master: Master, ties: list[Bound], chosen: tuple[int, ...], limits: Limits
) -> tuple[tuple[int, ...], bool]:
    """Of all optimal allocations the one with the least tier 3, and whether that was proved.

    An optimal allocation is made of patterns within the gap of one of the bounds in `ties`.
    """
    most, best, proved = joined_cost(master, chosen), chosen, True
    for bound in ties:
        patterns = master.within(bound, most)
        if patterns is None or len(patterns) > MOST_COLUMNS:
            proved = False
            continue
        step = PatternModel(master, patterns).break_ties(limits, most, best)
        proved &= step.status != "not_finished"
        if step.status == "optimal" and _tie(master, step.chosen) < _tie(master, best):
            best = step.chosen
    return best, proved


def _tie(master: Master, chosen: tuple[int, ...]) -> int:
    return value_of(master.problem, chosen).tie
