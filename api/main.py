"""The application: made by `create_app`, served by `placements serve` or `uvicorn --factory`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from anyio import to_thread
from fastapi import Depends, FastAPI

from api import errors, limits, logs, profile, waiting, warming
from api.metrics import Metrics
from api.observed import Observed
from api.openapi import openapi_of
from api.rates import Rates
from api.routes import (
    beds,
    budgets,
    case,
    decisions,
    emergency,
    explain,
    frontier,
    health,
    holds,
    homes,
    impact,
    keys,
    links,
    offers,
    oidc,
    people,
    placements,
    policies,
    prices,
    record,
    reference,
    referrals,
    refusals,
    relax,
    reviews,
    route,
    runs,
    scenarios,
    session,
    solve,
    what_if,
)
from api.settings import ServerSettings
from api.signed_in import may_ask, still_may_ask
from api.solving import Desk
from matcher import library
from matcher.errors import StoreBusy, StoreDown
from matcher.store.engine import connect
from matcher.store.work import Store

_QUESTIONS = (
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
)
"""Each brings its whole case: open to everybody in development, to who has the right to ask in production."""
_OF_A_COUNCIL = (
    *(case, referrals, homes, beds, offers, budgets, policies, placements, links),
    *(session, oidc, people, keys, runs, scenarios, holds, decisions, record),
)
"""Each function of theirs is given an actor, but for signing in."""
_OPEN = (reference, health)


def create_app(settings: ServerSettings | None = None, store: Store | None = None) -> FastAPI:
    """One application with its own limits and its own store; the environment's where none are given.

    Nothing is opened before it is needed. Raises Misconfigured, and StoreUnfit in production.
    """
    settings = settings or ServerSettings()
    profile.require_sound(settings)
    # The stock pages load scripts from another host and are open to all; ours are in routes/health.py.
    app = FastAPI(
        title="Placement Matcher",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=_warm,
    )
    app.state.settings = settings
    app.state.store = store or _store_of(settings)
    app.state.store_fits = False
    app.state.metrics = Metrics(app.state.store)
    app.state.desk = Desk(settings, app.state.metrics.solved)
    app.state.rates = Rates(settings)
    guards = [Depends(may_ask), Depends(still_may_ask, scope="function")] if settings.production else []
    for room in _QUESTIONS:
        app.include_router(room.router, dependencies=guards)
    for room in (*_OF_A_COUNCIL, *_OPEN):
        app.include_router(room.router)
    errors.install(app, settings.retry_after_s)
    _surround(app, settings)
    app.openapi = lambda: openapi_of(app, settings)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _warm(app: FastAPI) -> AsyncIterator[None]:
    """A solving process waits before the first question comes, and ends with the server."""
    logs.configure(app.state.settings.logs_as_json)
    async with warming.engine(), waiting.for_the_database(app):
        yield
    await to_thread.run_sync(library.close)
    app.state.store.engine.dispose()


def _store_of(settings: ServerSettings) -> Store:
    store = Store(connect(settings.database_url.get_secret_value()), lambda: datetime.now(UTC))
    if settings.production:
        # A database that does not answer yet is waited for; one that must not be worked on is not.
        with suppress(StoreDown, StoreBusy):
            profile.require_fit(store, settings)
    return store


def _surround(app: FastAPI, settings: ServerSettings) -> None:
    """The last one added is the outermost: a refusal of the inner ones gets the headers too."""
    app.add_middleware(limits.BodyLimit, settings=settings)
    app.add_middleware(limits.CrowdLimit, settings=settings)
    app.add_middleware(limits.LastResort, https=settings.https)
    app.add_middleware(Observed, metrics=app.state.metrics)
