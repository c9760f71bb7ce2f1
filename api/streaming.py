"""An answer that is sent line by line while it is still being worked out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from contextlib import closing
from threading import Event, Semaphore
from typing import Literal

import anyio
from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import errors
from api.accepting import says_it_takes
from api.solving import Desk
from matcher.errors import Cancelled, MatcherError

MEDIA_TYPE = "application/x-ndjson"
Lines = Generator[str]
Item = bytes | Exception | None
"""A line, what went wrong, or the end."""
MOST_WAITING = 1_000
"""Lines that may wait for a client that reads slowly."""
STALLED_S = 30.0


class Failed(BaseModel):
    """The last line, where something went wrong after the first."""

    event: Literal["failed"] = "failed"
    problem: errors.Problem


def wants_lines(request: Request) -> bool:
    """Whether the client says that it takes JSON lines."""
    return says_it_takes(request, MEDIA_TYPE)


class Waiting:
    """Lines on their way from a thread to the client, never more than a bound: beyond it the thread waits.

    A client that takes nothing for STALLED_S is given up, so that it does not keep a solver.
    """

    def __init__(self) -> None:
        self.items: asyncio.Queue[Item] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._room = Semaphore(MOST_WAITING)
        self._closed = False

    def put(self, line: bytes) -> None:
        """Called in the thread; returns when there is room. Raises Cancelled when nobody reads on."""
        in_time = self._room.acquire(timeout=STALLED_S)
        if self._closed or not in_time:
            raise Cancelled("the client stopped reading: ask again")
        self._loop.call_soon_threadsafe(self.items.put_nowait, line)

    def sent(self, lines: int) -> None:
        """Make room for as many as were sent."""
        self._room.release(lines)

    def close(self) -> None:
        """Nobody reads on: a thread that waits for room stops."""
        self._closed = True
        self._room.release()


class Streamed(Response):
    """Lines from an iterator that solves in a thread; closed, and the solve with it, when the client is gone.

    What goes wrong before the first line is raised, and answered as any error. Afterwards it is the last
    line: `{"event": "failed", "problem": …}`.
    """

    def __init__(
        self, request: Request, desk: Desk, ask: Callable[[Event], Lines], retry_after_s: int
    ) -> None:
        super().__init__(media_type=MEDIA_TYPE)
        del self.headers["content-length"]
        self.request, self.desk, self.ask, self.retry_after_s = request, desk, ask, retry_after_s
        self.cancel: Event | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waiting = Waiting()
        failed: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(self._solve, waiting)
            try:
                failed = await self._send(waiting, send)
            finally:
                if self.cancel is not None:
                    self.cancel.set()  # nobody reads on: at the end this changes nothing
                waiting.close()
        if failed is not None:
            raise failed

    async def _solve(self, waiting: Waiting) -> None:
        """Work in a thread while the desk allows it; the solver is free before the last line is sent."""
        try:
            async with self.desk.turn(self.request) as cancel:
                self.cancel = cancel
                await to_thread.run_sync(self._work, cancel, waiting.put, limiter=CapacityLimiter(1))
        except Exception as error:
            waiting.items.put_nowait(error)
        else:
            waiting.items.put_nowait(None)

    def _work(self, cancel: Event, put: Callable[[bytes], None]) -> None:
        with closing(self.ask(cancel)) as lines:
            for line in lines:
                put(line.encode() + b"\n")

    async def _send(self, waiting: Waiting, send: Send) -> Exception | None:
        """Send what has come, all of it at once; the error, where nothing was sent before it."""
        item = await waiting.items.get()
        if isinstance(item, Exception):
            return item
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while isinstance(item, bytes):
            ready = [item]
            while not waiting.items.empty() and isinstance(item := waiting.items.get_nowait(), bytes):
                ready.append(item)
            await send({"type": "http.response.body", "body": b"".join(ready), "more_body": True})
            waiting.sent(len(ready))
            if isinstance(item, bytes):
                item = await waiting.items.get()
        last = b"" if item is None else self._failure(item)
        await send({"type": "http.response.body", "body": last, "more_body": False})
        return None

    def _failure(self, error: Exception) -> bytes:
        """An error as a line."""
        known = isinstance(error, MatcherError)
        told = errors.from_engine(error, self.retry_after_s) if known else errors.internal(error)  # type: ignore[arg-type]
        failed = Failed(problem=errors.Problem.model_validate_json(bytes(told.body)))
        return failed.model_dump_json(exclude_none=True).encode() + b"\n"
