"""The frontier and a sweep as pictures, for clients that name SVG as what they take, and no others."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from matcher import library
from matcher.domain.parameter import Parameter
from matcher.domain.sweep import Range
from tests.api.client import JSON, app_with, fault_paths, get, send
from tests.builders import document, home, place, referral

APP = app_with()
CASE = document(
    [referral("A")],
    [home("H1"), home("H2", weekly_price_pence=200_000, location=place(450_000, 284_000))],
)
QUESTIONS: dict[str, dict[str, Any]] = {
    "/v1/frontier": {"case": CASE},
    "/v1/sweep": {
        "case": CASE,
        "parameter": {"turns": "pence_per_mile"},
        "start": 0,
        "stop": 99,
        "points": 3,
    },
}


def asked(path: str, accept: str, **more: Any) -> httpx.Response:
    content = json.dumps(QUESTIONS[path] | more).encode()
    return send(APP, "POST", path, content, JSON | {"Accept": accept})


def drawn(path: str) -> str:
    """What the library draws of the same question."""
    case = library.load_case(json.dumps(CASE).encode())
    if path == "/v1/frontier":
        return library.frontier_chart(library.frontier(case))
    asked_for = Range(start=0, stop=99, points=3, solves=60)
    return library.sweep_chart(case, library.sweep(case, Parameter(turns="pence_per_mile"), asked_for))


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_client_that_names_svg_gets_the_picture_that_the_library_draws(path: str) -> None:
    picture = asked(path, "image/svg+xml")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
    assert picture.text == drawn(path)


@pytest.mark.parametrize("path", QUESTIONS)
@pytest.mark.parametrize("accept", ["*/*", "image/*", "application/json", "image/svg+xml;q=0", "image/png"])
def test_any_other_client_gets_the_document(path: str, accept: str) -> None:
    answer = asked(path, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json()["status"] == "optimal"


@pytest.mark.parametrize("path", QUESTIONS)
def test_what_is_wrong_is_told_as_a_problem_to_those_who_want_pictures_too(path: str) -> None:
    refused = asked(path, "image/svg+xml", case=CASE | {"as_of": "no day"})
    assert fault_paths(refused) == ["$.case.as_of"]


def test_the_published_interface_says_which_questions_have_a_picture() -> None:
    paths = get(APP, "/openapi.json").json()["paths"]
    drawn = {
        path
        for path, operations in paths.items()
        for operation in operations.values()
        if "image/svg+xml" in operation["responses"].get("200", {}).get("content", {})
    }
    assert drawn == set(QUESTIONS)
    for path in drawn:
        assert "application/json" in paths[path]["post"]["responses"]["200"]["content"]
