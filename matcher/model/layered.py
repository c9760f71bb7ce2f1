"""The layered solve: patterns and their bound first, an exact step over what the gap leaves.

Where patterns do not fit (prices beyond 64 bits, a search that explodes, a gap too wide) it
says so, and the compact model answers instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matcher.model.base import Base, solve_base
from matcher.model.integer import PatternModel, Step, joined_cost, keeps_budgets
from matcher.model.master import Bound, Master
from matcher.model.outcome import Limits, Outcome
from matcher.model.patterns import NONE
from matcher.model.problem import Problem
from matcher.model.values import value_of

FIRST_GAP_PENCE = 10_000
WIDER = 16
MOST_COLUMNS = 3_000


@dataclass(frozen=True)
class Layered:
    """A proved optimum with the base it was proved from."""

    master: Master
    base: Base
    outcome: Outcome

    @property
    def certifies_tier1(self) -> bool:
        """Whether the whole-number bound alone proves tier 1, whatever CP-SAT has said."""
        value = self.outcome.value
        return value is not None and self.master.tier1_at_least(self.base.bound.pence) >= value.tier1


def solve_layered(problem: Problem, limits: Limits) -> Layered | None:
    """The optimum by patterns, with ties broken; None where the compact model must answer."""
    if not problem.choices:
        return None
    master = Master(problem)
    if not master.fits:
        return None
    found = solve_base(master, limits)
    if found is None:
        return None
    limits.report("bound", None, found.bound.pence)
    step = _whole(master, found) or close_gap(master, found.bound, limits)
    if step is None or step.status != "optimal":
        return None
    chosen, unique = _canonical(master, found.bound, step.chosen, limits)
    value = value_of(problem, chosen)
    return Layered(master, found, Outcome("optimal", chosen, value, value.tier1, value.tier2, unique=unique))


def _whole(master: Master, base: Base) -> Step | None:
    """The linear program's own answer, where it is an allocation and meets its bound."""
    if base.taken is None:
        return None
    chosen = tuple(sorted(choice for members in base.taken for choice in members))
    placed = set(master.problem.unit[list(chosen)].tolist())
    missing = [
        unit for unit in range(master.problem.units) if master.problem.must[unit] and unit not in placed
    ]
    if missing or not keeps_budgets(master, chosen):
        return None
    return Step("optimal", chosen) if joined_cost(master, chosen) <= base.bound.pence else None


def close_gap(
    master: Master,
    bound: Bound,
    limits: Limits,
    *,
    forced: int = NONE,
    known: tuple[int, ...] | None = None,
) -> Step | None:
    """The exact optimum over ever wider gaps above a bound; None where the gap gets too wide.

    `known` is an allocation to beat. All allocations of joined cost ≤ bound + gap use patterns
    within the gap only, so an optimum found there is the optimum.
    """
    reach = None if known is None else joined_cost(master, known)
    for gap in _gaps(bound, reach):
        most = bound.pence + gap
        patterns = master.within(bound, most, forced)
        if patterns is None or len(patterns) > MOST_COLUMNS:
            return None
        model = PatternModel(master, patterns)
        if forced != NONE:
            model.make(forced)
        step = model.solve(limits, known or ())
        if step.status == "not_finished":
            return None
        if step.status == "optimal" and joined_cost(master, step.chosen) <= most:
            return step
        if reach is not None and most >= reach:
            return None
    return None


def _gaps(bound: Bound, reach: int | None) -> Iterator[int]:
    """Pence above the bound to look in: narrow first, no wider than what is known already."""
    gap = FIRST_GAP_PENCE
    while reach is None or bound.pence + gap < reach:
        yield gap
        gap *= WIDER
    if reach is not None:
        yield reach - bound.pence


def _canonical(
    master: Master, bound: Bound, chosen: tuple[int, ...], limits: Limits
) -> tuple[tuple[int, ...], bool]:
    """Of all optimal allocations the one with the least tier 3, and whether that was proved."""
    most = joined_cost(master, chosen)
    patterns = master.within(bound, most)
    if patterns is None:
        return chosen, False
    step = PatternModel(master, patterns).break_ties(limits, most, chosen)
    return (step.chosen, True) if step.status == "optimal" else (chosen, False)
