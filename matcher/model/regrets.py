"""Exact regrets: the optimum with a choice forced, against the optimum.

Every allocation met anywhere is an upper bound for all the choices it makes; lower bounds of
all choices come at once; where the two meet the value is exact, and a tree settles the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from matcher.model.branch import MOST_NODES
from matcher.model.integer import joined_cost
from matcher.model.layered import MOST_COMPACT, Layered
from matcher.model.levels import Levels
from matcher.model.lower import lower_bounds
from matcher.model.master import Bound, Question
from matcher.model.outcome import Ask, Forced, Limits, Outcome
from matcher.model.solve import Compact
from matcher.model.terms import tier2_range
from matcher.model.values import Value, value_of

UNBOUNDED = -(2**200)


class Settler(Protocol):
    """Finds the best allocation with one choice forced. Costs join both tiers in pence."""

    def lower(self, choice: int) -> int:
        """No allocation that makes the choice costs less."""

    def cost(self, value: Value) -> int:
        """Both tiers in one number that keeps their order."""

    def settle(self, choice: int, limits: Limits) -> Forced:
        """The best allocation that makes the choice."""

    def restart(self) -> None:
        """Forget what would make the next answer depend on the questions of others before it."""


class CompactTable:
    """Regrets by the compact model alone. Where `optimum` is not proved, no bound holds."""

    def __init__(self, compact: Compact, optimum: Outcome) -> None:
        assert optimum.value is not None
        self.compact, self.best = compact, optimum.chosen
        self.proved = optimum.status == "optimal"
        low, high = tier2_range(compact.problem)
        self.weight, self.value = high - low + 1, optimum.value
        best = {k: Forced(k, optimum.value, self.best, exact=self.proved) for k in self.best}
        self.known: dict[int, Forced] = best

    def lower(self, choice: int) -> int:
        return self.cost(self.value) if self.proved else UNBOUNDED

    def cost(self, value: Value) -> int:
        return self.weight * value.tier1 + value.tier2

    def settle(self, choice: int, limits: Limits) -> Forced:
        if choice not in self.known:
            found = self.known[choice] = force(self.compact, choice, self.best, limits)
            self._share(found)
        return self.known[choice]

    def restart(self) -> None:
        """Nothing is kept but answers."""

    def _share(self, found: Forced) -> None:
        """An allocation as good as the optimum settles every choice it makes."""
        if self.proved and found.value is not None and found.value[:2] == self.value[:2]:
            for choice in found.chosen:
                self.known.setdefault(choice, Forced(choice, found.value, found.chosen, exact=True))


def force(compact: Compact, choice: int, hint: tuple[int, ...], limits: Limits) -> Forced:
    """One choice forced in the compact model; not exact where time ended first."""
    outcome = compact.ask(Ask(forced=(choice,), hint=hint, tiers=2), limits)
    exact = outcome.status in ("optimal", "infeasible")
    return Forced(choice, outcome.value, outcome.chosen, exact)


class LayeredTable:
    """Regrets from the programs of a layered solve, for the choices asked."""

    def __init__(self, layered: Layered, bound: Bound | None, choices: Iterable[int]) -> None:
        self.layered, self.master, self.problem = layered, layered.master, layered.master.problem
        self.reach: dict[int, tuple[int, tuple[int, ...]]] = {}
        self.compact: Compact | None = None
        self.best = layered.outcome.chosen
        self.levels = self._levels()
        self.floor = joined_cost(self.master, self.best)
        asked = list(choices)
        found = [self.floor] * len(asked) if bound is None else lower_bounds(self.master, bound, asked)
        self.bounds = {k: max(self.floor, low) for k, low in zip(asked, found, strict=True)}
        self.meet(self.best)

    def lower(self, choice: int) -> int:
        return self.bounds[choice]

    def cost(self, value: Value) -> int:
        return self.master.joined(value)

    def restart(self) -> None:
        self.layered.programs.reset()
        self.levels = self._levels()

    def _levels(self) -> Levels:
        """Forcing can only cost: tier 1 is at least the optimum's, proved already."""
        value = self.layered.outcome.value
        return Levels(self.layered.programs, value.tier1 if value else 0)

    def meet(self, chosen: tuple[int, ...]) -> None:
        """Remember an allocation as an upper bound of every choice it makes."""
        cost = joined_cost(self.master, chosen)
        for choice in chosen:
            if choice not in self.reach or cost < self.reach[choice][0]:
                self.reach[choice] = cost, chosen

    def settle(self, choice: int, limits: Limits) -> Forced:
        """By the bounds alone where they meet, or show that nothing can make it; else by the tree."""
        cost, known = self.reach.get(choice, (self.master.impossible, None))
        if known is not None and cost <= self.bounds[choice]:
            return self._exact(choice, known)
        if self.bounds[choice] >= self.master.impossible:
            return Forced(choice, None, (), exact=True, certified=True)
        if limits.left_s <= 0:
            return Forced(choice, None, (), exact=False)
        self.layered.programs.trim()
        while limits.left_s > 0:
            found = self.levels.settle(choice, known, limits, MOST_NODES)
            if found.status == "none":
                certified = not self.levels.rests_on_cp_sat
                return Forced(choice, None, (), exact=True, certified=certified)
            if found.status == "optimal":
                return self._exact(choice, found.chosen)
            known = found.chosen or known
            if self.problem.units + self.problem.homes > MOST_COMPACT:
                break
            settled = self._compact(choice, known or self.best, limits)
            if settled is not None:
                return settled
        return Forced(choice, None, (), exact=False)

    def _exact(self, choice: int, chosen: tuple[int, ...]) -> Forced:
        self.meet(chosen)
        return Forced(choice, value_of(self.problem, chosen), chosen, exact=True)

    def _compact(self, choice: int, hint: tuple[int, ...], limits: Limits) -> Forced | None:
        """CP-SAT at the least tier 1 that is not refused yet; None where it refuses that too."""
        self.compact = self.compact or Compact(self.problem)
        points = self.levels.look(choice)
        barred = tuple(sorted(self.levels.beyond[points]))
        asked = Ask(forced=(choice,), barred=barred, hint=hint, points=points, tiers=2)
        outcome = self.compact.ask(asked, limits)
        if outcome.status == "infeasible":
            self.levels.rests_on_cp_sat = True
            self.levels.note(choice, points + 1)
            return None
        if outcome.status != "optimal":
            return Forced(choice, outcome.value, outcome.chosen, exact=False)
        return self._exact(choice, outcome.chosen)


def base_bound(layered: Layered) -> Bound | None:
    """The bound of the whole problem at the optimum's tier 1: what all lower bounds are read off."""
    value = layered.outcome.value
    question = Question(level=value.tier1 if value else 0)
    joined = layered.programs.joined
    return joined.ask(question, layered.master.impossible).bound
