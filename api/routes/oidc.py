"""The way to a council's own identity provider and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.deps import Nothing, ServerLimits, TheStore
from api.errors import Refused
from api.oidc import REFUSED, Attempt, Provider, attempt_from, fresh_attempt
from api.openapi import problems
from api.routes.session import address_of, rates_of, set_cookie
from api.settings import ServerSettings
from matcher.errors import Unauthenticated
from matcher.service.elsewhere import sign_in_elsewhere
from matcher.store import councils
from matcher.store.work import EVERY_COUNCIL, Store

router = APIRouter(prefix="/v1/session/oidc", tags=["People"])
KEPT_S = 600
_BACK = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Signed in</title>
<meta http-equiv="refresh" content="0; url=/"></head>
<body><p>You are signed in. <a href="/">Go on</a></p></body></html>
"""
"""A page and no redirect: a browser sends a strict cookie only from a page of our own."""


class CallbackQuery(BaseModel):
    """What the provider sends back. It may send more, which is not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    state: str = Field("", max_length=200)
    code: str = Field("", max_length=4_096)
    error: str = Field("", max_length=200)


@router.get(
    "/start",
    operation_id="signInElsewhere",
    summary="Go to the council's identity provider to sign in",
    response_class=RedirectResponse,
    status_code=303,
    responses=problems(404),
)
def start(request: Request, nothing: Nothing, server: ServerLimits) -> Response:
    """Sends the browser there with a state, a nonce and a PKCE challenge, kept for ten minutes."""
    provider = Provider(server)
    rates_of(request).try_address(address_of(request))
    attempt = fresh_attempt()
    answer = RedirectResponse(provider.address_for(attempt), 303)
    _keep(answer, server, attempt)
    return answer


@router.get(
    "/callback",
    operation_id="signedInElsewhere",
    summary="Come back from the identity provider, signed in",
    response_class=HTMLResponse,
    responses=problems(404, 409),
)
def callback(
    request: Request, asked: Annotated[CallbackQuery, Query()], server: ServerLimits, store: TheStore
) -> Response:
    """Exchanges the code, checks the signed token, and sets the session's cookie."""
    provider = Provider(server)
    rates_of(request).try_address(address_of(request))
    attempt = attempt_from(request.cookies.get(_name(server)))
    if asked.error or not asked.code:
        raise Unauthenticated(REFUSED)
    identity = provider.identity(attempt, asked.state, asked.code, store.clock())
    signed = store.write(
        _council_id(store, server), lambda work: sign_in_elsewhere(work, identity, server.oidc_new_role)
    )
    answer = HTMLResponse(_BACK)
    set_cookie(answer, server, signed.token)
    answer.delete_cookie(_name(server), path="/", secure=server.https, httponly=True, samesite="lax")
    return answer


def _council_id(store: Store, server: ServerSettings) -> int:
    """The one council whose people this provider knows: no other's are let in by it."""
    with store.read(EVERY_COUNCIL) as work:
        found = councils.by_code(work, server.oidc_council or "")
    if found is None:
        detail = "PLACEMENT_OIDC_COUNCIL names no council of this database"
        raise Refused(503, "no_council", detail)
    return found.id


def _keep(answer: Response, server: ServerSettings, attempt: Attempt) -> None:
    """Lax, because the way back begins on the provider's page."""
    name, value = _name(server), attempt.packed()
    answer.set_cookie(name, value, KEPT_S, path="/", secure=server.https, httponly=True, samesite="lax")


def _name(server: ServerSettings) -> str:
    return "__Host-placement-oidc" if server.https else "placement-oidc"
