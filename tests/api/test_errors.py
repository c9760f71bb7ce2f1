"""Every error is a problem with one status, and says nothing that was sent."""

from __future__ import annotations

import inspect
import logging
from typing import Any

import pytest

from matcher import errors, library
from matcher.errors import (
    Broken,
    Cancelled,
    Conflict,
    Fault,
    Forbidden,
    MatcherError,
    Misconfigured,
    ModelInvalid,
    NotFound,
    OutOfTime,
    PinsClash,
    Precondition,
    ProposalRejected,
    SolveFailed,
    SolverCrashed,
    SolversDisagree,
    StoreBusy,
    StoreDown,
    StoreFailed,
    StoreUnfit,
    TooMany,
    Unauthenticated,
)
from tests.api.client import JSON, app_with, code_of, get, post, problem_of, send
from tests.bad_cases import CANARY, good_case

RAISED = (
    (NotFound("no such child"), 404, "not_found"),
    (SolveFailed("nothing came"), 500, "solve_failed"),
    (OutOfTime("no answer in 20 s"), 503, "out_of_time"),
    (SolverCrashed("ended with SIGKILL"), 500, "solver_crashed"),
    (ModelInvalid("refused"), 500, "model_invalid"),
    (SolversDisagree("they differ"), 500, "solvers_disagree"),
    (Cancelled("stopped"), 409, "cancelled"),
    (PinsClash([("R1", "H1")]), 422, "pins_clash"),
    (ProposalRejected(["capacity: too many"]), 500, "proposal_rejected"),
    (Unauthenticated("sign in"), 401, "unauthenticated"),
    (Forbidden("not yours to do"), 403, "forbidden"),
    (Conflict("stale", "it changed", [Fault("$.bed", "was taken")]), 409, "stale"),
    (Precondition("it has changed"), 412, "precondition_failed"),
    (TooMany("three holds", 60), 429, "too_many"),
    (StoreFailed("not taken"), 503, "store_failed"),
    (Broken("uq_holds_one_a_bed"), 409, "conflict"),
    (StoreBusy("locked"), 503, "store_busy"),
    (StoreDown("no answer"), 503, "store_down"),
    (StoreUnfit("run the upgrade"), 503, "store_unfit"),
    (Misconfigured(["a setting will not do"]), 500, "misconfigured"),
)


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(library, "allocate", fail)


def test_every_error_of_the_engine_is_tried_below() -> None:
    kinds = {
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, MatcherError)
    }

    assert kinds - {MatcherError, errors.BadCase} == {type(error) for error, _, _ in RAISED}


@pytest.mark.parametrize(("error", "status", "code"), RAISED, ids=[code for _, _, code in RAISED])
def test_an_error_of_the_engine_has_its_own_status_and_words(
    monkeypatch: pytest.MonkeyPatch, error: MatcherError, status: int, code: str
) -> None:
    raising(monkeypatch, error)

    answer = post(app_with(), "/v1/match", good_case())

    assert code_of(answer) == (status, code)
    assert answer.json()["detail"] == str(error)


def test_out_of_time_says_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, OutOfTime("no answer"))

    assert post(app_with(retry_after_s=7), "/v1/match", good_case()).headers["retry-after"] == "7"


@pytest.mark.parametrize(
    ("error", "header", "said"),
    [
        (Unauthenticated("sign in"), "www-authenticate", 'Bearer realm="placement-matcher"'),
        (TooMany("three holds", 60), "retry-after", "60"),
        (StoreBusy("locked"), "retry-after", "7"),
        (StoreDown("no answer"), "retry-after", "7"),
    ],
)
def test_an_error_says_in_its_header_what_to_do(
    monkeypatch: pytest.MonkeyPatch, error: MatcherError, header: str, said: str
) -> None:
    raising(monkeypatch, error)

    assert post(app_with(retry_after_s=7), "/v1/match", good_case()).headers[header] == said


def test_a_conflict_says_what_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, Conflict("stale", "it changed", [Fault("$.bed", "was taken")]))

    changed = post(app_with(), "/v1/match", good_case()).json()["changed"]
    assert changed == [{"path": "$.bed", "message": "was taken"}]


def test_a_rejected_answer_lists_its_breaches(monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, ProposalRejected(["capacity: too many", "tier2: a penny off"]))

    breaches = post(app_with(), "/v1/match", good_case()).json()["breaches"]
    assert breaches == ["capacity: too many", "tier2: a penny off"]


def test_an_unexpected_error_is_a_plain_500_and_its_words_reach_no_answer_and_no_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    raising(monkeypatch, RuntimeError(CANARY))

    with caplog.at_level(logging.DEBUG):
        answer = post(app_with(), "/v1/match", good_case())

    assert code_of(answer) == (500, "internal")
    assert "RuntimeError" in caplog.text
    assert CANARY not in caplog.text


def test_an_unknown_address_is_not_repeated() -> None:
    assert code_of(get(app_with(), f"/v1/{CANARY}")) == (404, "no_such_address")


@pytest.mark.parametrize("path", ["/v1/match/", "//v1/match", "/v1", "/v1/match%00"])
def test_an_address_is_exact(path: str) -> None:
    assert code_of(post(app_with(), path, good_case())) == (404, "no_such_address")


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_answered_names_the_one_that_is(method: str) -> None:
    answer = send(app_with(), method, "/v1/match")

    assert code_of(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        f"application/{CANARY}",
        "application/jsonp",
    ],
)
def test_a_body_that_does_not_say_it_is_json_is_refused(content_type: str | None) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}

    answer = send(app_with(), "POST", "/v1/match", b"{}", headers)

    assert code_of(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_a_body_that_says_its_charset_is_read(content_type: str) -> None:
    answer = send(app_with(), "POST", "/v1/match", b"{}", {"Content-Type": content_type})

    assert code_of(answer) == (422, "bad_case")


def test_a_compressed_body_is_refused_unread() -> None:
    answer = send(app_with(), "POST", "/v1/match", b"\x1f\x8b", {**JSON, "Content-Encoding": "gzip"})

    assert code_of(answer) == (415, "unsupported_encoding")


@pytest.mark.parametrize(
    "query",
    [
        "limit_s=0",
        "limit_s=-1",
        "limit_s=nan",
        "limit_s=inf",
        "limit_s=1e999",
        f"limit_s={CANARY}",
        "limit_s=",
        "limit_s=61",
        "workers=0",
        "workers=3",
        "workers=1.5",
        "workers=true",
        "workers=" + "9" * 5_000,
        f"{CANARY}=1",
        "limit_s=5&limit=5",
    ],
)
def test_a_wrong_parameter_is_refused_by_its_name(query: str) -> None:
    answer = post(app_with(), f"/v1/match?{query}", good_case())

    assert code_of(answer) == (422, "bad_case")
    assert len(answer.json()["faults"]) == 1
    assert answer.json()["faults"][0]["path"] in ("?limit_s", "?workers", "?(unknown parameter)")


@pytest.mark.parametrize("path", ["/", "/livez", "/v1/rules", "/nowhere", "/docs", "/openapi.json"])
def test_every_answer_carries_the_security_headers(path: str) -> None:
    headers = get(app_with(), path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_a_refusal_before_routing_carries_them_too() -> None:
    answer = post(app_with(max_body_bytes=10), "/v1/match", good_case())

    assert problem_of(answer)
    assert answer.headers["cache-control"] == "no-store"
