"""An answer that is sent line by line while it is still being worked out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from contextlib import closing
from threading import Event
from typing import Literal

import anyio
from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import errors
from api.solving import Desk
from matcher.errors import MatcherError

MEDIA_TYPE = "application/x-ndjson"
Lines = Generator[str]
Item = bytes | Exception | None
"""A line, what went wrong, or the end."""


class Failed(BaseModel):
    """The last line, where something went wrong after the first."""

    event: Literal["failed"] = "failed"
    problem: errors.Problem


def wants_lines(request: Request) -> bool:
    """Whether the client says that it takes JSON lines."""
    accepted = request.headers.get("accept", "").split(",")
    return MEDIA_TYPE in {media_type.partition(";")[0].strip().lower() for media_type in accepted}


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
        items: asyncio.Queue[Item] = asyncio.Queue()
        failed: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(self._solve, items)
            try:
                failed = await self._send(items, send)
            finally:
                if self.cancel is not None:
                    self.cancel.set()  # nobody reads on: at the end this changes nothing
        if failed is not None:
            raise failed

    async def _solve(self, items: asyncio.Queue[Item]) -> None:
        """Work in a thread while the desk allows it; the solver is free before the last line is sent."""
        loop = asyncio.get_running_loop()

        def put(item: Item) -> None:
            loop.call_soon_threadsafe(lambda: items.put_nowait(item))

        try:
            async with self.desk.turn(self.request) as cancel:
                self.cancel = cancel
                await to_thread.run_sync(self._work, cancel, put, limiter=CapacityLimiter(1))
        except Exception as error:
            items.put_nowait(error)
        else:
            items.put_nowait(None)

    def _work(self, cancel: Event, put: Callable[[Item], None]) -> None:
        with closing(self.ask(cancel)) as lines:
            for line in lines:
                put(line.encode() + b"\n")

    async def _send(self, items: asyncio.Queue[Item], send: Send) -> Exception | None:
        """Send what has come, all of it at once; the error, where nothing was sent before it."""
        item = await items.get()
        if isinstance(item, Exception):
            return item
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while isinstance(item, bytes):
            ready = [item]
            while not items.empty() and isinstance(item := items.get_nowait(), bytes):
                ready.append(item)
            await send({"type": "http.response.body", "body": b"".join(ready), "more_body": True})
            if isinstance(item, bytes):
                item = await items.get()
        last = b"" if item is None else self._failure(item)
        await send({"type": "http.response.body", "body": last, "more_body": False})
        return None

    def _failure(self, error: Exception) -> bytes:
        """An error as a line."""
        known = isinstance(error, MatcherError)
        told = errors.from_engine(error, self.retry_after_s) if known else errors.internal(error)  # type: ignore[arg-type]
        failed = Failed(problem=errors.Problem.model_validate_json(bytes(told.body)))
        return failed.model_dump_json(exclude_none=True).encode() + b"\n"
