"""POST /v1/route and POST /v1/reviews: the library's answers, and their refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.client import app_with, post
from tests.builders import OTHER_AREA, document, home, pair, place, referral

APP = app_with()
CASE = document(
    [referral("A", current_home="H1"), referral("B", current_home="H2")],
    [home("H1", places=1), home("H2", places=1, location=place(433_000, 284_000, OTHER_AREA))],
)
SWAP = CASE | {"pins": [pair("A", "H2"), pair("B", "H1")]}


def test_the_route_of_a_pair_and_of_a_plan_and_of_the_best_plan() -> None:
    both = post(APP, "/v1/route", {"case": CASE, "referral": "A", "home": "H2"})
    plan = post(APP, "/v1/route", {"case": CASE, "answer": {"allocation": {"A": "H1", "B": "H2"}}})
    best = post(APP, "/v1/route", {"case": SWAP})
    assert [answer.status_code for answer in (both, plan, best)] == [200] * 3
    assert [route["approval"] for route in both.json()["routes"]] == ["nominated_officer"]
    assert [route["stays"] for route in plan.json()["routes"]] == [True, True]
    assert [route["approval"] for route in best.json()["routes"]] == ["nominated_officer", "none"]
    assert (plan.json()["status"], best.json()["status"]) == (None, "optimal")


def test_a_route_asked_wrongly_is_refused_with_its_place() -> None:
    alone = post(APP, "/v1/route", {"case": CASE, "home": "H2"})
    wrong = post(APP, "/v1/route", {"case": CASE, "answer": {"allocation": {"A": "H1", "B": "H1"}}})
    nobody = post(APP, "/v1/route", {"case": CASE, "referral": "Z", "home": "H2"})
    assert (alone.status_code, alone.json()["faults"][0]["path"]) == (422, "$.home")
    assert (wrong.status_code, wrong.json()["faults"][0]["path"]) == (422, "$.answer")
    assert (nobody.status_code, nobody.json()["code"]) == (404, "not_found")


def test_the_reviews_are_told_as_a_cycle_and_pass_the_verifier() -> None:
    answer = post(APP, "/v1/reviews", {"case": SWAP, "max_moves": 2})
    assert answer.status_code == 200
    assert [chain["kind"] for chain in answer.json()["chains"]] == ["cycle"]
    checked = post(APP, "/v1/verify", {"case": SWAP, "answer": json.loads(answer.text)})
    assert checked.json() == {"right": True, "breaches": []}


def test_a_cap_that_the_pins_break_or_that_is_no_number_is_refused() -> None:
    for most in (1, -1, "2"):
        refused = post(APP, "/v1/reviews", {"case": SWAP, "max_moves": most})
        assert (refused.status_code, refused.json()["faults"][0]["path"]) == (422, "$.max_moves")


def test_a_server_without_the_map_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACEMENT_DATA_DIR", str(tmp_path))
    refused = post(APP, "/v1/route", {"case": CASE, "referral": "A", "home": "H2"})
    assert (refused.status_code, refused.json()["code"]) == (503, "no_data")
