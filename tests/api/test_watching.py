"""What whoever watches the server sees: numbers and lines by route, never an address, a body or a value."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi import FastAPI

from api import logs
from matcher.store import migrate
from matcher.store.engine import connect
from tests.api.client import app_with, code_of, get, post, send

CANARY = "Canary-Lane-7"
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
TOKEN = "a-token-for-the-scraper"


@pytest.fixture
def loggers_as_before() -> Iterator[None]:
    """What a server does to its process's loggers ends with the test."""
    named = [logging.getLogger(name) for name in logs.OURS]
    before = [(one, one.handlers, one.propagate, one.level) for one in named]
    yield
    for one, handlers, propagate, level in before:
        one.handlers, one.propagate = handlers, propagate
        one.setLevel(level)


@pytest.fixture
def lines(loggers_as_before: None) -> io.StringIO:
    """Everything that is logged, as JSON, for one test."""
    written = io.StringIO()
    logs.configure(as_json=True, stream=written)
    return written


def metrics_of(app: FastAPI) -> str:
    return get(app, "/metrics").text


def test_requests_are_counted_by_the_template_of_their_route() -> None:
    app = app_with()
    get(app, f"/v1/users/17?x={CANARY}")
    get(app, f"/{CANARY}")
    send(app, CANARY, "/livez")

    told = metrics_of(app)
    assert CANARY not in told
    assert 'placements_requests_total{method="GET",route="(none)",status="404"} 1.0' in told
    assert 'placements_requests_total{method="OTHER"' in told
    assert 'route="/v1/users/{user_id}"' in told
    assert 'placements_problems_total{code="no_such_address"} 1.0' in told


def test_two_applications_do_not_count_into_each_other() -> None:
    one, other = app_with(), app_with()
    get(one, "/livez")

    assert ('route="/livez"' in metrics_of(one), 'route="/livez"' in metrics_of(other)) == (True, False)


def test_a_question_is_counted_by_how_it_ended() -> None:
    app = app_with()
    get(app, "/readyz")

    assert 'placements_solves_total{status="answered"} 1.0' in metrics_of(app)


@pytest.mark.parametrize(
    ("settings", "header", "status"),
    [
        ({}, None, 200),
        ({"metrics_token": TOKEN}, None, 404),
        ({"metrics_token": TOKEN}, "Bearer wrong", 404),
        ({"metrics_token": TOKEN}, f"Bearer {TOKEN}", 200),
    ],
    ids=["development", "no token", "another token", "the token"],
)
def test_with_a_token_the_metrics_are_for_whoever_has_it(
    settings: dict[str, str], header: str | None, status: int
) -> None:
    given = {} if header is None else {"Authorization": header}
    assert send(app_with(**settings), "GET", "/metrics", headers=given).status_code == status


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", True),
        ("deadbeef", True),
        (CANARY, False),
        ("dead", False),
        ("a" * 65, False),
    ],
)
def test_a_safe_number_of_the_callers_is_kept_and_any_other_is_replaced(given: str, kept: bool) -> None:
    answer = send(app_with(), "GET", "/livez", headers={"X-Request-ID": given})

    number = answer.headers["x-request-id"]
    assert (number == given) is kept
    assert CANARY not in number


def test_each_request_is_one_line_of_known_fields(lines: io.StringIO) -> None:
    answer = get(app_with(), f"/v1/{CANARY}?name={CANARY}")

    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert {name: line[name] for name in line if name not in ("timestamp", "duration_ms")} == {
        "event": "request",
        "level": "info",
        "method": "(none)",
        "route": "(none)",
        "status": 404,
        "code": "no_such_address",
        "request_id": answer.headers["x-request-id"],
    }


def test_a_probe_that_succeeds_is_not_told(lines: io.StringIO) -> None:
    get(app_with(), "/livez")

    assert lines.getvalue() == ""


def test_no_value_of_a_body_or_of_an_exception_is_in_any_line(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(*given: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("matcher.library.allocate", spoilt)
    post(app_with(), "/v1/match", {CANARY: CANARY})
    get(app_with(), "/readyz")
    with suppress(ValueError):
        try:
            spoilt()
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
            logs.logger().exception("here too", body=CANARY, error=CANARY)
            raise

    told = lines.getvalue()
    assert CANARY not in told
    assert told.count('"error": "ValueError"') == 2
    assert "unexpected ValueError" in told


def test_a_developer_gets_the_same_fields_as_a_line(loggers_as_before: None) -> None:
    written = io.StringIO()
    logs.configure(as_json=False, stream=written)
    logs.logger().info("request", route="/livez", status=200, body=CANARY)

    assert "route=/livez" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_a_server_is_ready_when_its_database_has_its_version(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'placements.db'}"
    Path(tmp_path / "placements.db").touch()
    assert code_of(get(app_with(database_url=url), "/readyz")) == (503, "store_unfit")

    engine = connect(url)
    migrate.upgrade(engine)
    engine.dispose()

    assert get(app_with(database_url=url), "/readyz").json()["store"] == "answers"


def test_without_its_database_a_server_is_alive_and_not_ready_and_says_nothing_secret() -> None:
    app = app_with(database_url=NOWHERE)
    answer = get(app, "/readyz")

    assert code_of(answer) == (503, "store_down")
    assert answer.headers["retry-after"] == "5"
    assert "127.0.0.1" not in answer.text
    assert get(app, "/livez").status_code == 200
    assert "placements_store_up 0.0" in metrics_of(app)
