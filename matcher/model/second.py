"""A second opinion by another solver, HiGHS, on a model written apart from CP-SAT's.

OR-Tools 9.15 has open wrong-answer bugs: "no home exists" and "pins clash" are said only
after HiGHS has found the same (docs/decisions/0006).
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import highspy
import numpy as np

from matcher.model.budgets import keeps_budgets
from matcher.model.problem import NO_LIMIT, Problem

Opinion = Literal["optimal", "infeasible", "not_finished"]
MOST_BROKEN = 20
"""So many allocations that break a budget by a hair are refused before the second opinion is given up."""


@dataclass(frozen=True)
class Second:
    """What HiGHS found: its choices when it proved an optimum."""

    status: Opinion
    chosen: tuple[int, ...] = ()


class Rows:
    """A mixed-integer program as sparse rows, gathered before it is handed over."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.start: list[int] = [0]
        self.index: list[int] = []
        self.value: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, index: Iterable[int], value: Iterable[int], lower: float, upper: float) -> None:
        self.index += index
        self.value += [float(number) for number in value]
        self.start.append(len(self.index))
        self.lower.append(lower)
        self.upper.append(upper)

    def at_most(self, index: list[int], limit: float) -> None:
        self.add(index, [1] * len(index), -highspy.kHighsInf, limit)

    def column(self) -> int:
        self.columns += 1
        return self.columns - 1


def second_opinion(
    problem: Problem,
    tier: int,
    *,
    held: int | None = None,
    forced: Iterable[int] = (),
    limit_s: float = 30.0,
    seed: int = 0,
) -> Second:
    """Minimise tier 1 (tier=1) or tier 2 with tier 1 ≤ `held` (tier=2), with choices forced."""
    if not problem.choices:
        return Second("infeasible" if problem.must.any() else "optimal")
    rows, cost1, cost2 = _model(problem)
    cost = cost1
    if tier == 2 and held is not None:
        used = [column for column, weight in cost1.items() if weight]
        offset = int(problem.weight.sum())
        rows.add(used, [cost1[column] for column in used], -highspy.kHighsInf, held - offset)
        cost = cost2
    until = time.monotonic() + limit_s
    for _ in range(MOST_BROKEN):
        found = ask_highs(problem, rows, cost, tuple(forced), max(0.0, until - time.monotonic()), seed)
        if keeps_budgets(problem, found.chosen):
            return found
        _bar(problem, rows, found.chosen)
    return Second("not_finished")


def _bar(problem: Problem, rows: Rows, chosen: tuple[int, ...]) -> None:
    """Exactly these choices are not made."""
    made = set(chosen)
    signs = [1 if choice in made else -1 for choice in range(problem.choices)]
    rows.add(range(problem.choices), signs, -highspy.kHighsInf, float(len(made) - 1))


def _model(problem: Problem) -> tuple[Rows, dict[int, int], dict[int, int]]:
    """Plain rows, one pair a row: nothing shared with the CP-SAT formulation."""
    rows = Rows(problem.choices)
    cost1: dict[int, int] = {}
    cost2 = dict(enumerate(problem.cost.tolist()))
    for unit, choices in enumerate(problem.of_unit()):
        rows.add(choices, [1] * len(choices), 1.0 if problem.must[unit] else 0.0, 1.0)
        cost1.update((choice, -int(problem.weight[unit])) for choice in choices)
    _homes(problem, rows)
    for a, b, weight in problem.separations.tolist():
        cost1[_both(rows, a, b)] = weight
    for a, b, pence in problem.joint.tolist():
        cost2[_both(rows, a, b)] = pence
    saved = _discounts(problem, rows, cost2)
    _budgets(problem, rows, saved)
    _splits(problem, rows, cost2)
    return rows, cost1, cost2


def _homes(problem: Problem, rows: Rows) -> None:
    for home in range(problem.homes):
        here = list(problem.at(home))
        for amounts, limit in (
            (problem.size, problem.beds[home]),
            (problem.admits, problem.admissions[home]),
            (problem.hours, problem.spare_hours[home]),
        ):
            if limit < NO_LIMIT:
                rows.add(here, amounts[here].tolist(), -highspy.kHighsInf, float(limit))
    for home, matrix in problem.clash.items():
        start = int(problem.first[home])
        for a, b in zip(*np.nonzero(np.triu(matrix)), strict=True):
            rows.at_most([start + int(a), start + int(b)], 1.0)


def _both(rows: Rows, a: int, b: int) -> int:
    """A column that is at least a + b - 1: enough where it costs something."""
    both = rows.column()
    rows.add([a, b, both], [1, 1, -1], -highspy.kHighsInf, 1.0)
    return both


def _discounts(problem: Problem, rows: Rows, cost2: dict[int, int]) -> list[int]:
    """A column that is at most what grants the discount: enough where it saves something."""
    saved = []
    for entry in problem.discounts:
        granted = rows.column()
        rows.add([granted, entry.choice], [1, -1], -highspy.kHighsInf, 0.0)
        others = list(entry.others)
        rows.add([granted, *others], [1] + [-1] * len(others), -highspy.kHighsInf, 0.0)
        cost2[granted] = -entry.pence
        saved.append(granted)
    return saved


def _budgets(problem: Problem, rows: Rows, saved: list[int]) -> None:
    for fund, limit in enumerate(problem.limits.tolist()):
        spend = problem.spend[:, fund]
        used = np.nonzero(spend)[0].tolist()
        credit = [-entry.spend[fund] for entry in problem.discounts]
        rows.add([*used, *saved], [*spend[used].tolist(), *credit], -highspy.kHighsInf, float(limit))


def _splits(problem: Problem, rows: Rows, cost2: dict[int, int]) -> None:
    """One column a home used, and one for "anybody placed"."""
    for group in problem.splits:
        anybody = rows.column()
        cost2[anybody] = -group.pence
        everyone = [choice for here in group.by_home for choice in here]
        rows.add([anybody, *everyone], [1] + [-1] * len(everyone), -highspy.kHighsInf, 0.0)
        for here in group.by_home:
            used = rows.column()
            cost2[used] = group.pence
            for choice in here:
                rows.add([choice, used], [1, -1], -highspy.kHighsInf, 0.0)


def ask_highs(
    problem: Problem, rows: Rows, cost: dict[int, int], forced: tuple[int, ...], limit_s: float, seed: int
) -> Second:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = rows.columns, len(rows.lower)
    lp.col_cost_ = np.array([float(cost.get(column, 0)) for column in range(rows.columns)])
    lower = np.zeros(rows.columns)
    lower[list(forced)] = 1.0
    lp.col_lower_, lp.col_upper_ = lower, np.ones(rows.columns)
    lp.row_lower_, lp.row_upper_ = np.array(rows.lower), np.array(rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(rows.start, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(rows.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(rows.value)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * rows.columns
    highs = highspy.Highs()
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", seed),
        ("time_limit", limit_s),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
        ("mip_feasibility_tolerance", 1e-9),
        ("primal_feasibility_tolerance", 1e-9),
    ):
        highs.setOptionValue(option, setting)
    highs.passModel(lp)
    highs.run()
    return _opinion(problem, highs)


def _opinion(problem: Problem, highs: highspy.Highs) -> Second:
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Second("infeasible")
    if status != highspy.HighsModelStatus.kOptimal:
        return Second("not_finished")
    values = np.array(highs.getSolution().col_value)[: problem.choices]
    return Second("optimal", tuple(np.nonzero(values > 0.5)[0].tolist()))
