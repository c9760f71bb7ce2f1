"""A database that is not there yet: the server starts, says so, and asks again (failure case F4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from anyio import to_thread
from fastapi import FastAPI

from api import profile
from api.logs import logger
from matcher.errors import StoreFailed
from matcher.service import runs
from matcher.service.repeated import forget_old_keys
from matcher.store.watched import absent

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 30.0


@asynccontextmanager
async def for_the_database(app: FastAPI) -> AsyncIterator[None]:
    """Until it answers, ask ever more seldom and tell each time; requests get 503 in the meantime."""
    async with anyio.create_task_group() as group:
        group.start_soon(_wait, app)
        yield
        group.cancel_scope.cancel()


async def _wait(app: FastAPI) -> None:
    state = app.state
    if absent(state.store) and not state.settings.production:
        return
    wait_s, attempt = FIRST_WAIT_S, 1
    while not state.store_fits:
        try:
            await to_thread.run_sync(profile.require_fit, state.store, state.settings)
            state.store_fits = True
        except StoreFailed as error:
            logger().warning("waiting for the database", code=error.code, attempt=attempt, wait_s=wait_s)
            await anyio.sleep(wait_s)
            wait_s, attempt = min(2 * wait_s, LONGEST_WAIT_S), attempt + 1
    await to_thread.run_sync(runs.settle_every, state.store)
    await to_thread.run_sync(forget_old_keys, state.store)
