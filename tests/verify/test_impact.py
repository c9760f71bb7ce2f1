"""An impact answer of the library passes; with any one claim of it changed, that claim is named."""

from __future__ import annotations

from typing import Any

import pytest

from matcher import library
from matcher.verify import verify
from tests.builders import Doc, relationship, sent
from tests.impact_cases import ALLOCATION, HITS, SOFT, children, table
from tests.verify.known import KNOWN, Known
from tests.verify.paths import Path, changed, codes, places, shown, without

CASE = children(relationships=[relationship("A", "B", "avoid")])
PLAN: Doc = {"allocation": ALLOCATION}


def answered(case: Any = CASE, *asked: Any) -> Doc:
    return sent(library.impact(case, *asked))


RIGHT = answered(CASE, None, None, PLAN, table())
FIRST: Path = ("homes", 0, "meetings", 0)

WRONG: list[tuple[Path, Any, str]] = [
    (("referral",), "Z", "referral"),
    (("home",), "H9", "home"),
    (("home",), "H1", "homes.home"),
    (("referral",), "A", "homes.home"),
    (("allocation", "A"), "H2", "homes.children"),
    (("allocation", "A"), "H9", "unknown_home"),
    (("homes", 0, "home"), "H2", "homes.home"),
    (("homes", 0, "home"), "H9", "homes.home"),
    (("homes", 0, "children", 0, "id"), "B", "homes.children"),
    (("homes", 0, "children", 0, "how"), "stays", "homes.children.how"),
    (("homes", 0, "children", 0, "flags_known"), False, "homes.children.flags_known"),
    (("homes", 0, "children", 0, "strengths"), ["kind"], "homes.children.strengths"),
    (("homes", 0, "children", 1, "strengths"), [], "homes.children.strengths"),
    (("homes", 0, "assessed", 0, "referral"), "B", "homes.assessed"),
    (("homes", 0, "assessed", 0, "shut_by"), ["age"], "homes.assessed.shut_by"),
    (("homes", 0, "assessed", 0, "may_be_shut_by"), ["age"], "homes.assessed.may_be_shut_by"),
    (("homes", 0, "assessed", 0, "strengths"), [], "homes.assessed.strengths"),
    (("homes", 0, "meetings"), [], "homes.meetings"),
    ((*FIRST, "children"), ["A", "A"], "homes.meetings"),
    ((*FIRST, "children"), ["A"], "homes.meetings"),
    ((*FIRST, "avoid"), False, "homes.meetings.avoid"),
    ((*FIRST, "risks"), [], "homes.meetings.risks"),
    ((*FIRST, "risks", 0, "carrier"), "B", "homes.meetings.risks"),
    ((*FIRST, "risks", 0, "vulnerable"), "A", "homes.meetings.risks"),
    ((*FIRST, "risks", 0, "risk"), "kind", "homes.meetings.risks"),
    ((*FIRST, "risks", 0, "vulnerability"), SOFT, "homes.meetings.risks"),
    ((*FIRST, "risks", 0, "level"), "high", "homes.meetings.risks"),
    ((*FIRST, "risks", 0, "words"), "All is well.", "homes.meetings.risks"),
    ((*FIRST, "strengths"), ["siblings", "close_in_age"], "homes.meetings.strengths"),
    ((*FIRST, "strengths"), [], "homes.meetings.strengths"),
    (("table", "risks", 0, "level"), "high", "homes.meetings.risks"),
    (("table", "risks", 0, "risk"), "gender", "table"),
    (("table", "close_in_age_years"), 30, "table"),
    (("case_fingerprint",), "0", "case_fingerprint"),
]


def test_what_the_library_answers_is_right() -> None:
    assert verify(CASE, RIGHT) == ()


@pytest.mark.parametrize(
    ("path", "value", "code"), WRONG, ids=lambda part: shown(part) if isinstance(part, tuple) else ""
)
def test_a_wrong_claim_is_named(path: Path, value: Any, code: str) -> None:
    assert code in codes(CASE, changed(RIGHT, path, value))


BAR = {"code": "must_not_share", "excludes": True, "children": ["A", "B"]}


def test_a_bar_that_is_not_there_is_named_and_so_is_one_left_out() -> None:
    assert codes(CASE, changed(RIGHT, (*FIRST, "bars"), [BAR])) == {"homes.meetings.bars"}

    apart = children(relationships=[relationship("A", "R1")])
    right = answered(apart, "A", "H1", None, table())
    assert right["homes"][0]["meetings"][0]["bars"][0]["code"] == "must_not_share"
    wrong: list[tuple[Path, Any]] = [
        (("bars",), []),
        (("bars", 0, "code"), "apart"),
        (("bars", 0, "excludes"), False),
        (("bars", 0, "children"), ["A", "R2"]),
        (("bars", 0, "gap_years"), 1),
    ]
    for path, value in wrong:
        assert codes(apart, changed(right, (*FIRST, *path), value)) == {"homes.meetings.bars"}, path


def test_the_two_children_of_a_flag_bar_may_not_be_turned_round() -> None:
    kept = children(policy_changes={"incompatible_flags": [[HITS, SOFT]]})
    right = answered(kept, "A", "H1", None, table())
    assert verify(kept, right) == ()
    assert codes(kept, changed(right, (*FIRST, "bars", 0, "children"), ["R1", "A"])) == {
        "homes.meetings.bars"
    }


def test_a_plan_that_breaks_a_rule_is_not_passed() -> None:
    crowded = changed(RIGHT, ("allocation",), dict.fromkeys(ALLOCATION, "H2"))
    assert "beds" in codes(CASE, crowded)


JUNK: list[Any] = [None, 7, "x", [], {}, [[]], {"x": 1}]


@pytest.mark.parametrize("path", [*places(RIGHT)], ids=shown)
def test_no_value_of_a_wrong_type_anywhere_stops_the_checker(path: Path) -> None:
    for value in JUNK:
        verify(CASE, changed(RIGHT, path, value))
    verify(CASE, without(RIGHT, path))


@pytest.mark.parametrize("known", KNOWN[:3], ids=str)
def test_every_pair_and_the_plan_of_a_known_case_pass(known: Known) -> None:
    plan = answered(known.case, None, None, {"allocation": known.allocation})
    assert {child["referral"] for home in plan["homes"] for child in home["assessed"]} == {
        child for child, home in known.allocation.items() if home is not None
    }
    for child in known.case.referrals[:4]:
        for home in known.case.homes:
            assert verify(known.case, answered(known.case, child.id, home.id)) == ()
