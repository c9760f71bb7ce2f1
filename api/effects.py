"""What changes something happens once: the key of a request is written in its effect's own transaction."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from anyio import to_thread
from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from api.errors import Refused
from matcher.errors import Unauthenticated
from matcher.service.actor import Actor
from matcher.service.standing import standing
from matcher.store import idempotency
from matcher.store.idempotency import Keyed
from matcher.store.work import Store, Work

_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")
REPLAYED = "Idempotent-Replay"


@dataclass(frozen=True)
class Reply:
    """What an effect is answered. `again`: what a repetition gets, where `body` holds a secret shown once."""

    status: int
    body: BaseModel | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    again: BaseModel | None = None


async def effect(request: Request, store: Store, actor: Actor, act: Callable[[Work], Reply]) -> Response:
    """Do this act once for its Idempotency-Key, in one transaction, and answer; repeated, answer the same.

    Raises Refused: 400 without a key, 422 for a key used for something else, 409 while the first request
    is still at work; and what `act` raises: then nothing was done and the key is as new.
    """
    keyed = _keyed(request, actor, await request.body())

    def once(work: Work) -> Response:
        _still_the_same(work, actor)
        return _once(work, keyed, act)

    return await to_thread.run_sync(store.write, actor.council_id, once)


async def change(store: Store, actor: Actor, act: Callable[[Work], Reply]) -> Response:
    """Do an act that If-Match makes safe to repeat: a second time it names a version that is gone."""

    def changed(work: Work) -> Response:
        _still_the_same(work, actor)
        return shown(act(work))

    return await to_thread.run_sync(store.write, actor.council_id, changed)


def shown(reply: Reply) -> Response:
    """A reply as it is sent."""
    return Response(_bytes(reply.body), reply.status, _headers(reply))


def key_of(request: Request) -> str:
    """The key a client gave, 1 to 255 printable characters. Raises Refused."""
    given = request.headers.getlist("idempotency-key")
    if len(given) != 1 or not given[0].strip():
        way_out = "send Idempotency-Key with a value of your own, new for each thing you want done"
        raise Refused(400, "idempotency_key_missing", way_out)
    if not _KEY.fullmatch(given[0].strip()):
        raise Refused(400, "idempotency_key_wrong", "Idempotency-Key is 1 to 255 printable ASCII characters")
    return given[0].strip()


def _keyed(request: Request, actor: Actor, body: bytes) -> Keyed:
    """Whatever would make it another request is bound: the roles too, so that a leaver gets no old answer."""
    rights = sorted(actor.roles) + sorted(actor.scopes or ())
    bound = [request.headers.get("if-match", ""), request.url.query, *rights]
    digest = sha256("\n".join(bound).encode() + b"\0" + body).hexdigest()
    address = f"{request.method} {request.url.path}"
    return Keyed(f"{actor.kind}:{actor.id}", key_of(request), address, digest)


def _still_the_same(work: Work, actor: Actor) -> None:
    """Who asked was let in before the body came, which may take its time: a leaver does nothing then (F20).

    Raises Unauthenticated.
    """
    if standing(work, actor) != actor:
        raise Unauthenticated("what you may do here has changed meanwhile: send it again")


def _once(work: Work, keyed: Keyed, act: Callable[[Work], Reply]) -> Response:
    if not idempotency.take_turn(work, keyed):
        detail = "the first request with this Idempotency-Key is still at work: ask again shortly"
        raise Refused(409, "idempotency_key_running", detail, {"Retry-After": "1"})
    before = idempotency.kept(work, keyed)
    if before is not None:
        if (before.address, before.body_hash) != (keyed.address, keyed.body_hash):
            detail = "this Idempotency-Key was used for something else: take a new one"
            raise Refused(422, "idempotency_key_reused", detail)
        return Response(before.body, before.status, {**before.headers, REPLAYED: "true"})
    reply = act(work)
    idempotency.keep(work, keyed, reply.status, _headers(reply), _bytes(reply.again or reply.body))
    return shown(reply)


def _headers(reply: Reply) -> dict[str, str]:
    return {**reply.headers} if reply.body is None else {"Content-Type": "application/json", **reply.headers}


def _bytes(body: BaseModel | None) -> bytes:
    return b"" if body is None else body.model_dump_json(by_alias=True).encode()
