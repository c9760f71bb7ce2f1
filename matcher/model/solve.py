"""Tier by tier with CP-SAT: each tier proved, then held while the next is solved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python import cp_model

from matcher.errors import ModelInvalid
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
        model = self._model(ask)
        best: Outcome = Outcome("unknown")
        hint = ask.hint
        for stage in range(ask.tiers):
            found = self._stage(model, stage, hint, limits)
            best = _merge(best, found, stage)
            if found.status != "optimal":
                return best
            hint = found.chosen
            held = found.value
            assert held is not None
            model.add(self.tiers[stage] <= held[stage])
        return best

    def _model(self, ask: Ask) -> cp_model.CpModel:
        model = self.variables.model.clone()
        take = self.variables.take
        for choice in ask.forced:
            model.add_bool_or(take[choice])
        for choice in ask.barred:
            model.add_bool_or(~take[choice])
        for allocation in ask.unlike:
            model.add(self._difference(allocation) >= ask.differ)
        return model

    def _difference(self, allocation: Sequence[int]) -> cp_model.LinearExprT:
        """Children whose home differs from the one in `allocation`."""
        problem, made = self.problem, set(allocation)
        placed = {int(problem.unit[choice]): choice for choice in made}
        sizes = _unit_sizes(problem)
        terms = []
        for unit, size in enumerate(sizes):
            kept = self.variables.take[placed[unit]] if unit in placed else self.variables.unplaced[unit]
            terms.append(size * (1 - kept))
        return sum(terms)

    def _stage(self, model: cp_model.CpModel, stage: int, hint: Iterable[int], limits: Limits) -> Outcome:
        model.minimize(self.tiers[stage])
        model.clear_hints()  # type: ignore[no-untyped-call]
        taken = set(hint)
        if taken:
            for choice, variable in enumerate(self.variables.take):
                model.add_hint(variable, choice in taken)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1  # more are not faster here, and 9.15 has bugs with more
        solver.parameters.random_seed = limits.seed
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_time_in_seconds = limits.left_s
        watch = _Watch(self, stage, limits)
        solver.best_bound_callback = watch.bounded
        status = solver.solve(model, watch)
        return self._outcome(solver, status)

    def chosen(self, value: Callable[[cp_model.IntVar], int]) -> tuple[int, ...]:
        return tuple(choice for choice, taken in enumerate(self.variables.take) if value(taken))

    def _outcome(self, solver: cp_model.CpSolver, status: object) -> Outcome:
        if status == cp_model.MODEL_INVALID:
            raise ModelInvalid("the solver refused the model we built: please report the case's fingerprint")
        if status == cp_model.INFEASIBLE:
            return Outcome("infeasible")
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Outcome("unknown")
        chosen = self.chosen(solver.value)
        bound = int(solver.response_proto.inner_objective_lower_bound)
        kind: Status = "optimal" if status == cp_model.OPTIMAL else "feasible"
        return Outcome(kind, chosen, value_of(self.problem, chosen), bound, bound)


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


class _Watch(cp_model.CpSolverSolutionCallback):
    """Reports each better allocation, valued in whole numbers, and each better bound."""

    def __init__(self, compact: Compact, stage: int, limits: Limits) -> None:
        super().__init__()
        self.compact, self.stage, self.limits = compact, stage, limits
        self.incumbent: int | None = None
        self.bound: int | None = None

    def on_solution_callback(self) -> None:
        chosen = self.compact.chosen(self.value)
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
