"""Sweeps: plans over a range of one number, and the values at which the plan changes, to the unit."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.tiny import case_of, tiny
from matcher import library
from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Range, Sweep
from matcher.errors import BadCase, MatcherError
from tests.builders import budget, case, home, pair, place, referral

NEAR = home("H1", places=1, weekly_price_pence=100_000, provider="Near")
FAR = home("H2", places=1, weekly_price_pence=120_000, location=place(446_093, 280_000))
"""16 093 m, ten miles, where H1 is 5 000 m off: £11.07 less by road at £10 a mile, £200 more by price."""


def swept(base: Any, start: int, stop: int, points: int = 3, solves: int = 60, **named: Any) -> Sweep:
    asked = Range(start=start, stop=stop, points=points, solves=solves)
    return library.sweep(base, Parameter.model_validate(named), asked)


def homes_at(answer: Sweep) -> list[tuple[int, str | None]]:
    return [(point.value, point.allocation["A"]) for point in answer.points]


def test_an_uplift_turns_the_plan_at_the_first_per_cent_where_the_other_home_is_cheaper() -> None:
    answer = swept(case(homes=[NEAR, FAR]), 0, 60, turns="uplift", provider="Near")

    # 100 000 p + 3 107 p of miles, uplifted, against 120 000 p + 10 000 p: level at 26.893 %
    assert homes_at(answer) == [(0, "H1"), (30, "H2"), (60, "H2")]
    assert [(turn.value, turn.before.value, turn.after.value) for turn in answer.turns] == [(27, 26, 27)]
    (moved,) = answer.turns[0].moves
    assert (moved.referral, moved.from_, moved.to) == ("A", "H1", "H2")
    assert (answer.unit, answer.status, answer.complete) == ("percent", "optimal", True)


def test_a_budget_turns_the_plan_at_the_pound_that_it_needs() -> None:
    base = case([referral("A")], [home("H1", weekly_price_pence=123_456)], budgets=[budget(0)])
    answer = swept(base, 0, 2_000, turns="budget", fund="la")

    assert [turn.value for turn in answer.turns] == [1_235]
    assert homes_at(answer) == [(0, None), (1_000, None), (2_000, "H1")]


def test_a_distance_turns_the_plan_at_the_mile_that_reaches_the_home() -> None:
    answer = swept(case(homes=[FAR]), 1, 21, turns="max_miles", referral="A")

    assert [turn.value for turn in answer.turns] == [10]


def test_a_price_of_the_policy_turns_the_plan_at_a_penny() -> None:
    dear = home("H1", places=1, weekly_price_pence=150_000)
    answer = swept(case(homes=[dear, FAR]), 0, 10_000, turns="pence_per_mile")

    # 11 093 m at 4 352 p a mile are 29 998 p, at 4 353 p 30 005 p: just over the £300 between the two
    (turn,) = answer.turns
    assert (turn.before.allocation, turn.after.allocation) == ({"A": "H2"}, {"A": "H1"})
    assert turn.before.tier2 <= turn.after.tier2


@pytest.mark.parametrize("seed", range(0, 40, 5))
@pytest.mark.parametrize(
    ("named", "start", "stop"),
    [
        ({"turns": "uplift", "provision": "spot"}, -4, 8),
        ({"turns": "budget", "fund": "la"}, 3_000, 3_012),
        ({"turns": "max_miles"}, 4, 16),
    ],
)
def test_every_value_has_the_plan_of_the_point_or_turn_before_it(
    seed: int, named: dict[str, Any], start: int, stop: int
) -> None:
    base, parameter = case_of(tiny(seed)), Parameter.model_validate(named)
    try:
        plans = {
            value: library.allocate(parameter.case_at(base, value)).allocation
            for value in range(start, stop + 1)
        }
    except MatcherError:
        with pytest.raises(MatcherError):
            swept(base, start, stop, 13, **named)
        return
    answer = swept(base, start, stop, 3, **named)

    assert {point.value: point.allocation for point in answer.points} == {
        point.value: plans[point.value] for point in answer.points
    }
    turns = {turn.value for turn in answer.turns}
    differ = {value for value in range(start + 1, stop + 1) if plans[value] != plans[value - 1]}
    assert turns <= differ
    for turn in answer.turns:
        assert (turn.before.allocation, turn.after.allocation) == (plans[turn.value - 1], plans[turn.value])
    if parameter.widens:
        assert turns == differ


def test_with_no_solves_left_the_answer_says_that_turns_are_missing() -> None:
    base = case(homes=[NEAR, FAR])
    answer = swept(base, 0, 60, solves=0, turns="uplift", provider="Near")

    assert (answer.turns, answer.complete, answer.status) == ((), False, "optimal")


@pytest.mark.parametrize(
    ("named", "start", "stop", "path"),
    [
        ({"turns": "uplift", "home": "H9"}, 0, 5, "$.parameter.home"),
        ({"turns": "budget", "fund": "lq"}, 0, 5, "$.parameter.fund"),
        ({"turns": "max_miles", "referral": "Z"}, 0, 5, "$.parameter.referral"),
        ({"turns": "pence_per_mile"}, 5, 5, "$.stop"),
        ({"turns": "pence_per_mile"}, -1, 5, "$.start"),
        ({"turns": "uplift", "provider": "Near"}, -101, 1_001, "$.start"),
    ],
)
def test_a_sweep_that_cannot_be_is_refused_by_its_field(
    named: dict[str, Any], start: int, stop: int, path: str
) -> None:
    with pytest.raises(BadCase) as refused:
        swept(case(homes=[NEAR, FAR]), start, stop, **named)

    assert refused.value.faults[0].path == path


def test_a_pin_that_a_value_shuts_is_named_with_the_value() -> None:
    base = case([referral("A")], [FAR], pins=[pair("A", "H2")])

    with pytest.raises(BadCase) as refused:
        swept(base, 5, 20, turns="max_miles", referral="A")

    (fault,) = refused.value.faults
    assert fault.message.startswith("at 5 mile: A is pinned to H2, which these rules shut: distance")


def test_the_limit_of_every_child_leaves_pinned_children_where_they_are_pinned() -> None:
    base = case([referral("A"), referral("B")], [FAR, NEAR], pins=[pair("A", "H2")])
    answer = swept(base, 1, 20, turns="max_miles")

    assert {point.allocation["A"] for point in answer.points} == {"H2"}


@pytest.mark.parametrize(
    "named", [{"turns": "uplift"}, {"turns": "budget"}, {"turns": "pence_per_mile", "fund": "la"}]
)
def test_a_parameter_names_what_it_turns_and_nothing_else(named: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"exactly one of|does not go by|give fund"):
        Parameter.model_validate(named)
