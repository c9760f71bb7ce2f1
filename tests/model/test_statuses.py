"""What each status of a solver becomes: no figure without an allocation, no "none" without two witnesses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from matcher.errors import ModelInvalid, OutOfTime, SolversDisagree
from matcher.model import booleans, jobs, layered
from matcher.model.booleans import Said
from matcher.model.outcome import Ask, Limits, Outcome, Solved
from matcher.model.problem import Problem
from matcher.model.second import Second, second_opinion
from matcher.model.solve import Compact, refuse_overflow
from tests.differential.engine import limits
from tests.model.brute import all_plans
from tests.model.desk import desk
from tests.model.problems import Shape, drawn_problem

Job = Callable[[Problem, Limits], object]
JOBS: dict[str, Job] = {
    "allocate": jobs.allocate,
    "option_table": lambda problem, limits: jobs.option_table(problem, None, limits),
    "k_best": lambda problem, limits: jobs.k_best(problem, 2, 1, limits),
}
every_job = pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
CLASHING = Shape(units=5, homes=2, most_beds=2)


def solvable(seed: int = 0) -> Problem:
    """A problem with several allocations, the best of which leaves a choice unused."""
    drawn = (drawn_problem(number) for number in count(seed))
    return next(p for p in drawn if len(all_plans(p)) > 5 and len(all_plans(p)[0].chosen) < p.choices - 1)


def pins_that_clash() -> Problem:
    """A problem whose pins leave no allocation, though its reviews would."""
    for seed in count():
        drawn = drawn_problem(seed, CLASHING)
        problem = replace(drawn, pinned=np.isin(np.arange(drawn.units), drawn.unit))
        nobody = np.zeros(drawn.units, dtype=bool)
        if not all_plans(problem) and all_plans(replace(problem, pinned=nobody)):
            return problem
    raise AssertionError


def only_compact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns step aside, as they do for a case that they do not fit."""
    monkeypatch.setattr(layered, "solve_layered", lambda problem, limits, start: None)


def cp_sat_says(monkeypatch: pytest.MonkeyPatch, said: Said) -> None:
    """CP-SAT solves, then claims another status than the true one."""
    truly = booleans.run
    monkeypatch.setattr(booleans, "run", lambda *asked: truly(*asked)._replace(said=said))


# -- time --------------------------------------------------------------------------------


@every_job
@pytest.mark.parametrize("limit_s", [-1.0, 0.0, 0.001])
def test_no_time_is_out_of_time_and_never_no_home(job: Job, limit_s: float) -> None:
    with pytest.raises(OutOfTime, match="says nothing about whether a home exists"):
        job(desk(11).problem, Limits(time.monotonic() + limit_s))


@every_job
def test_no_time_is_out_of_time_and_never_pins_clash(job: Job) -> None:
    problem = pins_that_clash()

    with pytest.raises(OutOfTime):
        job(problem, Limits(time.monotonic()))


def test_unknown_holds_no_figure_though_the_solver_had_one(monkeypatch: pytest.MonkeyPatch) -> None:
    cp_sat_says(monkeypatch, "unknown")

    assert Compact(solvable()).ask(Ask(), limits()) == Outcome("unknown")


