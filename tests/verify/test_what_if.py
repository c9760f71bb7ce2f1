"""What-if answers and sweeps spoilt in one place each: the verifier names it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from matcher import library
from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Range
from tests.builders import Doc, case, home, place, referral, resident, sent

CASE = case(
    [referral("A", urgency="urgent"), referral("B")],
    [
        home("H1", places=3, residents=[resident("R1")], provider="Near"),
        home("H2", places=1, weekly_price_pence=400_000, location=place(446_093, 280_000)),
    ],
)
SCENARIO = {
    "name": "S",
    "changes": [
        {"kind": "close_home", "home_id": "H1"},
        {"kind": "set_policy", "pence_per_mile": 7},
    ],
}


@pytest.fixture(scope="module")
def compared() -> Doc:
    return sent(library.what_if(CASE, [library.load_scenario(json.dumps(SCENARIO).encode())]))


@pytest.fixture(scope="module")
def swept() -> Doc:
    parameter = Parameter(turns="uplift", provider="Near")
    return sent(library.sweep(CASE, parameter, Range(start=0, stop=60, points=3)))


def codes(answer: Doc) -> set[str]:
    return {breach.code for breach in library.verify(CASE, answer)}


def put(*path: str | int, value: Any) -> Callable[[Doc], None]:
    def spoil(answer: Doc) -> None:
        inner: Any = answer
        for step in path[:-1]:
            inner = inner[step]
        assert inner[path[-1]] != value
        inner[path[-1]] = value

    return spoil


ENTRY = ("scenarios", 0)
SPOILT: list[tuple[Callable[[Doc], None], str]] = [
    (put("case_fingerprint", value="0"), "case_fingerprint"),
    (put("base", "tier2", value=1), "base.tier2"),
    (put("base", "figures", "weekly_pence", value=1), "base.figures.weekly_pence"),
    (put("base", "figures", "provision", "spot", value=9), "base.figures.provision.spot"),
    (put(*ENTRY, "name", value="T"), "scenarios.name"),
    (put(*ENTRY, "tier1", value=0), "scenarios.tier1"),
    (put(*ENTRY, "case_fingerprint", value="0"), "scenarios.case_fingerprint"),
    (put(*ENTRY, "scenario", "changes", 1, "pence_per_mile", value=8), "scenarios.case_fingerprint"),
    (put(*ENTRY, "scenario", "changes", 0, "home_id", value="H9"), "scenarios.scenario"),
    (put(*ENTRY, "scenario", value=5), "scenarios.scenario"),
    (put(*ENTRY, "to_refer", value=[]), "scenarios.to_refer"),
    (put(*ENTRY, "changes", value=[]), "scenarios.changes"),
    (put(*ENTRY, "changes", 0, "to", value=None), "scenarios.changes"),
    (put(*ENTRY, "changes", 0, "why", value=[]), "scenarios.changes.why"),
    (put(*ENTRY, "changes", 0, "why", 0, "home", value="H2"), "scenarios.changes.why"),
    (put(*ENTRY, "difference", "yearly_pence", value=1), "scenarios.difference.yearly_pence"),
    (put(*ENTRY, "difference", "tier2", value=1), "scenarios.difference.tier2"),
    (put(*ENTRY, "figures", "mean_distance_m", value=1), "scenarios.figures.mean_distance_m"),
    (put(*ENTRY, "status", value="best_found"), "status"),
    (put(*ENTRY, "changes", 0, "why", 0, "code", value="fate"), "shape"),
]


def test_a_right_answer_has_no_breach(compared: Doc, swept: Doc) -> None:
    assert [move["referral"] for move in compared["scenarios"][0]["changes"]] == ["A", "B"]
    assert swept["turns"]
    assert (codes(compared), codes(swept)) == (set(), set())


@pytest.mark.parametrize(("spoil", "code"), SPOILT, ids=[code for _, code in SPOILT])
def test_a_spoilt_comparison_is_named(compared: Doc, spoil: Callable[[Doc], None], code: str) -> None:
    answer = copy.deepcopy(compared)
    spoil(answer)

    assert code in codes(answer)


def plan_of_another_point(answer: Doc) -> None:
    """The last point tells the plan of the first, with every figure right for it there."""
    first, last = answer["points"][0], answer["points"][-1]
    last["allocation"] = first["allocation"]
    for name in ("tier1", "tier2", "placements", "unplaced", "funds", "totals", "proof", "figures"):
        last.pop(name, None)


WRONG_SWEEPS: list[tuple[Callable[[Doc], None], str]] = [
    (put("parameter", "provider", value="Nobody"), "parameter"),
    (put("unit", value="mile"), "unit"),
    (put("points", 1, "tier2", value=1), "tier2"),
    (put("points", 1, "value", value=61), "points.value"),
    (put("points", 0, "figures", "placed", value=9), "points.figures.placed"),
    (put("points", 0, "status", value="best_found"), "status"),
    (put("turns", value=[]), "complete"),
    (put("turns", 0, "value", value=40), "turns.value"),
    (put("turns", 0, "moves", value=[]), "turns.moves"),
    (put("turns", 0, "before", "status", value="best_found"), "turns.status"),
    (plan_of_another_point, "status"),
]


@pytest.mark.parametrize(("spoil", "code"), WRONG_SWEEPS, ids=[code for _, code in WRONG_SWEEPS])
def test_a_spoilt_sweep_is_named(swept: Doc, spoil: Callable[[Doc], None], code: str) -> None:
    answer = copy.deepcopy(swept)
    spoil(answer)

    assert code in codes(answer)
