"""What can be looked up, the two probes, and the page that says what this is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.errors import SolverCrashed
from matcher.rules.book import GROUP_ORDER, ORDER
from matcher.rules.register import PAIR_RULES
from tests.api.client import app_with, code_of, get, send


def test_every_rule_is_listed_with_its_source() -> None:
    book = get(app_with(), "/v1/rules").json()

    assert book["schema"] == "placement-rules/1"
    assert [rule["code"] for rule in book["pair_rules"]] == list(ORDER)
    assert [rule["code"] for rule in book["group_rules"]] == list(GROUP_ORDER)
    assert book["pair_rules"][1] == {
        "code": "regulated_under_16",
        "title": PAIR_RULES["regulated_under_16"].title,
        "source": {
            "words": PAIR_RULES["regulated_under_16"].source.words,
            "link": PAIR_RULES["regulated_under_16"].source.link,
        },
        "in_force_from": "2021-09-09",
        "waivable": False,
        "waived_by": None,
    }


def test_the_schema_is_the_cases_own() -> None:
    answer = get(app_with(), "/v1/schema")

    assert answer.headers["content-type"] == "application/schema+json"
    assert answer.json() == Case.model_json_schema(by_alias=True)


def test_the_demonstration_case_is_the_files() -> None:
    app = app_with()

    assert get(app, "/v1/demo").content == app.state.settings.demo_case.read_bytes()


def test_without_its_file_the_demonstration_says_what_to_set(tmp_path: Path) -> None:
    answer = get(app_with(data_dir=tmp_path), "/v1/demo")

    assert code_of(answer) == (503, "no_demonstration")
    assert "PLACEMENT_DATA_DIR" in answer.json()["detail"]
    assert str(tmp_path) not in answer.text


def test_a_live_server_says_so() -> None:
    assert get(app_with(), "/livez").json() == {"status": "alive"}


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_probe_may_ask_for_the_head_alone(path: str) -> None:
    assert send(app_with(), "HEAD", path).status_code == 200


def test_the_head_of_a_server_without_its_data_is_not_ready_either(tmp_path: Path) -> None:
    assert send(app_with(data_dir=tmp_path), "HEAD", "/readyz").status_code == 503


def test_a_ready_server_has_asked_its_engine() -> None:
    assert get(app_with(), "/readyz").json() == {"status": "ready", "engine": "answers", "store": "none"}


def test_a_server_without_its_data_is_not_ready(tmp_path: Path) -> None:
    answer = get(app_with(data_dir=tmp_path), "/readyz")

    assert code_of(answer) == (503, "no_data")
    assert "reference, demo" in answer.json()["detail"]


def test_a_server_whose_engine_fails_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> None:
        raise SolverCrashed("gone")

    monkeypatch.setattr(library, "allocate", crash)

    assert code_of(get(app_with(), "/readyz")) == (503, "engine_fails")


def test_the_page_at_the_root_says_what_this_is_and_where_to_look() -> None:
    answer = get(app_with(), "/")

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="/docs"' in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("path", ["/v1/rules", "/v1/schema", "/v1/demo"])
def test_a_parameter_where_there_is_none_is_refused_unnamed(path: str) -> None:
    answer = get(app_with(), path + "?canary_jane_doe=canary-jane-doe-2011")

    assert code_of(answer) == (422, "bad_case")
    assert json.loads(answer.text)["faults"][0]["path"] == "?(unknown parameter)"
