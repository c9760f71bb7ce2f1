"""Every child of the case is a key of the allocation, once, and goes to a home of the case or to none."""

from __future__ import annotations

import pytest

from matcher.verify import Breach, verify
from tests.builders import case, home, referral
from tests.verify.paths import codes

CASE = case([referral("A"), referral("B")], [home("H1"), home("H2")])


@pytest.mark.parametrize(
    "allocation",
    [{"A": "H1", "B": "H2"}, {"A": "H1", "B": "H1"}, {"A": None, "B": "H2"}, {"A": None, "B": None}],
)
def test_each_child_in_a_home_or_in_none_is_accounted_for(allocation: dict[str, str | None]) -> None:
    assert verify(CASE, {"allocation": allocation}) == ()


def test_a_child_left_out_is_named() -> None:
    assert verify(CASE, {"allocation": {"A": "H1"}}) == (
        Breach("unaccounted", "B is in the case and not in the allocation"),
    )


def test_a_child_whom_the_case_does_not_hold_is_named() -> None:
    assert verify(CASE, {"allocation": {"A": "H1", "B": "H1", "Z": None}}) == (
        Breach("unknown_child", "Z is in the allocation and not in the case"),
    )


def test_a_home_that_the_case_does_not_hold_is_named() -> None:
    assert verify(CASE, {"allocation": {"A": "H9", "B": None}}) == (
        Breach("unknown_home", "A is placed in H9: no such home"),
    )


def test_every_one_unaccounted_for_is_named_at_once() -> None:
    assert codes(CASE, {"allocation": {"Z": "H9"}, "tier1": 7}) == {
        "unaccounted",
        "unknown_child",
        "unknown_home",
    }


def test_what_is_not_built_like_an_id_is_not_repeated() -> None:
    breaches = verify(CASE, {"allocation": {"A": "12 Acacia Avenue", "B": None, "Bea Jones": None}})

    assert {breach.code for breach in breaches} == {"unknown_child", "unknown_home"}
    assert not any(words in str(breaches) for words in ("Acacia", "Jones"))


def test_an_allocation_of_nobody_is_right_for_a_case_of_nobody() -> None:
    nobody = case([], [])

    assert verify(nobody, {"allocation": {}, "tier1": 0, "tier2": 0, "placements": [], "unplaced": []}) == ()
    assert codes(nobody, {"allocation": {}, "tier1": 1, "tier2": 1}) == {"tier1", "tier2"}
