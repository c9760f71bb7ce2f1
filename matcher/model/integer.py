"""CP-SAT over a few patterns: the cheapest allocation made of them, or of those the least tier 3."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from matcher.model import booleans
from matcher.model.booleans import Program, Sum
from matcher.model.master import Master
from matcher.model.outcome import Limits
from matcher.model.problem import Ints
from matcher.model.values import value_of

ROOM_BITS = 60
"""A sum of so many bits is safe in 64."""


@dataclass(frozen=True)
class Step:
    """The best allocation over some patterns. `none`: there is none within the limit asked."""

    status: Literal["optimal", "none", "not_finished"]
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """What of an allocation may change: choices that stay, units that are free, and the money left."""

    kept: tuple[int, ...]
    units: tuple[int, ...]
    limits: Ints


class PatternModel:
    """One Boolean a pattern; a unit is in one or unplaced, a home takes at most one.

    `part`: only that may change; `point`: pence that a point of tier 1 costs, the joined cost's if None.
    """

    def __init__(
        self,
        master: Master,
        patterns: list[tuple[int, ...]],
        part: Part | None = None,
        point: int | None = None,
    ) -> None:
        self.master, self.patterns = master, patterns
        self.part = part or Part((), tuple(range(master.problem.units)), master.problem.limits)
        self.point = master.weight if point is None else point
        self.program = Program()
        self.number = {tuple(sorted(members)): number for number, members in enumerate(patterns)}
        self.take = [self.program.variable() for _ in patterns]
        self.unplaced = {unit: self.program.variable() for unit in self.part.units}
        self.cost = self._units_and_homes()
        self._budgets()

    def _units_and_homes(self) -> Sum:
        """Rows of units and homes; returns the cost in pence, both tiers joined."""
        p, master = self.master.problem, self.master
        of_unit: dict[int, list[int]] = {unit: [] for unit in self.unplaced}
        of_home: list[list[int]] = [[] for _ in range(p.homes)]
        costs = []
        for taken, members in zip(self.take, self.patterns, strict=True):
            pence, _, points = master.pattern(members)
            costs.append(pence + (self.point - master.weight) * points)
            of_home[int(p.home[members[0]])].append(taken)
            for choice in members:
                of_unit[int(p.unit[choice])].append(taken)
        for unit, taken_by in of_unit.items():
            self.program.exactly_one([*taken_by, self.unplaced[unit]])
            if p.must[unit]:
                self.program.true(~self.unplaced[unit])
        for taken_by in of_home:
            if len(taken_by) > 1:
                self.program.at_most_one(taken_by)
        nobody, pence_back = self._nobody()
        amounts = [*costs, *(self.point * int(p.weight[unit]) for unit in self.unplaced), *pence_back]
        return Sum([*self.take, *self.unplaced.values(), *nobody], amounts, master.terms.constant)

    def _nobody(self) -> tuple[list[int], list[int]]:
        """Per group whether nobody of it is placed, and the pence given back then."""
        found, back = [], []
        terms = self.master.terms
        for pence, (first, stop) in zip(
            terms.group_pence.tolist(), pairwise(terms.group_first.tolist()), strict=True
        ):
            units = terms.group_unit[first:stop].tolist()
            if self.unplaced.keys() >= set(units):  # else somebody of it is placed, and stays
                nobody = self.program.variable()
                self.program.one_of([nobody, *(~self.unplaced[unit] for unit in units)])
                found.append(nobody)
                back.append(pence)
        return found, back

    def _budgets(self) -> None:
        spends = [self.master.pattern(members)[1].tolist() for members in self.patterns]
        for fund, limit in enumerate(self.part.limits.tolist()):
            amounts = [spend[fund] for spend in spends]
            if sum(amount for amount in amounts if amount > 0) > limit:
                self.program.at_most(Sum(self.take, amounts), limit)

    def cheapest(self, limits: Limits, hint: tuple[int, ...] = ()) -> Step:
        """The cheapest allocation; `not_finished`: the best met."""
        self.program.minimise(self.cost)
        return self._run(limits, hint)

    def best_at(self, points: int, limits: Limits, hint: tuple[int, ...] = ()) -> Step:
        """The cheapest of at most so many points, and of those one of little tier 3.

        For a model whose points cost nothing. Tier 3 is joined to tier 2 in one objective, because the
        linear program knows something of tier 2 only; its numbers are cut short to fit.
        """
        self._at_most(points)
        return self._both_tiers(limits, hint)

    def _both_tiers(self, limits: Limits, hint: tuple[int, ...] = ()) -> Step:
        times = sum(self.rough) + 1
        amounts = [times * amount for amount in self.cost.amounts]
        for position, one in enumerate(self.rough):
            amounts[position] += one
        self.program.minimise(Sum(self.cost.variables, amounts))
        return self._run(limits, hint)

    def any_of(self, points: int | None, limits: Limits) -> Step:
        """A cheap allocation, of at most so many points where told: the first that is met."""
        self._at_most(points)
        self.program.minimise(self.cost)
        return self._run(limits, (), any_will_do=True)

    def _at_most(self, points: int | None) -> None:
        if points is not None:
            worth = [self.master.pattern(members)[2] for members in self.patterns]
            left = [int(self.master.problem.weight[unit]) for unit in self.unplaced]
            self.program.at_most(Sum([*self.take, *self.unplaced.values()], [*worth, *left]), points)

    def break_ties(self, limits: Limits, known: tuple[int, ...]) -> Step:
        """Of the allocations as good as `known` in both tiers the one of least tier 3; `none`: it is `known`.

        For a model whose points cost nothing. Another is asked for until there is none that could have
        less of tier 3, counted with what was cut off.
        """
        value = value_of(self.master.problem, known)
        better: tuple[int, ...] = ()
        self.program.at_most(self.cost, value.tier2)
        self._at_most(value.tier1)
        while True:
            best = better or known
            self._unlike(best)
            numbers = Sum(self.take, self.rough)
            self.program.at_most(numbers, (self._tie(best) >> self.cut) + len(self.unplaced))
            found = self._both_tiers(limits)
            if found.status == "none":
                return Step("optimal", better) if better else found
            if found.status != "optimal":
                return Step("not_finished", better)
            if self._tie(found.chosen) < self._tie(best):
                better = found.chosen
            else:
                self._unlike(found.chosen)

    def _tie(self, chosen: tuple[int, ...]) -> int:
        return int(self.master.problem.tie[list(chosen)].sum())

    @cached_property
    def cut(self) -> int:
        """Bits of tier 3 that are cut off so that it can be joined to tier 2 in 64."""
        total = sum(abs(amount) for amount in self.cost.amounts) + 1
        ties = sum(self._tie(members) for members in self.patterns) + 1
        return max(0, (ties * total).bit_length() - ROOM_BITS)

    @cached_property
    def rough(self) -> list[int]:
        """Tier 3 of each pattern, cut short."""
        return [self._tie(members) >> self.cut for members in self.patterns]

    def _unlike(self, chosen: tuple[int, ...]) -> None:
        """Any allocation but this one."""
        p = self.master.problem
        homes: dict[int, list[int]] = {}
        for choice in sorted(chosen):
            homes.setdefault(int(p.home[choice]), []).append(choice)
        numbers = [self.number.get(tuple(made)) for made in homes.values()]
        placed = {int(p.unit[choice]) for choice in chosen}
        left = [v for unit, v in self.unplaced.items() if unit not in placed]
        if None not in numbers:  # else these patterns do not make it anyway
            self.program.one_of([~self.take[n] for n in numbers if n is not None] + [~v for v in left])

    def _run(self, limits: Limits, hint: tuple[int, ...], any_will_do: bool = False) -> Step:
        made = set(hint)
        if made:
            self.program.hint(self.take, [made.issuperset(members) for members in self.patterns])
        found = booleans.run(self.program, limits, any_will_do=any_will_do)
        if found.said == "infeasible":
            return Step("none")
        if found.said not in ("optimal", "feasible"):
            return Step("not_finished")
        made_by = [m for v, m in zip(self.take, self.patterns, strict=True) if found.solution[v]]
        chosen = tuple(sorted(choice for members in made_by for choice in members))
        return Step("optimal" if found.said == "optimal" else "not_finished", chosen)


def joined_cost(master: Master, chosen: tuple[int, ...]) -> int:
    """Both tiers of an allocation in one number of pence, recomputed."""
    return master.joined(value_of(master.problem, chosen))
