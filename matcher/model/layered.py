"""The layered solve: patterns and their bound first, then branch and bound tier by tier, then ties.

Where patterns do not fit (prices beyond 64 bits, a search that explodes, a tree too large) the
compact model answers, from the best allocation met so far and under the bounds proved so far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from matcher.errors import SolversDisagree
from matcher.model.base import solve_base
from matcher.model.branch import Programs, Searched, search_tree
from matcher.model.covers import least_tie
from matcher.model.exact import best_of
from matcher.model.forced import Forcer
from matcher.model.integer import PatternModel, joined_cost
from matcher.model.master import Bound, Master, Question, fits
from matcher.model.outcome import Ask, Limits, Outcome
from matcher.model.problem import Problem
from matcher.model.solve import Compact
from matcher.model.values import value_of

MOST_COLUMNS = 3_000
FIRST_ENTRIES = 2**26
"""A first tree solves as many programs as have so many entries together …"""
FEWEST_FIRST, MOST_FIRST = 40, 600
"""… but no fewer and no more than these."""
TIER1_NODES = 4_000
BASE_NODES = 20_000
SHARE = 0.6
"""Of the time allowed, what the trees may take before the compact model goes on from there …"""
MOST_COMPACT = 400
"""… where there are no more units and homes than it gets anywhere with."""


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
        """Whether that bound alone proves tier 1, without any second solver."""
        return self.outcome.value is not None and self.level >= self.outcome.value.tier1


def optimum(problem: Problem, limits: Limits) -> tuple[Layered | None, Outcome]:
    """The optimum, or the best that time allows, and the programs where it was proved from them."""
    solved = solve_layered(problem, limits)
    if isinstance(solved, Layered):
        return solved, solved.outcome
    met = solved or Outcome("unknown")
    if met.value is not None and (limits.left_s <= 0 or problem.units + problem.homes > MOST_COMPACT):
        return None, met
    return None, _better(met, Compact(problem).ask(Ask(hint=met.chosen), limits))


def _better(met: Outcome, found: Outcome) -> Outcome:
    """Two answers to the same question: the better allocation and the better bounds."""
    if met.value is None:
        return found
    contradicts = found.status == "infeasible" or (
        found.value is not None
        and (
            found.value.tier1 < (met.bound1 or 0)
            or (found.status == "optimal" and found.value[:2] > met.value[:2])
        )
    )
    if contradicts:
        raise SolversDisagree("two methods disagree on the best allocation: nothing is shown")
    if found.status == "optimal":
        return found
    best = found if found.value is not None and found.value[:2] < met.value[:2] else met
    bound1, bound2 = _higher(met.bound1, found.bound1), _higher(met.bound2, found.bound2)
    # a bound of tier 2 holds at the tier 1 it was proved for
    assert best.value is not None
    return replace(best, bound1=bound1, bound2=bound2 if bound1 == best.value.tier1 else None)


def _higher(one: int | None, other: int | None) -> int | None:
    return max((bound for bound in (one, other) if bound is not None), default=None)


def solve_layered(problem: Problem, limits: Limits) -> Layered | Outcome | None:
    """The optimum by patterns, with ties broken.

    An Outcome is the best allocation met and the bounds proved where the trees did not finish;
    None where patterns say nothing and the compact model must answer.
    """
    if not problem.choices or not fits(problem):
        return None
    small = problem.units + problem.homes <= MOST_COMPACT
    trees = replace(limits, deadline=limits.deadline - (1 - SHARE) * limits.left_s) if small else limits
    try:
        first = _first(problem, trees)
        if first is None:
            return None
        proved = _proved(first, trees)
        base = solve_base(Master(problem), trees, proved, first.start)
        if base is None:
            return None
        return _tiers(Programs(Forcer(base.master, base), first), proved, trees)
    except np.linalg.LinAlgError:
        return None


def _first(problem: Problem, limits: Limits) -> Forcer | None:
    """The program of tier 1 alone."""
    master = Master.first(problem)
    base = solve_base(master, limits)
    return None if base is None else Forcer(master, base)


def _proved(first: Forcer, limits: Limits) -> int:
    """Points of tier 1 that every allocation has, by the program alone."""
    bound = first.ask(Question(), first.master.impossible).bound
    points = first.master.points(bound.pence) if bound else 0
    limits.report("tier 1", None, points)
    return points


def _tiers(programs: Programs, proved: int, limits: Limits) -> Layered | Outcome | None:
    """Both tiers at the level proved; where that takes long, tier 1 by itself before both again."""
    master, ties, level = programs.joined.master, list[Bound](), proved
    found = search_tree(programs, Question(level=level), None, limits, _first_nodes(master), ties)
    if found.status != "optimal":
        ties.clear()
        level, found = _exactly(programs, found, level, limits, ties)
    if found.status != "optimal":
        return _unfinished(programs, found, level)
    chosen, unique = _canonical(master, ties, found.chosen, limits)
    value = value_of(master.problem, chosen)
    outcome = Outcome("optimal", chosen, value, value.tier1, value.tier2, unique=unique)
    return Layered(programs, proved, outcome)


def _exactly(
    programs: Programs, found: Searched, level: int, limits: Limits, ties: list[Bound]
) -> tuple[int, Searched]:
    """What a first tree left open: by patterns within the gap, by tier 1 alone, by a larger tree."""
    master, met = programs.joined.master, [found.chosen]
    found = _step(programs, level, _at(master, found, level), limits, ties)
    if found.status == "optimal":
        return level, found
    met.append(found.chosen)
    least = _tier1(programs, Searched("not_finished", _cheapest(master, met) or ()), level, limits)
    met.append(least.chosen)
    if least.status == "optimal":
        points = value_of(master.problem, least.chosen).tier1
        if points > level:
            level, found = points, _step(programs, points, least.chosen, limits, ties)
            met.append(found.chosen)
        if found.status == "optimal":
            return level, found
    known = _cheapest(master, met)
    return level, search_tree(programs, Question(level=level), known, limits, BASE_NODES, ties)


def _cheapest(master: Master, met: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    """The best of some allocations; an empty one stands for none."""
    return min((one for one in met if one), key=lambda one: joined_cost(master, one), default=None)


def _at(master: Master, found: Searched, level: int) -> tuple[int, ...] | None:
    """What a search met, where it has so many points of tier 1 and no more."""
    if not found.chosen or value_of(master.problem, found.chosen).tier1 > level:
        return None
    return found.chosen


def _step(
    programs: Programs, level: int, known: tuple[int, ...] | None, limits: Limits, ties: list[Bound]
) -> Searched:
    """The exact integer step at a level of tier 1 that every allocation has."""
    master = programs.joined.master
    bound = programs.joined.ask(Question(level=level), master.impossible).bound
    if bound is None:
        return Searched("not_finished", known or ())
    step = best_of(master, bound, level, known, limits)
    if step.status != "optimal":
        return Searched("not_finished", step.chosen)
    # the tree, which counts in whole numbers, is asked to agree, and finds what ties there are
    asked = Question(level=level)
    agreed = search_tree(programs, asked, step.chosen, limits, _first_nodes(master), ties)
    if agreed.status == "optimal":
        return agreed
    ties.clear()
    return Searched("not_finished", step.chosen)


def _first_nodes(master: Master) -> int:
    return min(MOST_FIRST, max(FEWEST_FIRST, FIRST_ENTRIES // master.terms.rows**2))


def _tier1(programs: Programs, found: Searched, level: int, limits: Limits) -> Searched:
    """An allocation of least tier 1, proved where it is `optimal`; the best met where not."""
    met = value_of(programs.joined.master.problem, found.chosen).tier1 if found.chosen else None
    limits.report("tier 1", met, level)
    if met == level:
        return Searched("optimal", found.chosen)
    only, first = Programs(programs.first, programs.first), programs.first.master
    enough, ceiling = first.below(level + 1) - 1, None if met is None else first.below(met)
    least = search_tree(only, Question(), None, limits, TIER1_NODES, ceiling=ceiling, enough=enough)
    if least.status == "none" and met is not None:
        return Searched("optimal", found.chosen)
    return least if least.chosen else Searched("not_finished", found.chosen)


def _unfinished(programs: Programs, found: Searched, level: int) -> Outcome | None:
    """The best met, with what the base program proves of tier 2 where tier 1 is proved."""
    if not found.chosen:
        return None
    master = programs.joined.master
    value = value_of(master.problem, found.chosen)
    bound = programs.joined.ask(Question(level=level), master.impossible).bound
    at_level = bound is not None and value.tier1 == level
    bound2 = bound.pence - master.weight * level if bound is not None and at_level else None
    return Outcome("feasible", found.chosen, value, level, bound2)


def _canonical(
    master: Master, ties: list[Bound], chosen: tuple[int, ...], limits: Limits
) -> tuple[tuple[int, ...], bool]:
    """Of all optimal allocations the one with the least tier 3, and whether that was proved.

    An optimal allocation is made of patterns within the gap of one of the bounds in `ties`.
    """
    most, best, proved = joined_cost(master, chosen), chosen, bool(ties)
    for bound in ties:
        patterns = master.within(bound, most)
        if patterns is None or len(patterns) > MOST_COLUMNS:
            proved = False
            continue
        step = least_tie(master, bound, patterns, most)
        if step is None:
            step = PatternModel(master, patterns).break_ties(limits, most, best)
        proved &= step.status != "not_finished"
        if step.status == "optimal" and _tie(master, step.chosen) < _tie(master, best):
            best = step.chosen
    return best, proved


def _tie(master: Master, chosen: tuple[int, ...]) -> int:
    return value_of(master.problem, chosen).tie
