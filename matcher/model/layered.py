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
from matcher.model.forced import Forcer
from matcher.model.integer import joined_cost
from matcher.model.master import Bound, Master, Question, fits
from matcher.model.outcome import Ask, Limits, Outcome
from matcher.model.problem import Problem
from matcher.model.solve import Compact
from matcher.model.steps import early, exactly, first_nodes
from matcher.model.ties import canonical
from matcher.model.values import value_of

SHARE = 0.6
"""Of the time allowed, what the trees may take before the compact model goes on from there …"""
MOST_COMPACT = 400
"""… where there are no more units and homes than it gets anywhere with."""


@dataclass(frozen=True)
class Start:
    """What a solve may begin with. `known`: an allocation that the problem allows, better than most.

    `keep`: where nothing is better it is the answer itself, and not the first of those as good.
    """

    known: tuple[int, ...] | None = None
    keep: bool = False


NOTHING = Start()


@dataclass(frozen=True)
class Layered:
    """A proved optimum, with the programs it was proved from."""

    programs: Programs
    outcome: Outcome

    @property
    def master(self) -> Master:
        return self.programs.joined.master


def optimum(problem: Problem, limits: Limits, start: Start = NOTHING) -> tuple[Layered | None, Outcome]:
    """The optimum, or the best that time allows, and the programs where it was proved from them."""
    solved = solve_layered(problem, limits, start)
    if isinstance(solved, Layered):
        return solved, solved.outcome
    met = solved or _met(problem, start)
    if met.value is not None and (limits.left_s <= 0 or problem.units + problem.homes > MOST_COMPACT):
        return None, met
    return None, _better(met, Compact(problem).ask(Ask(hint=met.chosen), limits))


def _met(problem: Problem, start: Start) -> Outcome:
    """What is known before anything is solved."""
    if start.known is None:
        return Outcome("unknown")
    return Outcome("feasible", start.known, value_of(problem, start.known))


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


def solve_layered(problem: Problem, limits: Limits, start: Start = NOTHING) -> Layered | Outcome | None:
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
        return _tiers(Programs(Forcer(base.master, base), first), proved, start, trees)
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


def _tiers(programs: Programs, proved: int, start: Start, limits: Limits) -> Layered | Outcome | None:
    """Both tiers at the level proved; where that takes long, tier 1 by itself before both again."""
    master, ties = programs.joined.master, list[Bound]()
    found, by_bound = _by_bound(programs, start.known, proved, ties), True
    if found is None:
        found, by_bound = _first_tree(programs, start, proved, limits, ties), False
    level = proved
    if found.status != "optimal":
        ties.clear()
        if master.problem.units + master.problem.homes > MOST_COMPACT:
            found = early(programs, found, level, limits)
        level, found = exactly(programs, found, level, limits, ties)
    if found.status != "optimal":
        return _unfinished(programs, found, level, proved)
    if _keeps(master, start, found.chosen):
        chosen, unique = found.chosen, False
    else:
        chosen, unique = canonical(master, ties, found.chosen, limits)
    value = value_of(master.problem, chosen)
    certified = proved >= value.tier1
    outcome = Outcome("optimal", chosen, value, value.tier1, value.tier2, unique, certified, by_bound)
    return Layered(programs, outcome)


def _keeps(master: Master, start: Start, chosen: tuple[int, ...]) -> bool:
    """Whether what is known is as good, and is to be kept."""
    return (
        start.keep
        and start.known is not None
        and joined_cost(master, start.known) <= joined_cost(master, chosen)
    )


def _first_tree(programs: Programs, start: Start, level: int, limits: Limits, ties: list[Bound]) -> Searched:
    """A short tree, which finds what is as good as the best too unless what is known is to be kept."""
    nodes, asked = first_nodes(programs.joined.master), Question(level=level)
    known = start.known
    if start.keep and known is not None:
        found = search_tree(programs, asked, known, limits, nodes)
        if found.status != "optimal" or _keeps(programs.joined.master, start, found.chosen):
            return found
        known = found.chosen
    return search_tree(programs, asked, known, limits, nodes, ties)


def _by_bound(
    programs: Programs, known: tuple[int, ...] | None, level: int, ties: list[Bound]
) -> Searched | None:
    """What is known, where the bound of the whole problem alone proves it to be best."""
    if known is None:
        return None
    master = programs.joined.master
    bound = programs.joined.ask(Question(level=level), master.impossible).bound
    if bound is None or bound.pence < joined_cost(master, known):
        return None
    ties.append(bound)
    return Searched("optimal", known)


def _unfinished(programs: Programs, found: Searched, level: int, proved: int) -> Outcome | None:
    """The best met, with what the base program proves of tier 2 where tier 1 is proved."""
    if not found.chosen:
        return None
    master = programs.joined.master
    value = value_of(master.problem, found.chosen)
    bound = programs.joined.ask(Question(level=level), master.impossible).bound
    at_level = bound is not None and value.tier1 == level
    bound2 = bound.pence - master.weight * level if bound is not None and at_level else None
    return Outcome("feasible", found.chosen, value, level, bound2, certified=proved >= value.tier1)
