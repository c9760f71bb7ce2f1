"""Alternatives: every plan is right by itself, far enough from every other, and best first.

One child and three homes 5 000 m away: 3 107 pence of miles on 100 000, 200 000 and 300 000.
"""

from __future__ import annotations

from typing import Any

import pytest

from matcher.verify import verify
from tests.builders import Doc, case, home, referral
from tests.verify.paths import changed, codes

CASE = case(
    [referral("A"), referral("B")], [home(f"H{n}", weekly_price_pence=n * 100_000) for n in (1, 2, 3)]
)


def _plan(a: int, b: int) -> Doc:
    return {"allocation": {"A": f"H{a}", "B": f"H{b}"}, "tier1": 0, "tier2": (a + b) * 100_000 + 2 * 3_107}


def _answer(*plans: Doc, **changes: Any) -> Doc:
    whole = {"schema": "placement-alternatives/1", "status": "optimal", "differ": 1, "complete": False}
    return whole | {"proposals": list(plans), "case_fingerprint": CASE.fingerprint} | changes


RIGHT = _answer(_plan(1, 1), _plan(1, 2), _plan(2, 1), _plan(2, 2))


def test_plans_that_are_right_apart_and_best_first_pass() -> None:
    assert verify(CASE, RIGHT) == ()
    assert verify(CASE, _answer()) == ()


def test_two_plans_alike_are_refused() -> None:
    assert codes(CASE, _answer(_plan(1, 1), _plan(1, 1))) == {"differ"}


@pytest.mark.parametrize(("last", "refused"), [((1, 2), True), ((2, 2), False)])
def test_plans_nearer_to_one_another_than_asked_are_refused(last: tuple[int, int], refused: bool) -> None:
    assert codes(CASE, _answer(_plan(1, 1), _plan(*last), differ=2)) == {"differ"} & {"differ" * refused}


def test_a_plan_is_held_apart_from_all_the_others_not_only_from_the_one_before() -> None:
    assert codes(CASE, _answer(_plan(1, 1), _plan(2, 2), _plan(1, 3), differ=2)) == {"differ"}


def test_alternatives_that_may_be_alike_are_none() -> None:
    assert codes(CASE, _answer(_plan(1, 1), differ=0)) == {"differ"}


def test_a_plan_that_is_better_than_the_one_before_is_refused() -> None:
    assert codes(CASE, _answer(_plan(1, 2), _plan(1, 1))) == {"order"}


def test_a_wrong_figure_is_named_with_the_plan_that_holds_it() -> None:
    wrong = changed(RIGHT, ("proposals", 1, "tier2"), 306_213)

    assert [str(breach) for breach in verify(CASE, wrong)] == [
        "tier2: proposal 2: the allocation: the answer says 306213, the case says 306214"
    ]


def test_a_plan_that_leaves_a_child_out_is_named() -> None:
    assert codes(CASE, _answer(_plan(1, 1), {"allocation": {"A": "H1"}})) == {"unaccounted"}


def test_plans_that_are_not_all_proved_are_not_said_to_be_optimal() -> None:
    found = _plan(1, 2) | {"status": "best_found"}

    assert codes(CASE, _answer(_plan(1, 1), found)) == {"status"}
    assert codes(CASE, _answer(_plan(1, 1), found, status="best_found")) == set()
    assert codes(CASE, _answer(_plan(1, 1), _plan(1, 2) | {"status": "optimal"})) == set()


def test_another_case_s_fingerprint_is_named() -> None:
    assert codes(CASE, _answer(case_fingerprint="0")) == {"case_fingerprint"}
