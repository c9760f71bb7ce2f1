"""Breaking ties: CP-SAT over the few patterns that an optimal allocation can be made of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from matcher.model import booleans
from matcher.model.booleans import Program, Sum
from matcher.model.master import Master
from matcher.model.outcome import Limits
from matcher.model.values import value_of


@dataclass(frozen=True)
class Step:
    """The best allocation over some patterns. `none`: there is none within the limit asked."""

    status: Literal["optimal", "none", "not_finished"]
    chosen: tuple[int, ...] = ()


class PatternModel:
    """One Boolean a pattern; a unit is in one or unplaced, a home takes at most one."""

    def __init__(self, master: Master, patterns: list[tuple[int, ...]]) -> None:
        self.master, self.patterns = master, patterns
        self.program = Program()
        self.take = [self.program.variable() for _ in patterns]
        self.unplaced = [self.program.variable() for _ in range(master.problem.units)]
        self.cost = self._units_and_homes()
        self._budgets()

    def _units_and_homes(self) -> Sum:
        """Rows of units and homes; returns the joined cost in pence."""
        p, master = self.master.problem, self.master
        of_unit: list[list[int]] = [[] for _ in range(p.units)]
        of_home: list[list[int]] = [[] for _ in range(p.homes)]
        costs = []
        for taken, members in zip(self.take, self.patterns, strict=True):
            costs.append(master.pattern(members)[0])
            of_home[int(p.home[members[0]])].append(taken)
            for choice in members:
                of_unit[int(p.unit[choice])].append(taken)
        for unit, taken_by in enumerate(of_unit):
            self.program.exactly_one([*taken_by, self.unplaced[unit]])
            if p.must[unit]:
                self.program.true(~self.unplaced[unit])
        for taken_by in of_home:
            if len(taken_by) > 1:
                self.program.at_most_one(taken_by)
        nobody, pence = self._nobody()
        amounts = [*costs, *(master.weight * p.weight).tolist(), *pence]
        return Sum([*self.take, *self.unplaced, *nobody], amounts, master.terms.constant)

    def _nobody(self) -> tuple[list[int], list[int]]:
        """Per group whether nobody of it is placed, and the pence given back then."""
        found = []
        terms = self.master.terms
        for first, stop in pairwise(terms.group_first.tolist()):
            nobody = self.program.variable()
            units = terms.group_unit[first:stop].tolist()
            self.program.one_of([nobody, *(~self.unplaced[unit] for unit in units)])
            found.append(nobody)
        return found, terms.group_pence.tolist()

    def _budgets(self) -> None:
        p = self.master.problem
        spends = [self.master.pattern(members)[1].tolist() for members in self.patterns]
        for fund, limit in enumerate(p.limits.tolist()):
            amounts = [spend[fund] for spend in spends]
            if sum(amount for amount in amounts if amount > 0) > limit:
                self.program.at_most(Sum(self.take, amounts), limit)

    def break_ties(self, limits: Limits, most: int, hint: tuple[int, ...]) -> Step:
        """Minimise tier 3 among the allocations of joined cost at most `most`."""
        tie = self.master.problem.tie
        self.program.at_most(self.cost, most)
        numbers = [int(tie[list(members)].sum()) for members in self.patterns]
        self.program.minimise(Sum(self.take, numbers))
        return self._run(limits, hint)

    def _run(self, limits: Limits, hint: tuple[int, ...]) -> Step:
        made = set(hint)
        if made:
            self.program.hint(self.take, [made.issuperset(members) for members in self.patterns])
        found = booleans.run(self.program, limits)
        if found.said == "infeasible":
            return Step("none")
        if found.said != "optimal":
            return Step("not_finished")
        made_by = [m for v, m in zip(self.take, self.patterns, strict=True) if found.solution[v]]
        return Step("optimal", tuple(sorted(choice for members in made_by for choice in members)))


def keeps_budgets(master: Master, chosen: tuple[int, ...]) -> bool:
    """Whether an allocation is within every fund's headroom, in whole numbers."""
    p = master.problem
    spend = p.spend[list(chosen)].sum(axis=0)
    made = set(chosen)
    for entry in p.discounts:
        if entry.choice in made and made.intersection(entry.others):
            spend = spend - entry.spend
    return bool((spend <= p.limits).all())


def joined_cost(master: Master, chosen: tuple[int, ...]) -> int:
    """Both tiers of an allocation in one number of pence, recomputed."""
    return master.joined(value_of(master.problem, chosen))
