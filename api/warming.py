"""The engine made ready while the server starts: compiled once after an update, a solving process waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from anyio import to_thread

from matcher import library


@asynccontextmanager
async def engine() -> AsyncIterator[None]:
    """A solving process waits before the first question; a minute of compiling is not waited for.

    Until it is done `/readyz` says so, and `/livez` answers at once.
    """
    if library.compiled():
        await to_thread.run_sync(library.warm)
    else:
        Thread(target=library.warm, name="compiling", daemon=True).start()
    yield
