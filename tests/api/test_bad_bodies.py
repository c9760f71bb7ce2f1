"""Every bad document is refused by every address that takes one: clearly, cheaply, repeating nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest

from tests.api.client import JSON, QUESTIONS, REST, app_with, code_of, fault_paths, post, problem_of
from tests.api.server import Server, running
from tests.bad_cases import BAD_CASES, NOT_JSON, TOO_BIG, WRONG_REFERENCE, WRONG_SHAPE, WRONG_VALUE, good_case

MAKERS = dict(BAD_CASES)
SMALL = NOT_JSON + WRONG_SHAPE + WRONG_VALUE + WRONG_REFERENCE
LARGE = tuple(name for name, _ in TOO_BIG)
MEMORY_MB = 200.0
PROCESSOR_S = 1.0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        server.client.post("/v1/match", json=good_case())
        yield server


def test_there_are_at_least_sixty_bad_cases_of_different_names() -> None:
    assert len(MAKERS) == len(BAD_CASES) >= 60


def test_the_case_that_each_bad_one_spoils_is_itself_let_in() -> None:
    assert post(app_with(), "/v1/match", good_case()).status_code == 200


@pytest.mark.parametrize("name", [name for name, _ in SMALL])
def test_a_bad_case_is_refused_with_the_faults_and_their_places(name: str) -> None:
    answer = post(app_with(), "/v1/match", MAKERS[name]())

    assert code_of(answer) == (422, "bad_case")
    assert all(fault["path"].startswith("$") for fault in answer.json()["faults"])
    assert all(fault["message"] for fault in answer.json()["faults"])


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_question_about_a_bad_case_is_refused_by_the_place_of_its_case(path: str) -> None:
    rest = json.dumps(REST[path])[1:-1].encode()
    app = app_with()
    for name, make in WRONG_SHAPE + WRONG_VALUE + WRONG_REFERENCE:
        body = b'{"case": ' + make() + (b", " + rest if rest else b"") + b"}"
        paths = fault_paths(post(app, path, body))
        assert paths, name
        assert all(found.startswith("$.case") for found in paths), (name, paths)


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_question_that_is_not_json_is_refused_at_its_root(path: str) -> None:
    app = app_with()
    for name, make in NOT_JSON:
        assert fault_paths(post(app, path, make())) == ["$"], name


@pytest.mark.parametrize("name", LARGE)
def test_a_large_bad_case_costs_little_processor_and_memory(server: Server, name: str) -> None:
    body = MAKERS[name]()
    peak, spent = server.peak_mb, server.cpu_s

    answer = server.client.post("/v1/match", content=body, headers=JSON)

    assert answer.status_code in (413, 422)
    assert problem_of(answer)
    assert server.cpu_s - spent < PROCESSOR_S
    assert server.peak_mb - peak < MEMORY_MB


def test_all_bad_cases_one_after_another_leave_the_server_well(server: Server) -> None:
    peak = server.peak_mb
    cases = list(BAD_CASES)
    random.Random(1).shuffle(cases)
    for name, make in cases:
        spent = server.cpu_s
        answer = server.client.post("/v1/match", content=make(), headers=JSON)
        assert 400 <= answer.status_code < 500, name
        assert problem_of(answer)
        assert server.cpu_s - spent < PROCESSOR_S, name

    assert server.client.post("/v1/match", json=good_case()).status_code == 200
    assert server.peak_mb - peak < MEMORY_MB
