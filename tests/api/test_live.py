"""A real server on a real port: it streams, it refuses, and it outlives its solving processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.api.client import JSON, code_of
from tests.api.server import Server, running, until
from tests.bad_cases import CANARY, good_case

CASES = Path(__file__).resolve().parents[1] / "cases"
DESK = json.loads((CASES / "case-1005-30x120.json").read_text())


def kill_children(server: Server) -> set[int]:
    children = set(server.children)
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return children


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running(max_body_bytes=1_000_000) as server:
        yield server


def test_it_is_alive_and_ready(server: Server) -> None:
    assert server.client.get("/livez").json() == {"status": "alive"}
    assert server.client.get("/readyz").json() == {"status": "ready", "engine": "answers", "store": "none"}


def test_it_matches_the_children_of_a_case(server: Server) -> None:
    answer = server.client.post("/v1/match", json=good_case())

    assert answer.status_code == 200
    assert answer.json()["status"] == "optimal"


def test_a_body_in_pieces_that_grows_too_large_is_refused(server: Server) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(3_000):
            yield b" " * 1_000

    answer = server.client.post("/v1/match", content=pieces(), headers=JSON)

    assert code_of(answer) == (413, "body_too_large")
    assert server.client.get("/livez").status_code == 200


def test_a_declared_length_is_believed_before_a_byte_is_sent(server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(
            b"POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 50000000\r\n\r\n"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_nothing_that_is_asked_is_written_to_the_log(server: Server) -> None:
    server.client.get(f"/v1/rules?child={CANARY}")
    server.client.post("/v1/match", json={CANARY: CANARY})

    assert CANARY not in "".join(server.said)


def test_a_killed_solving_process_fails_its_own_question_and_no_other(server: Server) -> None:
    answers: list[httpx.Response] = []

    def ask() -> None:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            answers.append(client.post("/v1/options", json={"case": DESK}))

    server.client.get("/readyz")
    asking = threading.Thread(target=ask)
    asking.start()
    killed: set[int] = set()
    while asking.is_alive():
        killed |= kill_children(server)
        asking.join(0.05)

    assert code_of(answers[0]) == (500, "solver_crashed")
    assert "SIGKILL" in answers[0].json()["detail"]
    assert server.client.post("/v1/match", json=good_case()).status_code == 200
    assert killed
    assert not killed & set(server.children)


def test_a_client_that_hangs_up_frees_the_solver(server: Server) -> None:
    soon = httpx.Timeout(20, read=0.05)  # long before any answer
    with httpx.Client(base_url=server.url, timeout=soon) as client, pytest.raises(httpx.ReadTimeout):
        client.post("/v1/options?limit_s=60", json={"case": DESK})

    until(lambda: server.client.get("/readyz").json()["engine"] == "answers", seconds=10)


def test_it_stops_when_told_to_and_leaves_no_process_behind() -> None:
    with running() as server:
        server.client.get("/readyz")
        children = server.children
        assert children

    assert "shutdown complete" in "".join(server.said)
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))
