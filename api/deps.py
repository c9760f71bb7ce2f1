"""What every route is given: the settings, the desk, and the limits of one solve."""

from __future__ import annotations

from threading import Event
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api import profile
from api.settings import ServerSettings
from api.solving import Desk
from matcher import library
from matcher.errors import BadCase, Fault
from matcher.store.work import Store


class SolveQuery(BaseModel):
    """The parameters in the address of a question that solves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit_s: float | None = Field(
        None,
        gt=0,
        le=3_600,
        allow_inf_nan=False,
        description="Seconds the whole answer may take. When time ends first, the best plan found is "
        "answered with its gap, or 503 when there is none.",
    )
    workers: int | None = Field(
        None, ge=1, le=64, description="Processes that solve at once. They never change the answer."
    )


class NoQuery(BaseModel):
    """An address without parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


async def settings_of(request: Request) -> ServerSettings:
    """The settings this application was made with."""
    settings: ServerSettings = request.app.state.settings
    return settings


async def desk_of(request: Request) -> Desk:
    """The application's one desk."""
    desk: Desk = request.app.state.desk
    return desk


async def store_of(request: Request) -> Store:
    """The application's store. Raises StoreUnfit until its database is one that may be worked on."""
    state = request.app.state
    if not state.store_fits:
        await to_thread.run_sync(profile.require_fit, state.store, state.settings)
        state.store_fits = True
    store: Store = state.store
    return store


ServerLimits = Annotated[ServerSettings, Depends(settings_of)]
TheDesk = Annotated[Desk, Depends(desk_of)]
TheStore = Annotated[Store, Depends(store_of)]
AskedLimits = Annotated[SolveQuery, Query()]
Nothing = Annotated[NoQuery, Query()]


class SolveLimits:
    """The limits of one solve: what was asked, inside what the server allows. Raises BadCase."""

    def __init__(self, asked: AskedLimits, server: ServerLimits) -> None:
        faults = list(_over(asked, server))
        if faults:
            raise BadCase(faults)
        self.limit_s = server.limit_s if asked.limit_s is None else asked.limit_s
        self.workers = asked.workers or 1

    def settings(self, cancel: Event) -> library.Settings:
        """The same for the library, with the event that stops it."""
        return library.Settings(limit_s=self.limit_s, workers=self.workers, cancel=cancel)


def _over(asked: SolveQuery, server: ServerSettings) -> list[Fault]:
    faults = []
    if asked.limit_s is not None and asked.limit_s > server.max_limit_s:
        faults.append(Fault("?limit_s", f"this server solves for {server.max_limit_s:g} seconds at most"))
    if asked.workers is not None and asked.workers > server.max_workers:
        faults.append(Fault("?workers", f"this server gives a solve {server.max_workers} workers at most"))
    return faults


Limits = Annotated[SolveLimits, Depends(SolveLimits)]
