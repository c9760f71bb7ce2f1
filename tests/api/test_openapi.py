"""The published description: stable names, plain words, right examples, every error."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.examples import HOMES, REFERRALS, cut
from api.published import published
from matcher.domain.reading import read_case
from tests.api.client import QUESTIONS, app_with, get, post

DOCS = Path(__file__).resolve().parents[2] / "docs"
DOCUMENT = get(app_with(), "/openapi.json").json()
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
ASKING = ("/v1/match", *QUESTIONS)


def body_of(path: str) -> Any:
    return DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "$ref":
                yield inner
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_document_is_the_committed_one() -> None:
    """Names, fields and errors are promises: `make docs` writes the file, and the diff shows what changed."""
    assert published() == (DOCS / "openapi.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_a_summary_a_tag_and_a_description(name: str) -> None:
    operation = OPERATIONS[name]

    assert len(operation["summary"].split()) >= 2
    assert len(operation["tags"]) == 1
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    assert operation["description"]


def test_every_reference_leads_to_a_schema() -> None:
    schemas = DOCUMENT["components"]["schemas"]

    assert {name for name in references(DOCUMENT) if name.rpartition("/")[2] not in schemas} == set()
    assert "HTTPValidationError" not in schemas


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_error_is_documented_as_a_problem(name: str) -> None:
    for status, answer in OPERATIONS[name]["responses"].items():
        if int(status) >= 400:
            problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
            assert answer["content"] == {"application/problem+json": problem}


@pytest.mark.parametrize("path", ASKING)
def test_every_question_documents_its_body_and_what_can_go_wrong(path: str) -> None:
    operation = DOCUMENT["paths"][path]["post"]

    assert operation["requestBody"]["required"] is True
    assert {"200", "408", "413", "415", "422", "500", "503"} <= set(operation["responses"])


@pytest.mark.parametrize("path", ASKING)
def test_the_example_of_a_question_is_answered(path: str) -> None:
    example = body_of(path)["example"]

    assert post(app_with(), path, example).status_code == 200


def test_the_answer_of_the_example_is_right_and_places_a_child() -> None:
    example = body_of("/v1/verify")["example"]

    assert post(app_with(), "/v1/verify", example).json() == {"right": True, "breaches": []}
    assert set(example["answer"]["allocation"].values()) != {None}


def test_the_example_case_is_cut_from_the_demonstration_and_small_enough_to_read() -> None:
    app = app_with()
    demo = json.loads(app.state.settings.demo_case.read_bytes())
    case = body_of("/v1/match")["example"]

    assert (len(case["referrals"]), len(case["homes"])) == (REFERRALS, HOMES)
    assert all(referral in demo["referrals"] for referral in case["referrals"])
    assert all(home in demo["homes"] for home in case["homes"])


def test_in_the_example_some_child_has_a_home_and_some_home_is_shut() -> None:
    case = body_of("/v1/match")["example"]
    app = app_with()

    assert post(app, "/v1/match", case).json()["totals"]["placed"] >= 1
    why_not = post(app, "/v1/why-not", {"case": case, "referral": case["referrals"][0]["id"]})
    assert why_not.json()["shut_by"]


def test_cutting_gives_a_right_case_again_and_changes_nothing() -> None:
    demo = json.loads(app_with().state.settings.demo_case.read_bytes())
    before = copy.deepcopy(demo)
    for referrals in range(len(demo["referrals"]) + 1):
        read_case(json.dumps(cut(demo, referrals, referrals)).encode())

    assert demo == before


def test_without_the_demonstration_there_are_no_examples_but_the_document_is_whole(tmp_path: Path) -> None:
    bare = get(app_with(data_dir=tmp_path), "/openapi.json").json()

    content = bare["paths"]["/v1/match"]["post"]["requestBody"]["content"]["application/json"]
    assert content == {"schema": {"$ref": "#/components/schemas/Case"}}


def test_every_address_is_in_the_documentation() -> None:
    page = (DOCS / "http-api.md").read_text(encoding="utf-8")

    assert set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /[^`]*)`", page)) == set(OPERATIONS)
