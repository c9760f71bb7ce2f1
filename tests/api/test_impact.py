"""`POST /v1/impact`: the library's own answer, or the drafts as text."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from matcher import library
from matcher.domain.reading import read_case
from tests.api.client import JSON, app_with, code_of, fault_paths, post, send
from tests.bad_cases import good_case
from tests.builders import sent
from tests.impact_cases import table_document

PAIR = {"referral": "R1", "home": "H1"}
PLAN = {"allocation": {"R1": "H1", "R2": "H1"}}
CASE = read_case(json.dumps(good_case()).encode())


def ask(accept: str | None = None, **asked: Any) -> httpx.Response:
    document = {"case": good_case(), **asked}
    headers = JSON if accept is None else {**JSON, "Accept": accept}
    return send(app_with(), "POST", "/v1/impact", json.dumps(document).encode(), headers)


def as_sent(*asked: Any) -> Any:
    return sent(library.impact(CASE, *asked))


@pytest.mark.parametrize(
    ("asked", "library_asked"),
    [
        (PAIR, ("R1", "H1")),
        (PAIR | {"answer": PLAN}, ("R1", "H1", PLAN)),
        ({"answer": PLAN}, (None, None, PLAN)),
        ({"referral": "R1"}, ("R1",)),
        ({}, ()),
    ],
    ids=["pair", "pair in a plan", "plan", "child of the best plan", "best plan"],
)
def test_it_answers_as_the_library_does(asked: dict[str, Any], library_asked: tuple[Any, ...]) -> None:
    answer = ask(**asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json() == as_sent(*library_asked)


def test_a_client_that_takes_text_gets_the_drafts() -> None:
    answer = ask("text/plain", **PAIR)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == library.impact_drafts(CASE, library.impact(CASE, "R1", "H1"))


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/plain;q=0", "text/html"])
def test_any_other_client_gets_json(accept: str) -> None:
    assert ask(accept, **PAIR).json()["schema"] == "placement-impact/1"


def test_a_council_s_own_table_is_used() -> None:
    own = table_document(name="Our table")
    assert ask(table=own, **PAIR).json()["table"]["name"] == "Our table"


def test_what_it_answers_is_verified() -> None:
    answer = ask(answer=PLAN).json()
    found = post(app_with(), "/v1/verify", {"case": good_case(), "answer": answer}).json()
    assert found == {"right": True, "breaches": []}


def test_what_is_wrong_is_refused_by_its_field() -> None:
    assert code_of(ask(referral="R9", home="H1")) == (404, "not_found")
    assert code_of(ask(referral="R1", home="H9")) == (404, "not_found")
    assert fault_paths(ask(referral=5)) == ["$.referral"]
    assert fault_paths(ask(answer=[])) == ["$.answer"]
    assert fault_paths(ask(answer={})) == ["$.answer.allocation"]
    assert fault_paths(ask(answer={"allocation": {"R1": "H1"}})) == ["$.answer"]
    gendered = table_document(
        risks=[{"risk": "gender", "level": "low", "words": "{carrier} {vulnerable}", "source": "s"}]
    )
    assert fault_paths(ask(table=gendered)) == ["$.table.risks[0].risk"]