@every_job
def test_unknown_is_out_of_time(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    only_compact(monkeypatch)
    cp_sat_says(monkeypatch, "unknown")

    with pytest.raises(OutOfTime):
        job(solvable(), limits())


def test_feasible_is_the_best_found_with_a_true_bound_and_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = solvable()
    best = all_plans(problem)[0].value
    only_compact(monkeypatch)
    cp_sat_says(monkeypatch, "feasible")

    solved = jobs.allocate(problem, limits())

    assert solved.outcome.status == "feasible"
    assert (solved.outcome.unique, solved.outcome.bound2) == (False, None)
    assert solved.outcome.value is not None
    assert solved.outcome.bound1 is not None
    assert solved.outcome.bound1 <= best[0] <= solved.outcome.value.tier1


def test_a_forced_choice_not_finished_is_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = solvable()
    solved = jobs.allocate(problem, limits())
    monkeypatch.setattr(jobs, "_solved", lambda *_: solved)
    only_compact(monkeypatch)
    monkeypatch.setattr(Compact, "ask", lambda self, ask, limits: _unless_forced(solved, ask))

    table = jobs.option_table(problem, None, limits())

    others = [entry for entry in table.forced if entry.choice not in solved.outcome.chosen]
    assert [(entry.value, entry.chosen, entry.exact) for entry in others] == [(None, (), False)] * len(others)
    assert others


def _unless_forced(solved: Solved, ask: Ask) -> Outcome:
    return Outcome("unknown") if ask.forced else solved.outcome


# -- a wrong model -----------------------------------------------------------------------


@every_job
def test_a_model_refused_is_our_fault_and_says_so(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    only_compact(monkeypatch)
    cp_sat_says(monkeypatch, "invalid")

    with pytest.raises(ModelInvalid, match="fingerprint"):
        job(solvable(), limits())


@pytest.mark.parametrize("name", ["cost", "weight", "spend", "tie"])
def test_prices_that_add_up_beyond_64_bits_are_refused(name: str) -> None:
    drawn = next(p for p in map(drawn_problem, count()) if len(p.limits) and p.choices > 3)
    huge = {name: np.full_like(getattr(drawn, name), 2**60)}

    refuse_overflow(drawn)
    with pytest.raises(ModelInvalid, match="beyond 64 bits"):
        refuse_overflow(replace(drawn, **huge))


@every_job
def test_prices_beyond_64_bits_are_refused_by_every_job(job: Job) -> None:
    problem = solvable()

    with pytest.raises(ModelInvalid):
        job(replace(problem, cost=np.full_like(problem.cost, 2**60)), limits())


def test_prices_too_large_for_patterns_are_solved_all_the_same() -> None:
    problem = solvable()
    large = replace(problem, cost=problem.cost + 2**50)

    solved = jobs.allocate(large, limits())

    best = all_plans(large)[0]
    assert (solved.outcome.status, tuple(solved.outcome.value or ()), solved.outcome.chosen) == (
        "optimal",
        best.value,
        best.chosen,
    )


# -- pins --------------------------------------------------------------------------------


@every_job
def test_pins_that_clash_are_called_so_after_the_second_solver_has(job: Job) -> None:
    answer = job(pins_that_clash(), limits())

    told: Any = getattr(answer, "solved", answer)
    assert (told if isinstance(told, Solved) else told[0]) == Solved(Outcome("infeasible"), "confirmed")


# -- two solvers -------------------------------------------------------------------------


def one_waits() -> Problem:
    """A problem whose optimum leaves a unit that has a choice without a home, and others leave more."""
    for seed in count():
        problem = drawn_problem(seed)
        plans = all_plans(problem)
        if len(plans) > 1 and plans[0].value[0] < plans[-1].value[0]:
            placed = {int(problem.unit[choice]) for choice in plans[0].chosen}
            if set(problem.unit.tolist()) - placed:
                return problem
    raise AssertionError


def second_says(monkeypatch: pytest.MonkeyPatch, answer: Second) -> None:
    monkeypatch.setattr(jobs, "second_opinion", lambda *_, **__: answer)


def test_a_child_left_waiting_is_confirmed_by_the_second_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    only_compact(monkeypatch)

    assert jobs.allocate(one_waits(), limits()).second == "confirmed"


def test_a_second_solver_that_calls_it_impossible_stops_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    only_compact(monkeypatch)
    second_says(monkeypatch, Second("infeasible"))

    with pytest.raises(SolversDisagree, match="who can be placed"):
        jobs.allocate(one_waits(), limits())


def test_a_second_solver_with_another_tier_1_stops_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = one_waits()
    only_compact(monkeypatch)
    second_says(monkeypatch, Second("optimal", all_plans(problem)[-1].chosen))

    with pytest.raises(SolversDisagree, match="who can be placed"):
        jobs.allocate(problem, limits())


def test_a_second_solver_out_of_time_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    only_compact(monkeypatch)
    second_says(monkeypatch, Second("not_finished"))

    solved = jobs.allocate(one_waits(), limits())

    assert (solved.outcome.status, solved.second) == ("optimal", "not_finished")


def test_a_false_infeasible_is_caught_by_the_second_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    only_compact(monkeypatch)
    cp_sat_says(monkeypatch, "infeasible")

    with pytest.raises(SolversDisagree, match="pins clash"):
        jobs.allocate(solvable(), limits())


def test_a_clash_that_the_second_solver_could_not_settle_is_out_of_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = pins_that_clash()
    second_says(monkeypatch, Second("not_finished"))

    with pytest.raises(OutOfTime, match="pins seem to clash"):
        jobs.allocate(problem, limits())


def impossible_choice() -> tuple[Problem, int]:
    """A problem that has allocations, none of which makes one of its choices."""
    for seed in count():
        problem = drawn_problem(seed)
        used = {choice for plan in all_plans(problem) for choice in plan.chosen}
        never = sorted(set(range(problem.choices)) - used)
        if used and never:
            return problem, never[0]
    raise AssertionError


def test_an_option_that_nothing_can_use_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, never = impossible_choice()
    only_compact(monkeypatch)

    (entry,) = jobs.option_table(problem, [never], limits()).forced

    assert (entry.value, entry.exact) == (None, True)


@pytest.mark.parametrize(("status", "exact"), [("infeasible", True), ("not_finished", False)])
def test_an_option_is_called_impossible_only_when_the_second_solver_has_said_so(
    status: str, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, never = impossible_choice()
    only_compact(monkeypatch)
    monkeypatch.setattr(jobs, "second_opinion", _after_tier1(Second(status)))  # type: ignore[arg-type]

    (entry,) = jobs.option_table(problem, [never], limits()).forced

    assert (entry.value, entry.exact) == (None, exact)


def test_a_second_solver_that_can_use_the_option_stops_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, never = impossible_choice()
    only_compact(monkeypatch)
    monkeypatch.setattr(jobs, "second_opinion", _after_tier1(Second("optimal", (never,))))

    with pytest.raises(SolversDisagree, match="whether an option can be used"):
        jobs.option_table(problem, [never], limits())


def _after_tier1(answer: Second) -> Callable[..., Second]:
    """The true opinion on the allocation, another on what is forced."""

    def opinion(problem: Problem, tier: int, **how: object) -> Second:
        return answer if how.get("forced") else second_opinion(problem, tier)

    return opinion
