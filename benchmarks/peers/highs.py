"""HiGHS, two phases on the compact rows: tier 1 proved, then held while tier 2 is solved."""

from __future__ import annotations

import highspy
import numpy as np

from benchmarks.peers.phases import Ones, Status, two_phases
from benchmarks.peers.plan import Plan
from benchmarks.peers.rows import Program, Row, compact
from matcher.model.problem import Problem


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """The lexicographic optimum, or the best plan found within `limit_s` seconds."""
    program = compact(problem)
    return two_phases(program, problem.choices, _Highs(program, forced), limit_s)


class _Highs:
    """The rows handed over once; costs and the holding row change between the phases."""

    def __init__(self, program: Program, forced: int | None) -> None:
        self.columns = program.columns
        self.highs = highspy.Highs()
        for option, setting in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            self.highs.setOptionValue(option, setting)
        self.highs.passModel(_lp(program, forced))

    def minimise(
        self, cost: dict[int, int], rows: list[Row], limit_s: float, start: Ones
    ) -> tuple[Status, Ones]:
        columns = np.arange(self.columns, dtype=np.int32)
        self.highs.changeColsCost(
            self.columns, columns, np.array([float(cost.get(column, 0)) for column in range(self.columns)])
        )
        for row in rows:
            index = np.array(row.index, dtype=np.int32)
            self.highs.addRow(row.lower, row.upper, len(index), index, np.array(row.value, dtype=float))
        self.highs.setOptionValue("time_limit", limit_s + self.highs.getRunTime())
        if start:
            self._start_from(start)
        self.highs.run()
        return self._answer()

    def _start_from(self, start: Ones) -> None:
        solution = highspy.HighsSolution()
        values = np.zeros(self.columns)
        values[list(start)] = 1.0
        solution.col_value = values.tolist()
        self.highs.setSolution(solution)

    def _answer(self) -> tuple[Status, Ones]:
        if self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return "impossible", ()
        feasible = highspy.SolutionStatus.kSolutionStatusFeasible
        if self.highs.getInfo().primal_solution_status != feasible:
            return "none", ()
        values = np.array(self.highs.getSolution().col_value)
        ones = tuple(np.nonzero(values > 0.5)[0].tolist())
        proved = self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return ("optimal" if proved else "feasible"), ones


def _lp(program: Program, forced: int | None) -> highspy.HighsLp:
    rows = program.rows
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.columns, len(rows)
    lp.col_cost_ = np.zeros(program.columns)
    lower = np.zeros(program.columns)
    if forced is not None:
        lower[forced] = 1.0
    lp.col_lower_, lp.col_upper_ = lower, np.ones(program.columns)
    lp.row_lower_ = np.array([row.lower for row in rows])
    lp.row_upper_ = np.array([row.upper for row in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0] + [len(row.index) for row in rows]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row.index], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([float(value) for row in rows for value in row.value])
    lp.integrality_ = [highspy.HighsVarType.kInteger] * program.columns
    return lp
