"""Forcing one choice, level by level of tier 1: each level is refused before the next is tried.

What is proved of one choice serves all others: a choice that no allocation of so few points can
make is barred from every later search for allocations of so few points.
"""

from __future__ import annotations

from collections import defaultdict

from matcher.model.branch import Programs, Searched, search_tree
from matcher.model.master import Question
from matcher.model.outcome import Limits
from matcher.model.terms import most_points
from matcher.model.values import value_of

KEPT = 16
"""Levels above the optimum's for which it is kept who is beyond them."""
FIRST_TRY = 8
"""Programs solved before levels are gone through: where budgets are slack the first one is whole."""
TRIED = 80
"""Programs solved for both tiers at once before tier 1 is searched alone."""


class Levels:
    """What is known of each choice's least tier 1, shared by the searches of one table."""

    def __init__(self, programs: Programs, least: int) -> None:
        self.programs, self.least = programs, least
        self.master = programs.joined.master
        self.only = Programs(programs.first, programs.first)
        self.most = most_points(self.master.problem) - 1
        """No allocation has so many points: what is proved to need them is impossible."""
        self.rests_on_cp_sat = False
        """Whether any of what is known was refused by CP-SAT, and not by a bound in whole numbers."""
        self.points: dict[int, int] = {}
        """By choice: every allocation that makes it has at least so many points of tier 1."""
        self.beyond: dict[int, set[int]] = defaultdict(set)
        """By points: the choices that no allocation of so many makes."""

    def note(self, choice: int, points: int) -> None:
        """Every allocation that makes this choice has at least so many points."""
        before = self.points.get(choice, self.least)
        for level in range(before, min(points, self.least + KEPT)):
            self.beyond[level].add(choice)
        self.points[choice] = max(before, points)

    def look(self, choice: int) -> int:
        """A lower bound of a choice's points by the program of tier 1 alone."""
        if choice not in self.points:
            first = self.programs.first
            answer = first.ask(Question(made=(choice,)), first.master.impossible)
            self.note(choice, first.master.points(answer.bound.pence) if answer.bound else self.least)
        return self.points[choice]

    def settle(self, choice: int, known: tuple[int, ...] | None, limits: Limits, most: int) -> Searched:
        """The cheapest allocation that makes a choice. `known`: one that does."""
        level = max(self.least, self.points.get(choice, 0))
        found = search_tree(self.programs, Question(made=(choice,), level=level), known, limits, FIRST_TRY)
        nodes = found.nodes
        while found.status == "not_finished" and nodes < most and limits.left_s > 0:
            points = self.look(choice)
            if points >= self.most:
                return Searched("none", (), nodes)
            found = self._next(choice, points, found.chosen or known, limits, most - nodes)
            nodes += found.nodes
            if found.status == "none":
                self.note(choice, points + 1)
                found = Searched("not_finished", known or ())
        return Searched(found.status, found.chosen, nodes)

    def _next(
        self, choice: int, points: int, known: tuple[int, ...] | None, limits: Limits, most: int
    ) -> Searched:
        """The cheapest allocation of so many points; `none`: it has more."""
        found = self._at(choice, points, known, limits, min(most, TRIED))
        nodes = found.nodes
        if found.status != "not_finished" or nodes >= most:
            return found
        if self._tier1(found.chosen) > points:
            found = self._least(choice, points, limits, most - nodes)
            nodes += found.nodes
            if found.status != "optimal":
                return Searched(found.status, known or (), nodes)
        found = self._at(choice, points, found.chosen, limits, max(1, most - nodes))
        return Searched(found.status, found.chosen, nodes + found.nodes)

    def _tier1(self, chosen: tuple[int, ...] | None) -> int:
        return value_of(self.master.problem, chosen).tier1 if chosen else 2**62

    def _least(self, choice: int, points: int, limits: Limits, most: int) -> Searched:
        """Whether any allocation of so few points makes a choice."""
        asked = Question(made=(choice,), barred=tuple(sorted(self.beyond[points])))
        ceiling = self.only.joined.master.below(points + 1)
        return search_tree(self.only, asked, None, limits, max(1, most), ceiling=ceiling, enough=ceiling - 1)

    def _at(
        self, choice: int, points: int, known: tuple[int, ...] | None, limits: Limits, most: int
    ) -> Searched:
        """The cheapest allocation of so many points that makes a choice, where none has fewer."""
        asked = Question(made=(choice,), barred=tuple(sorted(self.beyond[points])), level=points)
        ceiling = self.master.below(points + 1)
        return search_tree(self.programs, asked, known, limits, max(1, most), ceiling=ceiling)
