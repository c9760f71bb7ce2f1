"""What the door checks before anything is parsed: how many requests, how large a body, how slow.

Pure ASGI, so that a body is refused while it streams and never gathered first.
"""

from __future__ import annotations

from asyncio import timeout
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Refused, internal, problem
from api.settings import ServerSettings

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_NOTHING_LOADS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of an answer that names none of its own."""
_ONLY_HTTPS = "max-age=31536000; includeSubDomains"
DRAIN_S = 5.0
DRAIN_BYTES = 64 * 2**20
_PROBES = frozenset({"/livez", "/readyz", "/metrics"})


class LastResort:
    """Outermost: security headers on every answer, and a plain 500 instead of a traceback."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.headers = _HEADERS | ({"Strict-Transport-Security": _ONLY_HTTPS} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers.setdefault("Content-Security-Policy", _NOTHING_LOADS)
            await send(message)

        try:
            await self.app(scope, receive, send_guarded)
        except Exception as error:
            answer = internal(error)
            _noted(scope, "internal")
            if started:
                raise
            await answer(scope, receive, send_guarded)


class CrowdLimit:
    """At most so many requests at once; the probes always come in."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app, self.settings = app, settings
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _PROBES:
            await self.app(scope, receive, send)
            return
        if self.inside >= self.settings.max_requests:
            _noted(scope, "busy")
            await _full(self.settings)(scope, receive, send)
            return
        self.inside += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.inside -= 1


class BodyLimit:
    """A body over the limit is refused by its declared length, and again while it streams."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared[:20]) > self.settings.max_body_bytes:
            await _drained(receive)
            error = self._too_large()
            _noted(scope, error.code)
            answer = problem(error.status, error.code, error.detail, error.headers)
            await answer(scope, receive, send)
            return
        await self.app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        received = 0
        whole = False

        async def receive_counted() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            try:
                async with timeout(self.settings.body_timeout_s):
                    message = await receive()
            except TimeoutError:
                raise self._too_slow() from None
            received += len(message.get("body", b""))
            if received > self.settings.max_body_bytes:
                raise self._too_large()
            whole = not message.get("more_body", False)
            return message

        return receive_counted

    def _too_large(self) -> Refused:
        limit = self.settings.max_body_bytes
        detail = f"the body is larger than {limit} bytes: split the case or leave out homes far away"
        return Refused(413, "body_too_large", detail, {"Connection": "close"})

    def _too_slow(self) -> Refused:
        detail = f"no part of the body came for {self.settings.body_timeout_s:g} seconds: send it again"
        return Refused(408, "body_too_slow", detail, {"Connection": "close"})


async def _drained(receive: Receive) -> None:
    """Let go what is still coming, for a moment: a connection closed on unread bytes loses its answer."""
    left = DRAIN_BYTES
    with suppress(TimeoutError):
        async with timeout(DRAIN_S):
            while left > 0 and (message := await receive()).get("more_body", False):
                left -= max(len(message.get("body", b"")), 1_024)


def _noted(scope: Scope, code: str) -> None:
    """Whoever counts this answer is told its code, as the error handlers tell theirs."""
    scope.setdefault("state", {})["problem_code"] = code


def _full(settings: ServerSettings) -> ASGIApp:
    detail = "the server is answering as many requests as it may: try again shortly"
    return problem(503, "busy", detail, {"Retry-After": str(settings.retry_after_s)})
