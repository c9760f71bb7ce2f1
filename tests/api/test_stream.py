"""Options as they come, over HTTP: the same rows, errors before and after the head, a client that leaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from matcher import library
from matcher.domain.stream import StreamEvent
from matcher.errors import Cancelled, SolverCrashed
from tests.api.client import JSON, app_with, code_of, fault_paths, post, question, send
from tests.api.server import Server, running, until
from tests.api.test_live import kill_children
from tests.bad_cases import CANARIES, good_case

LINES = {**JSON, "Accept": "application/x-ndjson"}
DESK = json.loads((Path(__file__).parents[1] / "cases" / "case-1005-30x120.json").read_text())
ASKED = {"case": DESK}


def ask(document: Any, path: str = "/v1/options", **settings: Any) -> httpx.Response:
    return send(app_with(**settings), "POST", path, json.dumps(document).encode(), LINES)


def events_of(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


def rows(events: list[dict[str, Any]]) -> list[Any]:
    found = [event["option"] for event in events if event["event"] == "option"]
    return sorted(found, key=lambda option: (option["referral"], option["rank"]))


@pytest.mark.parametrize("first", [None, 1])
def test_the_lines_hold_the_rows_of_the_table(first: int | None) -> None:
    document = question("/v1/options", first=first)

    events = events_of(ask(document))

    table = post(app_with(), "/v1/options", document).json()
    assert rows(events) == table["options"]
    assert (events[0]["event"], events[0]["allocation"]) == ("head", table["allocation"])
    assert {e["referral"] for e in events if e["event"] == "first_options"} == set(table["allocation"])
    assert (events[-1]["event"], events[-1]["status"]) == ("done", "finished")
    assert table["first"] == first


@pytest.mark.parametrize("accept", ["application/x-ndjson;q=0.9, */*", "text/html, Application/X-NDJSON"])
def test_a_client_that_takes_lines_among_others_gets_them(accept: str) -> None:
    body = json.dumps(question("/v1/options")).encode()

    answer = send(app_with(), "POST", "/v1/options", body, {**JSON, "Accept": accept})

    assert events_of(answer)[0]["event"] == "head"


REFUSED = ["application/x-ndjson;q=0", "application/x-ndjson; Q=0.000, */*", "application/x-ndjson;q=two"]


@pytest.mark.parametrize("accept", ["*/*", "application/json", "", *REFUSED])
def test_any_other_client_gets_the_table(accept: str) -> None:
    body = json.dumps(question("/v1/options")).encode()

    answer = send(app_with(), "POST", "/v1/options", body, {**JSON, "Accept": accept})

    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["schema"] == "placement-options/1"


def test_what_goes_wrong_before_the_first_line_has_its_own_status() -> None:
    assert code_of(ask(question("/v1/options", referrals=["R9"]))) == (404, "not_found")
    assert code_of(ask(question("/v1/options"), "/v1/options?limit_s=0.0000001")) == (503, "out_of_time")
    assert fault_paths(ask(question("/v1/options", first=0))) == ["$.first"]


def failing(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that breaks off after its head."""
    truly = library.option_stream

    def breaks(*asked: Any) -> Generator[StreamEvent]:
        yield next(truly(*asked))
        raise error

    monkeypatch.setattr(library, "option_stream", breaks)


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [(SolverCrashed("it died"), "solver_crashed", 500), (KeyError(CANARIES[0]), "internal", 500)],
)
def test_what_goes_wrong_later_is_the_last_line_and_repeats_nothing(
    error: Exception, code: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(error, monkeypatch)

    answer = ask(question("/v1/options"))

    events = events_of(answer)
    assert [event["event"] for event in events] == ["head", "failed"]
    assert (events[-1]["problem"]["code"], events[-1]["problem"]["status"]) == (code, status)
    assert not [canary for canary in CANARIES if canary in answer.text.splitlines()[-1]]


def test_a_streaming_solve_takes_a_solver_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    app, begun, told = app_with(solves_at_once=1, wait_s=0.05), threading.Event(), threading.Event()

    def waits(*_: Any) -> Generator[StreamEvent]:
        begun.set()
        assert told.wait(20)
        raise Cancelled("told")
        yield

    monkeypatch.setattr(library, "option_stream", waits)
    body = json.dumps(question("/v1/options")).encode()
    first = threading.Thread(target=lambda: send(app, "POST", "/v1/options", body, LINES))
    first.start()
    assert begun.wait(20)
    try:
        assert app.state.desk.busy
    finally:
        told.set()
        first.join(20)
    assert not app.state.desk.busy


# -- a real server ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(solves_at_once=1) as server:
        yield server


def begun(answer: httpx.Response) -> Iterator[str]:
    """The lines of an answer, once the head and an option are there."""
    lines = answer.iter_lines()
    assert json.loads(next(lines))["event"] == "head"
    assert json.loads(next(lines))["event"] in ("option", "first_options")
    return lines


def test_lines_come_before_the_table_is_whole_and_are_its_rows(server: Server) -> None:
    with server.client.stream("POST", "/v1/options", json=ASKED, headers=LINES) as answer:
        assert "content-length" not in answer.headers
        lines = begun(answer)
        early = server.client.get("/readyz").json()["engine"]
        rest = [json.loads(line) for line in lines]

    assert early == "busy"
    assert rest[-1]["status"] == "finished"


def test_a_client_that_hangs_up_in_the_middle_frees_the_solver(server: Server) -> None:
    path = f"{server.url}/v1/options?limit_s=60"
    with httpx.stream("POST", path, json=ASKED, headers=LINES, timeout=60) as answer:
        begun(answer)

    until(lambda: server.client.get("/readyz").json()["engine"] == "answers", seconds=5)


def test_a_solving_process_killed_in_the_middle_is_the_last_line(server: Server) -> None:
    with server.client.stream("POST", "/v1/options", json=ASKED, headers=LINES) as answer:
        lines = begun(answer)
        kill_children(server)
        rest = [json.loads(line) for line in lines]

    assert rest[-1]["event"] == "failed"
    assert rest[-1]["problem"]["code"] == "solver_crashed"
    assert server.client.post("/v1/match", json=good_case()).status_code == 200
