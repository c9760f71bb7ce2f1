"""Who is asking: a person by the cookie of a session, or a program by its key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from api.deps import ServerLimits, TheStore, store_of
from api.errors import Refused
from api.rates import Rates
from api.settings import ServerSettings
from matcher.errors import Forbidden, StoreFailed, Unauthenticated
from matcher.service import keys, sessions, tokens
from matcher.service.actor import Actor
from matcher.service.standing import standing
from matcher.store.work import Store

SAFE = frozenset({"GET", "HEAD"})
FORM_HEADER = "X-CSRF-Token"
COOKIE = "__Host-placement-session"
"""A browser keeps a cookie of this prefix only from https, for this host alone and for every path."""
LOOPBACK_COOKIE = "placement-session"
"""Where people come by plain http: a developer's own machine."""
NOBODY = "sign in, or send Authorization: Bearer with a service account's key"

_described = (
    APIKeyCookie(name=COOKIE, scheme_name="session", auto_error=False),
    HTTPBearer(scheme_name="key", auto_error=False),
)
"""How the OpenAPI document tells of the two ways in; what they bring is read below."""


def cookie_name(settings: ServerSettings) -> str:
    """The name of the session's cookie on this server."""
    return COOKIE if settings.https else LOOPBACK_COOKIE


def cookie_of(request: Request) -> str | None:
    """The session's token, where the request brings one."""
    return request.cookies.get(cookie_name(request.app.state.settings))


def actor_of(request: Request, store: TheStore) -> Actor:
    """Who is asking. Raises Unauthenticated, and Forbidden for a change without the form's token.

    A key goes before a cookie: a page of another site can bring the second and never the first.
    """
    key = _key_of(request)
    if key is not None:
        return _by_key(store, key)
    token = cookie_of(request)
    if token is None:
        raise Unauthenticated(NOBODY)
    actor = _by_session(store, token)
    if request.method not in SAFE:
        _same_site(request, token)
    return actor


def _key_of(request: Request) -> str | None:
    given = request.headers.get("authorization")
    if given is None:
        return None
    scheme, _, key = given.partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise Unauthenticated(NOBODY)
    return key.strip()


def _by_key(store: Store, key: str) -> Actor:
    council_id, _ = tokens.ids_of(key, 2)
    with store.read(council_id) as work:
        found = keys.open_key(work, key)
    if found.touch_due:
        # Whether it is written is not worth a refusal: the next request tries again.
        with suppress(StoreFailed):
            store.write(council_id, lambda work: keys.touch(work, key))
    return found.actor


def _by_session(store: Store, token: str) -> Actor:
    (council_id,) = tokens.ids_of(token, 1)
    with store.read(council_id) as work:
        found = sessions.open_session(work, token)
    if found.touch_due:
        # As above; a session that could not be touched for half an hour asks its person to sign in again.
        with suppress(StoreFailed):
            store.write(council_id, lambda work: sessions.touch(work, token))
    return found.actor


def _same_site(request: Request, token: str) -> None:
    given = request.headers.getlist(FORM_HEADER)
    if len(given) != 1 or not tokens.same(given[0], tokens.form_token(token)):
        raise Forbidden(f"send {FORM_HEADER} with the token that came with this session (GET /v1/session)")


async def _described_actor(
    actor: Annotated[Actor, Depends(actor_of)],
    cookie: Annotated[object, Depends(_described[0])],
    bearer: Annotated[object, Depends(_described[1])],
) -> Actor:
    return actor


TheActor = Annotated[Actor, Depends(_described_actor)]
"""Whoever is asking, known and let in; a function without it is open to the world."""


async def may_ask(request: Request, actor: TheActor) -> None:
    """Let in who has the right to ask, so often in a minute. Raises Unauthenticated, Forbidden, TooMany."""
    actor.require("ask")
    rates: Rates = request.app.state.rates
    rates.try_solve(actor)


async def still_may_ask(actor: TheActor, store: TheStore) -> AsyncIterator[None]:
    """Once the answer is there and before it is sent: who may not ask any more does not get it (F20)."""
    yield
    await to_thread.run_sync(_require_still, store, actor)


def _require_still(store: Store, actor: Actor) -> None:
    with store.read(actor.council_id) as work:
        standing(work, actor).require("ask")


async def may_read_docs(request: Request, server: ServerLimits) -> None:
    """Let in whom the server's settings let read what can be asked. Raises Unauthenticated, Refused."""
    if server.docs_are == "off":
        raise Refused(404, "no_such_address", "the description of the interface is off on this server")
    if server.docs_are == "signed_in":
        await to_thread.run_sync(actor_of, request, await store_of(request))
