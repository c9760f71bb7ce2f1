"""Homes: listed, read, added, changed; and where one is, by an act of its own."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, TheStore
from api.effects import Reply, change, effect, shown
from api.listing import RowId, ThePage, page_by
from api.schemas.pages import HomePage
from api.signed_in import TheActor
from api.versions import etag, version_named
from matcher.domain.commands.homes import AddHome, ChangeHome, CorrectAddress, RevealAddress
from matcher.service import homes as service
from matcher.service.actor import Actor
from matcher.service.homes import HomeRecord
from matcher.service.views.homes import AddressView, HomeView, home_view
from matcher.store.homes import Address
from matcher.store.work import Work

router = APIRouter(prefix="/v1/homes", tags=["Council data"])


@router.get("", operation_id="homes", summary="List the homes that you may see", response_model=HomePage)
def homes(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> HomePage:
    """In the order of their ids. A provider sees its own, with its own prices."""
    with store.read(actor.council_id) as work:
        found = service.page_of_homes(work, actor, turn.after, turn.one_more)
    entries, following = page_by(request, turn, found, lambda record: record.home.id)
    return HomePage(homes=[home_view(record, actor) for record in entries], next=following)


@router.post(
    "",
    operation_id="addHome",
    summary="Add a home with its beds and its first contract",
    response_model=HomeView,
    status_code=201,
    openapi_extra=command_body(AddHome),
)
async def add_home(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """Where it is goes in and does not come back."""
    command = await command_of(request, AddHome)

    def act(work: Work) -> Reply:
        added = service.add_home(work, actor, command)
        return _reply(201, added, actor, {"Location": f"/v1/homes/{added.home.id}"})

    return await effect(request, store, actor, act)


@router.get(
    "/{home_id}",
    operation_id="oneHome",
    summary="Show one home as far as you may see it",
    response_model=HomeView,
)
def home(home_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With its version as the ETag, which a change names."""
    with store.read(actor.council_id) as work:
        return shown(_reply(200, service.get_home(work, actor, home_id), actor))


@router.put(
    "/{home_id}",
    operation_id="changeHome",
    summary="Say anew what is known of a home",
    response_model=HomeView,
    openapi_extra=command_body(ChangeHome, keyed=False, versioned=True),
)
async def change_home(
    request: Request, home_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """All but its beds, its contracts and where it is. A closed home is offered to nobody."""
    command = await command_of(request, ChangeHome)
    version = version_named(request)

    def act(work: Work) -> Reply:
        return _reply(200, service.change_home(work, actor, home_id, version, command), actor)

    return await change(store, actor, act)


@router.post(
    "/{home_id}/address",
    operation_id="revealAddress",
    summary="Show where a home is, for a reason that is recorded",
    response_model=AddressView,
    openapi_extra=command_body(RevealAddress, keyed=False),
)
async def reveal_address(
    request: Request, home_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Each look is an act of its own: it takes no Idempotency-Key, and the answer is kept nowhere."""
    command = await command_of(request, RevealAddress)

    def act(work: Work) -> Reply:
        return Reply(200, _address(service.reveal_address(work, actor, home_id, command)))

    return await change(store, actor, act)


@router.put(
    "/{home_id}/address",
    operation_id="correctAddress",
    summary="Correct where a home is",
    status_code=204,
    response_class=Response,
    openapi_extra=command_body(CorrectAddress),
)
async def correct_address(
    request: Request, home_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Nothing of it comes back."""
    command = await command_of(request, CorrectAddress)

    def act(work: Work) -> Reply:
        service.correct_address(work, actor, home_id, command)
        return Reply(204)

    return await effect(request, store, actor, act)


def _reply(status: int, record: HomeRecord, actor: Actor, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, home_view(record, actor), etag(record.home.version) | (headers or {}))


def _address(found: Address) -> AddressView:
    return AddressView(address=found.address, **found.location)
