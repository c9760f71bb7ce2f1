"""The application: made by `create_app`, served by `placements serve` or `uvicorn --factory`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from api import errors, limits
from api.openapi import openapi_of
from api.routes import (
    emergency,
    explain,
    frontier,
    health,
    impact,
    prices,
    reference,
    refusals,
    relax,
    reviews,
    route,
    solve,
    what_if,
)
from api.settings import ServerSettings
from api.solving import Desk
from matcher import library


def create_app(settings: ServerSettings | None = None) -> FastAPI:
    """One application with its own limits; the environment's where none are given."""
    settings = settings or ServerSettings()
    # The stock pages load scripts from another host; ours is in routes/health.py.
    app = FastAPI(
        title="Placement Matcher", docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_warm
    )
    app.state.settings = settings
    app.state.desk = Desk(settings)
    for room in (
        solve,
        relax,
        what_if,
        frontier,
        refusals,
        emergency,
        explain,
        impact,
        route,
        reviews,
        prices,
        reference,
        health,
    ):
        app.include_router(room.router)
    errors.install(app, settings.retry_after_s)
    _surround(app, settings)
    app.openapi = lambda: openapi_of(app, settings)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _warm(app: FastAPI) -> AsyncIterator[None]:
    """A solving process waits before the first question comes, and ends with the server."""
    await to_thread.run_sync(library.warm)
    yield
    await to_thread.run_sync(library.close)


def _surround(app: FastAPI, settings: ServerSettings) -> None:
    """The last one added is the outermost: a refusal of the inner ones gets the headers too."""
    app.add_middleware(limits.BodyLimit, settings=settings)
    app.add_middleware(limits.CrowdLimit, settings=settings)
    app.add_middleware(limits.LastResort)
