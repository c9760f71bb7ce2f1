"""Long questions: each in a thread of its own, a few at a time, stopped when nobody waits for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request

from api.errors import Refused
from api.settings import ServerSettings
from matcher.errors import MatcherError

Answer = TypeVar("Answer")


class Desk:
    """Where questions wait their turn. `answered` says whether the engine has ever answered here."""

    def __init__(self, settings: ServerSettings, tell: Callable[[str], None] = lambda status: None) -> None:
        self.settings, self._tell = settings, tell
        self._solving = CapacityLimiter(settings.solves_at_once)
        self._reading = CapacityLimiter(2)

    @property
    def busy(self) -> bool:
        """Whether a solve is running now."""
        return self._solving.borrowed_tokens > 0

    async def read(self, parse: Callable[[], Answer]) -> Answer:
        """Parse a document away from the event loop, two at a time."""
        return await to_thread.run_sync(parse, limiter=self._reading)

    async def solve(self, request: Request, ask: Callable[[Event], Answer]) -> Answer:
        """Ask the engine; its event is set when the client hangs up. Raises Refused when full."""
        async with self.turn(request) as cancel:
            return await to_thread.run_sync(ask, cancel, limiter=CapacityLimiter(1))

    @asynccontextmanager
    async def turn(self, request: Request) -> AsyncIterator[Event]:
        """A solver for as long as it is needed; the event is set when the client hangs up. Raises Refused."""
        async with self._slot(), _cancelled_when_gone(request) as cancel, self._told():
            yield cancel

    @asynccontextmanager
    async def _told(self) -> AsyncIterator[None]:
        """Count how the question ended: answered, or the code of what went wrong."""
        try:
            yield
        except MatcherError as error:
            self._tell(error.code)
            raise
        self._tell("answered")

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        holder = object()
        try:
            with anyio.fail_after(self.settings.wait_s):
                await self._solving.acquire_on_behalf_of(holder)
        except TimeoutError:
            raise self._full() from None
        try:
            yield
        finally:
            self._solving.release_on_behalf_of(holder)

    def _full(self) -> Refused:
        detail = "all solvers are at work: try again shortly"
        return Refused(503, "busy", detail, {"Retry-After": str(self.settings.retry_after_s)})


@asynccontextmanager
async def _cancelled_when_gone(request: Request) -> AsyncIterator[Event]:
    cancel = Event()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            continue
        cancel.set()

    try:
        async with anyio.create_task_group() as group:
            group.start_soon(watch)
            yield cancel
            group.cancel_scope.cancel()
    except BaseExceptionGroup as several:
        # A task group wraps what its body raises; the answer to the client is the error itself.
        raise several.exceptions[0] from None
