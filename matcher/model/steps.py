"""What a first tree left open: by patterns within the gap, by tier 1 alone, by a larger tree."""

from __future__ import annotations

from dataclasses import replace

from matcher.model.branch import Programs, Searched, search_tree
from matcher.model.exact import best_of
from matcher.model.integer import joined_cost
from matcher.model.master import Bound, Master, Question
from matcher.model.outcome import Limits
from matcher.model.values import value_of
from matcher.model.zones import improved

FIRST_ENTRIES = 2**22
"""A first tree solves as many programs as have so many entries together …"""
FEWEST_FIRST, MOST_FIRST = 12, 600
"""… but no fewer and no more than these."""
TIER1_NODES = 4_000
BASE_NODES = 20_000


def early(programs: Programs, found: Searched, level: int, limits: Limits) -> Searched:
    """Where trees are slow, an allocation to beat before they go on."""
    master = programs.joined.master
    bound = programs.joined.ask(Question(level=level), master.impossible).bound
    if bound is None:
        return found
    known = improved(master, bound, level, found.chosen or None, limits)
    return replace(found, chosen=known or ())


def exactly(
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
    ties.append(bound)
    return Searched("optimal", step.chosen)


def first_nodes(master: Master) -> int:
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
