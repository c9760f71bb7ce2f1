"""The least tier 1 of the case as it stands, and whether its proposal places the child asked about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matcher.errors import OutOfTime, SolversDisagree
from matcher.model.outcome import Ask, Limits, Outcome, Solved
from matcher.model.problem import Problem
from matcher.model.second import Second, second_opinion
from matcher.model.solve import Compact
from matcher.model.values import value_of
from matcher.model.waivers.variant import Least

SECOND_S = 20.0
"""A second opinion takes no longer than this."""
SHARE = 0.4
"""Of the time left, what finding the whole proposal may take: the sets are what is asked for."""


def least_of(problem: Problem, unit: int, limits: Limits) -> Least:
    """The least tier 1, by two solvers; the whole proposal only where tier 2 decides whom it places.

    Raises OutOfTime, SolversDisagree.
    """
    second = ask_second(problem, limits)
    compact = Compact(problem)
    found = compact.ask(Ask(hint=second.chosen, tiers=1), limits)
    _refuse_disagreement(problem, found, second)
    if found.status == "infeasible":
        return Least(Solved(found, "confirmed"), placed=False, decided=True)
    if found.value is None:
        raise OutOfTime(
            "no allocation was found in the time allowed; this says nothing about whether a home exists. "
            "Allow more time."
        )
    return _with_child(problem, compact, unit, found, limits)


def ask_second(problem: Problem, limits: Limits, forced: tuple[int, ...] = ()) -> Second:
    """The least tier 1 as HiGHS finds it."""
    limit_s = min(SECOND_S, limits.left_s)
    return second_opinion(problem, 1, forced=forced, limit_s=limit_s, seed=limits.seed)


def _refuse_disagreement(problem: Problem, found: Outcome, second: Second) -> None:
    if found.status == "infeasible" and second.status == "not_finished":
        raise OutOfTime("the pins seem to clash, and time ended before that was confirmed. Allow more time.")
    if second.status == "not_finished" or found.status == "unknown":
        return
    if (found.status == "infeasible") != (second.status == "infeasible"):
        raise SolversDisagree("two solvers disagree on whether the pins clash: nothing is shown")
    if _proved(found) and value_of(problem, second.chosen).tier1 != found.bound1:
        raise SolversDisagree("two solvers disagree on who can be placed: nothing is shown")


def _proved(found: Outcome) -> bool:
    return found.value is not None and found.bound1 == found.value.tier1


def _with_child(problem: Problem, compact: Compact, unit: int, found: Outcome, limits: Limits) -> Least:
    """Where every best allocation places the child, or none does, tier 1 alone says so."""
    own = tuple(np.flatnonzero(problem.unit == unit).tolist())
    placed = not set(own).isdisjoint(found.chosen)
    if not own or problem.must[unit]:
        return Least(Solved(found), placed, _proved(found))
    other = compact.ask(Ask(barred=own, tiers=1), limits) if placed else _placing(problem, unit, limits)
    assert found.value is not None
    if other.status == "infeasible" or (other.bound1 or 0) > found.value.tier1:
        return Least(Solved(found), placed, _proved(found))
    share = replace(limits, deadline=limits.deadline - (1 - SHARE) * limits.left_s)
    whole = compact.ask(Ask(points=found.value.tier1, hint=found.chosen), share)
    best = replace(whole, bound1=found.bound1) if whole.value is not None else found
    placed = not set(own).isdisjoint(best.chosen)
    return Least(Solved(best), placed, _proved(found) and best.unique)


def _placing(problem: Problem, unit: int, limits: Limits) -> Outcome:
    return Compact(must_place(problem, unit)).ask(Ask(tiers=1), limits)


def must_place(problem: Problem, unit: int) -> Problem:
    """The problem in which this unit has to be placed."""
    pinned = problem.pinned.copy()
    pinned[unit] = True
    return replace(problem, pinned=pinned)
