"""Tier by tier with CP-SAT: each tier proved, then held while the next is solved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcher.errors import ModelInvalid
from matcher.model import booleans
from matcher.model.booleans import Found, Program, Solution, Sum, Watch
from matcher.model.constraints import add_constraints
from matcher.model.objective import tier1, tier2, tier3
from matcher.model.outcome import Ask, Limits, Outcome, Status
from matcher.model.problem import Problem
from matcher.model.values import value_of
from matcher.model.variables import Variables

SAFE = 2**61
"""No objective may reach this: a sum of 64-bit terms stays exact below it."""


class Compact:
    """The compact model of one problem, built once and cloned for every question."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        variables = Variables(problem)
        add_constraints(problem, variables)
        self.tiers = tuple(tier(problem, variables) for tier in (tier1, tier2, tier3))
        self.variables = variables
        refuse_overflow(problem)

    def ask(self, ask: Ask, limits: Limits) -> Outcome:
        """The lexicographic optimum under `ask`; honest about what time allowed."""
        program = self._program(ask)
        best: Outcome = Outcome("unknown", bound1=ask.points)
        hint = ask.hint
        for stage in range(0 if ask.points is None else 1, ask.tiers):
            found = self._stage(program, stage, hint, limits)
            if found.value is None and best.value is None:
                return found
            best = _merge(best, found, stage)
            if found.status != "optimal":
                return best
            hint = found.chosen
            held = found.value
            assert held is not None
            program.at_most(self.tiers[stage], held[stage])
        return best

    def _program(self, ask: Ask) -> Program:
        program = self.variables.program.copy()
        take = self.variables.take
        if ask.points is not None:
            program.at_most(self.tiers[0], ask.points)
        for choice in ask.forced:
            program.true(take[choice])
        for choice in ask.barred:
            program.true(~take[choice])
        for allocation in ask.unlike:
            program.at_least(self._difference(allocation), ask.differ)
        return program

    def _difference(self, allocation: Sequence[int]) -> Sum:
        """Children whose home differs from the one in `allocation`."""
        problem, made = self.problem, set(allocation)
        placed = {int(problem.unit[choice]): choice for choice in made}
        sizes = _unit_sizes(problem)
        take, unplaced = self.variables.take, self.variables.unplaced
        kept = [take[placed[unit]] if unit in placed else unplaced[unit] for unit in range(problem.units)]
        return Sum(kept, [-size for size in sizes], sum(sizes))

    def _stage(self, program: Program, stage: int, hint: Iterable[int], limits: Limits) -> Outcome:
        program.minimise(self.tiers[stage])
        taken = set(hint)
        variables = self.variables.take if taken else []
        program.hint(variables, [choice in taken for choice in range(len(variables))])
        watch = _Watch(self, stage, limits)
        return self._outcome(booleans.run(program, limits, Watch(watch.found, watch.bounded)))

    def chosen(self, solution: Solution) -> tuple[int, ...]:
        return tuple(choice for choice, taken in enumerate(self.variables.take) if solution[taken])

    def _outcome(self, found: Found) -> Outcome:
        if found.said == "invalid":
            raise ModelInvalid("the solver refused the model we built: please report the case's fingerprint")
        if found.said in ("infeasible", "unknown"):
            return Outcome("infeasible" if found.said == "infeasible" else "unknown")
        chosen = self.chosen(found.solution)
        kind: Status = "optimal" if found.said == "optimal" else "feasible"
        return Outcome(kind, chosen, value_of(self.problem, chosen), found.bound, found.bound)


def _unit_sizes(problem: Problem) -> list[int]:
    """Children in each unit; a unit without a choice can never differ, so 1 will do."""
    sizes = [1] * problem.units
    for unit, size in zip(problem.unit.tolist(), problem.size.tolist(), strict=True):
        sizes[unit] = size
    return sizes


def _merge(best: Outcome, found: Outcome, stage: int) -> Outcome:
    """Fold one tier's result into the answer so far."""
    if stage == 0:
        if found.value is None:
            return found
        bound = found.value.tier1 if found.status == "optimal" else found.bound1
        return Outcome("feasible", found.chosen, found.value, bound1=bound)
    chosen, value = (found.chosen, found.value) if found.value else (best.chosen, best.value)
    if stage == 1:
        proved = found.status == "optimal" and found.value is not None
        bound = found.value.tier2 if proved and found.value else found.bound2
        return Outcome("optimal" if proved else "feasible", chosen, value, best.bound1, bound)
    return Outcome("optimal", chosen, value, best.bound1, best.bound2, unique=found.status == "optimal")


class _Watch:
    """Reports each better allocation, valued in whole numbers, and each better bound."""

    def __init__(self, compact: Compact, stage: int, limits: Limits) -> None:
        self.compact, self.stage, self.limits = compact, stage, limits
        self.incumbent: int | None = None
        self.bound: int | None = None

    def found(self, solution: Solution) -> None:
        chosen = self.compact.chosen(solution)
        self.incumbent = value_of(self.compact.problem, chosen)[self.stage]
        self._report()

    def bounded(self, bound: float) -> None:
        """The solver's bound is a float here: a whole number below it is still a bound."""
        self.bound = int(bound // 1)
        self._report()

    def _report(self) -> None:
        self.limits.report(f"tier {self.stage + 1}", self.incumbent, self.bound)


def refuse_overflow(problem: Problem) -> None:
    """Prove that no sum the solver makes can leave 64 bits. Raises ModelInvalid."""
    shared = int(abs(problem.joint[:, 2]).sum()) + sum(entry.pence for entry in problem.discounts)
    shared += sum(group.pence * len(group.by_home) for group in problem.splits)
    sums = [
        int(problem.weight.sum()) + int(problem.separations[:, 2].sum()),
        sum(abs(cost) for cost in problem.cost.tolist()) + shared,
        sum(problem.tie.tolist()),
        *(sum(abs(spend) for spend in column) for column in problem.spend.T.tolist()),
    ]
    if max(sums) >= SAFE:
        raise ModelInvalid("the case's prices add up beyond 64 bits: check the prices for a slip of zeros")
