"""Breaking ties: CP-SAT over the few patterns that an optimal allocation can be made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

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
        self.model = cp_model.CpModel()
        self.take = [self.model.new_bool_var("") for _ in patterns]
        self.unplaced = [self.model.new_bool_var("") for _ in range(master.problem.units)]
        self.cost = self._units_and_homes()
        self._budgets()

    def _units_and_homes(self) -> cp_model.LinearExprT:
        """Rows of units and homes; returns the joined cost in pence."""
        p, master = self.master.problem, self.master
        of_unit: list[list[cp_model.IntVar]] = [[] for _ in range(p.units)]
        of_home: list[list[cp_model.IntVar]] = [[] for _ in range(p.homes)]
        costs = []
        for taken, members in zip(self.take, self.patterns, strict=True):
            costs.append(master.pattern(members)[0])
            of_home[int(p.home[members[0]])].append(taken)
            for choice in members:
                of_unit[int(p.unit[choice])].append(taken)
        for unit, taken_by in enumerate(of_unit):
            self.model.add_exactly_one([*taken_by, self.unplaced[unit]])
            if p.must[unit]:
                self.model.add_bool_or(~self.unplaced[unit])
        for taken_by in of_home:
            if len(taken_by) > 1:
                self.model.add_at_most_one(taken_by)
        nobody, pence = self._nobody()
        weights = [*costs, *(master.weight * p.weight).tolist(), *pence, master.constant]
        always = self.model.new_constant(1)
        return cp_model.LinearExpr.weighted_sum([*self.take, *self.unplaced, *nobody, always], weights)

    def _nobody(self) -> tuple[list[cp_model.IntVar], list[int]]:
        """Per group whether nobody of it is placed, and the pence given back then."""
        found = []
        for units in self.master.groups.units:
            nobody = self.model.new_bool_var("")
            self.model.add_bool_or([nobody, *(~self.unplaced[unit] for unit in units)])
            found.append(nobody)
        return found, self.master.groups.pence

    def _budgets(self) -> None:
        p = self.master.problem
        spends = [self.master.pattern(members)[1].tolist() for members in self.patterns]
        for fund, limit in enumerate(p.limits.tolist()):
            amounts = [spend[fund] for spend in spends]
            if sum(amount for amount in amounts if amount > 0) > limit:
                self.model.add(cp_model.LinearExpr.weighted_sum(self.take, amounts) <= limit)

    def break_ties(self, limits: Limits, most: int, hint: tuple[int, ...]) -> Step:
        """Minimise tier 3 among the allocations of joined cost at most `most`."""
        tie = self.master.problem.tie
        self.model.add(self.cost <= most)
        numbers = [int(tie[list(members)].sum()) for members in self.patterns]
        self.model.minimize(cp_model.LinearExpr.weighted_sum(self.take, numbers))
        return self._run(limits, hint)

    def _run(self, limits: Limits, hint: tuple[int, ...]) -> Step:
        made = set(hint)
        for taken, members in zip(self.take, self.patterns, strict=True):
            if made:
                self.model.add_hint(taken, made.issuperset(members))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = limits.seed
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_time_in_seconds = limits.left_s
        status = solver.solve(self.model)
        if status == cp_model.INFEASIBLE:
            return Step("none")
        if status != cp_model.OPTIMAL:
            return Step("not_finished")
        made_by = [m for v, m in zip(self.take, self.patterns, strict=True) if solver.value(v)]
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
