"""Ask an application without a network, and the cases these tests ask about. All invented."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from fastapi import FastAPI

from api.main import create_app
from api.settings import ServerSettings
from tests.bad_cases import CANARIES, good_case

JSON = {"Content-Type": "application/json"}
NO_DATABASE = "sqlite:///no-such-folder/none.db"
"""A file that was never made: the questions that bring their own case need none."""
QUESTIONS = (
    "/v1/options",
    "/v1/why-not",
    "/v1/verify",
    "/v1/alternatives",
    "/v1/impact",
    "/v1/emergency",
    "/v1/route",
    "/v1/relax",
    "/v1/reviews",
    "/v1/price-of-rules",
    "/v1/break-even",
    "/v1/what-if",
    "/v1/sweep",
    "/v1/frontier",
    "/v1/refusals",
)
SOLVES = (
    "/v1/match",
    "/v1/options",
    "/v1/alternatives",
    "/v1/route",
    "/v1/relax",
    "/v1/reviews",
    "/v1/frontier",
    "/v1/refusals",
)
REST: dict[str, dict[str, Any]] = {
    "/v1/options": {},
    "/v1/why-not": {"referral": "R1"},
    "/v1/verify": {"answer": {}},
    "/v1/alternatives": {"k": 2},
    "/v1/route": {},
    "/v1/reviews": {"max_moves": 1},
    "/v1/price-of-rules": {"rules": ["age"]},
    "/v1/break-even": {"home": "H1"},
    "/v1/relax": {"referral": "R1"},
    "/v1/what-if": {"scenarios": [{"name": "as it is", "changes": []}]},
    "/v1/sweep": {"parameter": {"turns": "pence_per_mile"}, "start": 0, "stop": 9},
    "/v1/emergency": {"referral": "R1"},
    "/v1/frontier": {},
    "/v1/refusals": {"referral": "R1"},
    "/v1/impact": {"referral": "R1", "home": "H1"},
}
"""What each question needs besides its case."""


def app_with(**settings: Any) -> FastAPI:
    """An application of its own, with these settings and no others from the environment."""
    return create_app(ServerSettings(**{"database_url": NO_DATABASE, **settings}))


def send(
    app: FastAPI,
    method: str,
    path: str,
    content: bytes | AsyncIterator[bytes] | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """One request; an exception that leaves the application leaves this function too."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
            return await client.request(method, path, content=content, headers=headers)

    return asyncio.run(ask())


def get(app: FastAPI, path: str) -> httpx.Response:
    return send(app, "GET", path)


def post(app: FastAPI, path: str, document: Any) -> httpx.Response:
    """Post a document, or bytes as they are, as JSON."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return send(app, "POST", path, content, JSON)


def question(path: str, case: Any = None, **more: Any) -> dict[str, Any]:
    """The body of a question about a case."""
    return {"case": good_case() if case is None else case, **REST[path], **more}


def body_for(path: str, case: Any = None) -> Any:
    """A right body for any address that takes one."""
    return (case or good_case()) if path == "/v1/match" else question(path, case)


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    """The problem of an answer, having checked that it is one and repeats no canary."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert not [canary for canary in CANARIES if canary in answer.text + str(answer.headers)]
    found: dict[str, Any] = answer.json()
    assert found["type"] == f"urn:placement-matcher:problem:{found['code']}"
    assert found["status"] == answer.status_code
    assert found["title"]
    assert found["detail"]
    return found


def code_of(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    found = problem_of(answer)
    return found["status"], found["code"]


def fault_paths(answer: httpx.Response) -> list[str]:
    """Where the faults of a refused document are."""
    assert code_of(answer) == (422, "bad_case")
    return [fault["path"] for fault in answer.json()["faults"]]
