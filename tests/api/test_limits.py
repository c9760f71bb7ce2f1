"""How much, how many, how long: each limit is kept before the work it limits is done."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from matcher import library
from matcher.errors import Cancelled
from tests.api.client import JSON, app_with, code_of, get, post, problem_of, question, send
from tests.bad_cases import good_case

BODY = json.dumps(good_case()).encode()


def waits_until(told: threading.Event, seen: list[library.Settings]) -> Callable[..., Any]:
    """An engine that solves until `told`, or until it is cancelled."""

    def allocate(case: Any, settings: library.Settings) -> Any:
        seen.append(settings)
        while not told.wait(0.01):
            if settings.cancel.is_set():
                raise Cancelled("stopped")
        raise Cancelled("told")

    return allocate


def test_a_body_as_large_as_allowed_is_read() -> None:
    assert post(app_with(max_body_bytes=len(BODY)), "/v1/match", BODY).status_code == 200


def test_a_body_a_byte_larger_is_refused_by_its_declared_length() -> None:
    answer = post(app_with(max_body_bytes=len(BODY) - 1), "/v1/match", BODY)

    assert code_of(answer) == (413, "body_too_large")


@pytest.mark.parametrize("declared", ["9" * 400, "99999999999999999999999"])
def test_a_declared_length_beyond_all_numbers_is_refused(declared: str) -> None:
    answer = send(app_with(), "POST", "/v1/match", b"{}", {**JSON, "Content-Length": declared})

    assert code_of(answer) == (413, "body_too_large")


def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_large() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 1_000

    answer = send(app_with(max_body_bytes=10_000), "POST", "/v1/match", endless(), JSON)

    assert code_of(answer) == (413, "body_too_large")
    assert sent == 11


def test_a_body_in_pieces_within_the_limit_is_read_whole() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(BODY), 100):
            yield BODY[start : start + 100]

    answer = send(app_with(max_body_bytes=len(BODY)), "POST", "/v1/match", pieces(), JSON)

    assert answer.status_code == 200


def test_a_body_that_stops_coming_is_given_up() -> None:
    async def stalled() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(30)

    answer = send(app_with(body_timeout_s=0.1), "POST", "/v1/match", stalled(), JSON)

    assert code_of(answer) == (408, "body_too_slow")


@pytest.mark.parametrize(
    ("limits", "status"),
    [({"max_referrals": 2, "max_homes": 2}, 200), ({"max_referrals": 1}, 413), ({"max_homes": 1}, 413)],
)
def test_a_case_may_hold_so_many_and_no_more(limits: dict[str, int], status: int) -> None:
    app = app_with(**limits)
    asked = {"/v1/match": good_case(), "/v1/why-not": question("/v1/why-not")}
    for path, body in asked.items():
        answer = post(app, path, body)
        assert answer.status_code == status
        if status == 413:
            assert problem_of(answer)["code"] in ("too_many_referrals", "too_many_homes")


def test_the_time_and_the_workers_asked_for_reach_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[library.Settings] = []
    told = threading.Event()
    told.set()
    monkeypatch.setattr(library, "allocate", waits_until(told, seen))
    app = app_with(limit_s=9)

    post(app, "/v1/match?limit_s=2.5&workers=2", BODY)
    post(app, "/v1/match", BODY)

    assert [(settings.limit_s, settings.workers) for settings in seen] == [(2.5, 2), (9.0, 1)]


def ask_while_one_solves(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, then: Callable[[httpx.AsyncClient], Any]
) -> Any:
    """Start a solve that does not end, ask something else, and let the first one go."""
    seen: list[library.Settings] = []
    told = threading.Event()
    monkeypatch.setattr(library, "allocate", waits_until(told, seen))

    async def both() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            first = asyncio.create_task(client.post("/v1/match", content=BODY, headers=JSON))
            while not seen:
                await asyncio.sleep(0.01)
            try:
                return await then(client)
            finally:
                told.set()
                await first

    return asyncio.run(both())


def test_when_all_solvers_are_at_work_the_next_is_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = app_with(solves_at_once=1, wait_s=0.05, retry_after_s=3)

    answer = ask_while_one_solves(
        app, monkeypatch, lambda client: client.post("/v1/match", content=BODY, headers=JSON)
    )

    assert code_of(answer) == (503, "busy")
    assert answer.headers["retry-after"] == "3"


def test_a_question_without_a_solver_is_answered_while_all_solvers_are_at_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = app_with(solves_at_once=1, wait_s=0.05)

    answer = ask_while_one_solves(
        app, monkeypatch, lambda client: client.post("/v1/why-not", json=question("/v1/why-not"))
    )

    assert answer.status_code == 200


def test_a_busy_server_is_ready_and_does_not_ask_its_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_with(solves_at_once=1, wait_s=0.05)

    answer = ask_while_one_solves(app, monkeypatch, lambda client: client.get("/readyz"))

    assert answer.json() == {"status": "ready", "engine": "busy", "store": "none"}


def test_the_request_after_the_last_one_allowed_is_refused_but_the_probes_come_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def three(client: httpx.AsyncClient) -> list[httpx.Response]:
        return [await client.get(path) for path in ("/v1/rules", "/livez", "/readyz")]

    refused, *probes = ask_while_one_solves(app_with(max_requests=1), monkeypatch, three)

    assert code_of(refused) == (503, "busy")
    assert [probe.status_code for probe in probes] == [200, 200]


def test_a_solve_ends_and_frees_its_place_when_the_client_hangs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[library.Settings] = []
    monkeypatch.setattr(library, "allocate", waits_until(threading.Event(), seen))
    app = app_with(solves_at_once=1)
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/match",
        "raw_path": b"/v1/match",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "scheme": "http",
        "server": ("test", 80),
    }

    async def hang_up() -> None:
        messages = [{"type": "http.request", "body": BODY}, {"type": "http.disconnect"}]

        async def receive() -> Any:
            if len(messages) == 1:
                while not seen:
                    await asyncio.sleep(0.01)
            return messages.pop(0)

        async def send_nowhere(message: Any) -> None:
            assert message["type"].startswith("http.response")

        await asyncio.wait_for(app(scope, receive, send_nowhere), 10)

    asyncio.run(hang_up())

    assert seen[0].cancel.is_set()
    assert not app.state.desk.busy


def test_many_questions_at_once_are_all_answered() -> None:
    app = app_with(solves_at_once=2, wait_s=60)

    async def ten() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            asked = [client.post("/v1/match", content=BODY, headers=JSON) for _ in range(10)]
            return list(await asyncio.gather(*asked))

    answers = asyncio.run(ten())

    assert {answer.status_code for answer in answers} == {200}
    assert len({json.dumps(answer.json()["allocation"]) for answer in answers}) == 1


def test_a_probe_answers_at_once_while_a_large_document_is_read() -> None:
    app = app_with()
    large = json.dumps(good_case() | {"referrals": [good_case()["referrals"][0]] * 10_000}).encode()

    async def both() -> float:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            reading = asyncio.create_task(client.post("/v1/match", content=large, headers=JSON))
            await asyncio.sleep(0.01)
            start = time.monotonic()
            answer = await client.get("/livez")
            took = time.monotonic() - start
            assert answer.status_code == 200
            assert (await reading).status_code == 422
            return took

    assert asyncio.run(both()) < 1.0


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACEMENT_MAX_BODY_BYTES", "5")

    assert code_of(post(app_with(), "/v1/match", BODY)) == (413, "body_too_large")
    assert get(app_with(), "/livez").status_code == 200
