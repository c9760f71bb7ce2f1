"""SCIP and CBC through ortools' linear solver wrapper, on the compact rows."""

from __future__ import annotations

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]

from benchmarks.peers.phases import Ones, Status, two_phases
from benchmarks.peers.plan import Plan
from benchmarks.peers.rows import Program, Row, compact
from matcher.model.problem import Problem


def solve(name: str, problem: Problem, limit_s: float, forced: int | None) -> Plan:
    """The lexicographic optimum by the solver of this name, or what was found in time."""
    program = compact(problem)
    return two_phases(program, problem.choices, _Wrapped(name, program, forced), limit_s)


class _Wrapped:
    """The rows handed over once; costs and the holding row change between the phases."""

    def __init__(self, name: str, program: Program, forced: int | None) -> None:
        self.solver = pywraplp.Solver.CreateSolver(name)
        if self.solver is None:
            raise RuntimeError(f"{name} is not built into this ortools: leave it out of --peers")
        self.column = [self.solver.BoolVar("") for _ in range(program.columns)]
        if forced is not None:
            self.column[forced].SetLb(1)
        for row in program.rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        made = self.solver.Constraint(row.lower, row.upper)
        for column, value in zip(row.index, row.value, strict=True):
            made.SetCoefficient(self.column[column], value)

    def minimise(
        self, cost: dict[int, int], rows: list[Row], limit_s: float, start: Ones
    ) -> tuple[Status, Ones]:
        objective = self.solver.Objective()
        objective.Clear()
        for column, amount in cost.items():
            objective.SetCoefficient(self.column[column], amount)
        objective.SetMinimization()
        for row in rows:
            self._add(row)
        if start:
            ones = set(start)
            self.solver.SetHint(self.column, [float(k in ones) for k in range(len(self.column))])
        return self._answer(limit_s)

    def _answer(self, limit_s: float) -> tuple[Status, Ones]:
        exact = pywraplp.MPSolverParameters()
        exact.SetDoubleParam(pywraplp.MPSolverParameters.RELATIVE_MIP_GAP, 0.0)
        self.solver.SetTimeLimit(round(limit_s * 1000))
        status = self.solver.Solve(exact)
        if status == pywraplp.Solver.INFEASIBLE:
            return "impossible", ()
        if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return "none", ()
        ones = tuple(k for k, column in enumerate(self.column) if column.solution_value() > 0.5)
        return ("optimal" if status == pywraplp.Solver.OPTIMAL else "feasible"), ones
