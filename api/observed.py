"""The outermost ring: every request gets a number to be found by, is counted, and is told in one line."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from api.logs import logger
from api.metrics import NO_ROUTE, Metrics

HEADER = "X-Request-ID"
_SAFE = re.compile(r"[0-9A-Fa-f-]{8,64}")
"""Hexadecimal digits and dashes, as proxies make them: no name can be written in these."""
_QUIET = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked every few seconds: counted, and told only when they fail."""


class Observed:
    """Counts, times and tells each request by its route's template, never by its address or body."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = request_id(Headers(scope=scope).getlist(HEADER))
        status, began = 500, time.perf_counter()

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        with bound_contextvars(request_id=number):
            try:
                await self.app(scope, receive, send_numbered)
            finally:
                self._tell(scope, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route, code = template_of(scope), scope.get("state", {}).get("problem_code")
        self.metrics.answered(scope["method"], route, status, seconds, code)
        if route in _QUIET and status < 400:
            return
        told: dict[str, Any] = {} if code is None else {"code": code}
        method = scope["method"] if route else NO_ROUTE
        logger().info(
            "request",
            method=method,
            route=route or NO_ROUTE,
            status=status,
            duration_ms=round(seconds * 1_000, 1),
            **told,
        )


def request_id(given: list[str]) -> str:
    """The caller's own number where it is one safe token, else a new one."""
    if len(given) == 1 and _SAFE.fullmatch(given[0]):
        return given[0]
    return secrets.token_hex(16)


def template_of(scope: Scope) -> str | None:
    """The template of the route that answered, such as /v1/runs/{run_id}; None where none did."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else None
