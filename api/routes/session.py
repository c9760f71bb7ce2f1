"""Signing in and out, and who one is."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, SecretStr
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, ServerLimits, TheStore
from api.rates import Rates
from api.settings import ServerSettings
from api.signed_in import TheActor, cookie_name, cookie_of
from matcher.domain.types import Model
from matcher.errors import Forbidden, Unauthenticated
from matcher.service import passwords, sessions, tokens
from matcher.service.actor import Actor
from matcher.service.rights import rights_of
from matcher.service.sessions import SignedIn
from matcher.store import councils
from matcher.store.work import Store, Work

router = APIRouter(prefix="/v1", tags=["People"])
Typed = Annotated[SecretStr, Field(min_length=1, max_length=passwords.MAX_LENGTH)]


class SignIn(Model):
    """Who one is and how one proves it. The same address in two councils is two accounts."""

    council: Annotated[str, Field(min_length=1, max_length=64, examples=["demo"])]
    email: Annotated[str, Field(min_length=3, max_length=254, examples=["officer@demonstration.invalid"])]
    password: Typed


class NewPassword(Model):
    """A password of one's own choice, and the one it follows."""

    old: Typed
    new: Typed


class SessionShape(BaseModel):
    """Who is signed in. `form_token` goes into X-CSRF-Token with every change; a program has none."""

    kind: str = Field(examples=["human"])
    id: int | None
    council: str
    roles: list[str]
    rights: list[str]
    provider_id: int | None
    form_token: str | None
    ends_at: datetime | None


@router.post(
    "/session",
    operation_id="signIn",
    summary="Sign in with an email address and a password",
    response_model=SessionShape,
    status_code=201,
    openapi_extra=command_body(SignIn, keyed=False),
)
async def sign_in(request: Request, nothing: Nothing, store: TheStore, server: ServerLimits) -> Response:
    """Sets the session's cookie. Whatever is wrong, the answer is the same; too many tries wait."""
    asked = await command_of(request, SignIn)
    rates = rates_of(request)
    rates.try_sign_in(address_of(request), asked.council, asked.email)
    prove = partial(sessions.sign_in, store, asked.council, asked.email, asked.password.get_secret_value())
    signed = await to_thread.run_sync(prove, limiter=rates.hashing)
    rates.signed_in(asked.council, asked.email)
    shape = await to_thread.run_sync(_shape_in, store, signed)
    answer = Response(shape.model_dump_json(), 201, media_type="application/json")
    set_cookie(answer, server, signed.token)
    return answer


@router.get(
    "/session",
    operation_id="whoAmI",
    summary="Say who is signed in and what they may do",
    response_model=SessionShape,
)
def who_am_i(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> SessionShape:
    """Of a program's key the same, without a session."""
    token = cookie_of(request) if actor.kind == "human" else None
    with store.read(actor.council_id) as work:
        if token is None:
            return _shape_of(work, actor)
        ends_at = sessions.open_session(work, token).ends_at
        return _shape_of(work, actor, tokens.form_token(token), ends_at)


@router.delete(
    "/session", operation_id="signOut", summary="Sign out: this session is over at once", status_code=204
)
def sign_out(
    request: Request, nothing: Nothing, actor: TheActor, store: TheStore, server: ServerLimits
) -> Response:
    """The session is revoked at the server, so that a copied cookie is worth nothing."""
    token = token_of(request, actor)
    store.write(actor.council_id, lambda work: sessions.sign_out(work, actor, token))
    return _without_cookie(server)


@router.delete(
    "/sessions",
    operation_id="signOutEverywhere",
    summary="Sign out everywhere: every session of one's own is over",
    status_code=204,
)
def sign_out_everywhere(
    request: Request, nothing: Nothing, actor: TheActor, store: TheStore, server: ServerLimits
) -> Response:
    """This one among them."""
    token_of(request, actor)
    store.write(actor.council_id, lambda work: sessions.sign_out_everywhere(work, actor))
    return _without_cookie(server)


@router.put(
    "/session/password",
    operation_id="changePassword",
    summary="Change one's own password",
    status_code=204,
    openapi_extra=command_body(NewPassword, keyed=False),
)
async def change_password(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """Every other session of one's own is over. No key makes it happen once: nothing of it is kept."""
    token = token_of(request, actor)
    asked = await command_of(request, NewPassword)
    rates = rates_of(request)
    rates.try_sign_in(address_of(request), str(actor.council_id), str(actor.id))
    old, new = asked.old.get_secret_value(), asked.new.get_secret_value()
    change = partial(sessions.change_password, store, actor, token, old, new)
    await to_thread.run_sync(change, limiter=rates.hashing)
    rates.signed_in(str(actor.council_id), str(actor.id))
    return Response(status_code=204)


def _shape_in(store: Store, signed: SignedIn) -> SessionShape:
    with store.read(signed.actor.council_id) as work:
        return _shape_of(work, signed.actor, signed.form_token, signed.ends_at)


def _shape_of(
    work: Work, actor: Actor, form_token: str | None = None, ends_at: datetime | None = None
) -> SessionShape:
    held = rights_of(actor.roles)
    return SessionShape(
        kind=actor.kind,
        id=actor.id,
        council=councils.own(work).code,
        roles=sorted(actor.roles),
        rights=sorted(held if actor.scopes is None else held & actor.scopes),
        provider_id=actor.provider_id,
        form_token=form_token,
        ends_at=ends_at,
    )


def set_cookie(answer: Response, server: ServerSettings, token: str) -> None:
    """The session's cookie: no script reads it, and no other site's page sends it."""
    seconds = int(sessions.LASTS.total_seconds())
    name = cookie_name(server)
    answer.set_cookie(name, token, seconds, path="/", secure=server.https, httponly=True, samesite="strict")


def rates_of(request: Request) -> Rates:
    """The application's counts."""
    rates: Rates = request.app.state.rates
    return rates


def address_of(request: Request) -> str:
    """Where a request comes from: the proxy says so, where there is one on this machine."""
    return request.client.host if request.client else "nowhere"


def token_of(request: Request, actor: Actor) -> str:
    """The token of who came by a session. Raises Forbidden for a program, which has none."""
    token = cookie_of(request)
    if actor.kind != "human":
        raise Forbidden("a key has no session: an administrator closes it")
    if token is None:
        raise Unauthenticated(sessions.OVER)
    return token


def _without_cookie(server: ServerSettings) -> Response:
    answer = Response(status_code=204)
    name = cookie_name(server)
    answer.delete_cookie(name, path="/", secure=server.https, httponly=True, samesite="strict")
    return answer
