"""The peers: each answers the same case by its own means, and each answer is checked."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.generate import generate
from benchmarks.peers import cbc, cpsat, first_come, first_come_urgent, flow, highs, scip
from benchmarks.peers.ask import NAMES, asked, judge
from benchmarks.peers.plan import Plan, Solve
from benchmarks.peers.rows import cliques, compact
from benchmarks.peers.timefold import plain
from benchmarks.resolve import agrees
from benchmarks.tiny import case_of, tiny
from matcher import library
from matcher.domain.case import Case
from matcher.model.pack import Packed, pack
from matcher.model.values import value_of

PROVING: dict[str, Solve] = {"highs": highs.solve, "scip": scip.solve, "cbc": cbc.solve, "cpsat": cpsat.solve}
GREEDY: dict[str, Solve] = {"first_come": first_come.solve, "first_come_urgent": first_come_urgent.solve}


@cache
def desk(regime: str) -> tuple[Case, Packed]:
    case = case_of(generate("desk", 1, "binding" if regime == "binding" else "slack"))
    return case, pack(case)


@cache
def optimum(regime: str) -> tuple[int, int]:
    plan = library.allocate(desk(regime)[0])
    assert plan.status == "optimal"
    return plan.tier1, plan.tier2


def said(packed: Packed, plan: Plan) -> dict[str, object]:
    allocation = None if plan.chosen is None else packed.allocation(plan.chosen)
    return {"allocation": allocation, "proved": plan.proved, "floor1": plan.floor1}


@pytest.mark.parametrize("regime", ["slack", "binding"])
@pytest.mark.parametrize("name", PROVING)
def test_a_proving_peer_finds_the_engine_s_optimum(name: str, regime: str) -> None:
    case, packed = desk(regime)
    judged = judge(case, said(packed, PROVING[name](packed.problem, 30.0, None)))
    assert (judged["status"], judged["tier1"], judged["tier2"]) == ("optimal", *optimum(regime))
    assert judged["breaches"] == []


@pytest.mark.parametrize("name", GREEDY)
@pytest.mark.parametrize("regime", ["slack", "binding"])
def test_today_s_practice_keeps_every_rule_and_proves_nothing(name: str, regime: str) -> None:
    case, packed = desk(regime)
    judged = judge(case, said(packed, GREEDY[name](packed.problem, 1.0, None)))
    assert (judged["status"], judged["breaches"]) == ("best_found", [])
    assert judged["tier1"] >= optimum(regime)[0]


def test_first_come_keeps_every_rule_in_small_cases_with_every_feature() -> None:
    broken = []
    for seed in range(60):
        case = case_of(tiny(seed))
        packed = pack(case)
        if not case.pins:
            judged = judge(case, said(packed, first_come.solve(packed.problem, 1.0, None)))
            broken += [(seed, judged["breaches"])] if judged["breaches"] else []
    assert broken == []


def test_the_most_urgent_first_leave_less_weight_unplaced() -> None:
    problem = desk("slack")[1].problem
    plans = [solve(problem, 1.0, None).chosen for solve in GREEDY.values()]
    listed, urgent = (value_of(problem, chosen or ()).tier1 for chosen in plans)
    assert urgent < listed


def test_the_flow_is_a_floor_and_no_plan() -> None:
    case, packed = desk("slack")
    judged = judge(case, said(packed, flow.solve(packed.problem, 1.0, None)))
    assert judged["status"] == "bound"
    assert 0 <= judged["floor1"] <= optimum("slack")[0]


def test_the_compact_rows_allow_the_optimum_and_price_it_right() -> None:
    packed = desk("binding")[1]
    plan = highs.solve(packed.problem, 30.0, None)
    program = compact(packed.problem)
    made = set(plan.chosen or ())
    choices = [row for row in program.rows if max(row.index, default=0) < packed.problem.choices]
    sums = [sum(v for k, v in zip(row.index, row.value, strict=True) if k in made) for row in choices]
    assert all(row.lower <= total <= row.upper for row, total in zip(choices, sums, strict=True))
    assert program.constant1 + sum(program.cost1.get(k, 0) for k in made) == optimum("binding")[0]


def test_cliques_cover_every_exclusion_and_exclude_nobody_else() -> None:
    drawn = np.random.default_rng(5).random((14, 14)) < 0.4
    matrix = np.triu(drawn, 1) | np.triu(drawn, 1).T
    covered = np.zeros_like(matrix)
    for clique in cliques(matrix):
        for a in clique:
            covered[a, [b for b in clique if b != a]] = True
    assert np.array_equal(covered, matrix)


def test_a_forced_choice_is_made_by_every_proving_peer_at_the_same_price() -> None:
    packed = desk("slack")[1]
    best = set(highs.solve(packed.problem, 30.0, None).chosen or ())
    choice = next(k for k in range(packed.problem.choices) if k not in best)
    plans = [solve(packed.problem, 30.0, choice).chosen for solve in PROVING.values()]
    values = {value_of(packed.problem, chosen)[:2] if chosen else None for chosen in plans}
    assert all(chosen is None or choice in chosen for chosen in plans)
    assert len(values) == 1


@pytest.mark.parametrize("name", PROVING)
def test_that_nothing_exists_is_a_proof_and_not_a_lack_of_time(name: str) -> None:
    problem = desk("slack")[1].problem
    unit = next(u for u, choices in enumerate(problem.of_unit()) if choices)
    placed, nowhere = problem.pinned.copy(), problem.beds * 0
    placed[unit] = True
    plan = PROVING[name](replace(problem, pinned=placed, beds=nowhere), 30.0, None)
    assert plan == Plan(None, proved=True)


def test_a_peer_in_its_own_process_is_timed_by_part_and_judged() -> None:
    document = json.dumps(generate("desk", 1)).encode()
    line = asked("highs", document, 30.0).line()
    assert (line["status"], line["tier1"], line["tier2"], line["verified"]) == (
        "optimal",
        *optimum("slack"),
        True,
    )
    assert list(line["parts"]) == ["pack", "solve"]
    assert line["peak_mib"] > 10


def test_a_peer_that_breaks_says_so_in_its_line() -> None:
    line = asked("highs", b"{}", 1.0).line()
    assert (line["status"], line["verified"]) == ("crashed", False)


def test_a_plan_that_breaks_a_rule_is_not_verified() -> None:
    case, packed = desk("slack")
    allocation = packed.allocation(highs.solve(packed.problem, 30.0, None).chosen or ())
    moved = next(child for child, home in allocation.items() if home is not None)
    shut = next(home.id for home in case.homes if not home.registered)
    judged = judge(case, {"allocation": {**allocation, moved: shut}, "proved": True, "floor1": None})
    assert judged["verified"] is False
    assert "registration" in judged["breaches"]


def test_what_timefold_is_given_is_the_whole_problem_in_plain_numbers() -> None:
    problem = desk("binding")[1].problem
    given = json.loads(json.dumps(plain(problem)))
    assert [len(given[name]) for name in ("units", "homes", "choices", "limits")] == [
        problem.units,
        problem.homes,
        problem.choices,
        len(problem.limits),
    ]
    assert [entry["cost"] for entry in given["choices"]] == problem.cost.tolist()
    ratios = {
        limit * 1.0 / left for limit, left in zip(problem.limits.tolist(), given["limits"], strict=True)
    }
    assert all(ratio.is_integer() for ratio in ratios)


@pytest.mark.parametrize(
    ("answer", "ours", "agree"),
    [
        ({"allocation": {}, "proved": True, "verified": True, "tier1": 1, "tier2": 2}, (1, 2, 9), True),
        ({"allocation": {}, "proved": True, "verified": True, "tier1": 1, "tier2": 3}, (1, 2, 9), False),
        ({"allocation": {}, "proved": True, "verified": False, "tier1": 1, "tier2": 2}, (1, 2, 9), False),
        ({"allocation": {}, "proved": False, "verified": True, "tier1": 5, "tier2": 3}, (1, 2, 9), True),
        ({"allocation": {}, "proved": True, "verified": True, "tier1": 1, "tier2": 2}, None, False),
        ({"allocation": None, "proved": False}, None, True),
    ],
)
def test_two_values_agree_only_where_both_are_proved_and_equal(
    answer: dict[str, object], ours: tuple[int, int, int] | None, agree: bool
) -> None:
    assert agrees(answer, ours) is agree


def test_every_peer_has_a_module_of_its_name() -> None:
    assert {*PROVING, *GREEDY, "flow", "timefold"} == set(NAMES)
