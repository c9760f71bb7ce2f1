"""Offers: what homes answered for a child."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, TheStore
from api.effects import Reply, change, effect, shown
from api.listing import MAX_ID, PageQuery, RowId, Turn, page_of
from api.schemas.pages import OfferPage
from api.signed_in import TheActor
from api.versions import etag, version_named
from matcher.domain.commands.offers import ChangeOffer, RecordOffer
from matcher.service import offers as service
from matcher.service.actor import Actor
from matcher.service.views.money import OfferView, offer_view
from matcher.store.offers import StoredOffer
from matcher.store.work import Work

router = APIRouter(prefix="/v1/offers", tags=["Council data"])


class OfferQuery(PageQuery):
    """Which offers."""

    referral_id: int | None = Field(None, ge=1, le=MAX_ID, description="Only those for this referral.")


class OfferTurn(Turn):
    """A page of the offers for one referral, or for any."""

    def __init__(self, asked: Annotated[OfferQuery, Query()]) -> None:
        super().__init__(asked)
        self.referral_id = asked.referral_id
        self.kept = {} if asked.referral_id is None else {"referral_id": str(asked.referral_id)}


@router.get("", operation_id="offers", summary="List the offers that you may see", response_model=OfferPage)
def offers(
    request: Request, turn: Annotated[OfferTurn, Depends(OfferTurn)], actor: TheActor, store: TheStore
) -> OfferPage:
    """In the order of their ids. A provider sees its own."""
    with store.read(actor.council_id) as work:
        found = service.page_of_offers(work, actor, turn.after, turn.one_more, turn.referral_id)
    entries, following = page_of(request, turn, found)
    return OfferPage(offers=[offer_view(offer, actor) for offer in entries], next=following)


@router.post(
    "",
    operation_id="recordOffer",
    summary="Record what a home answered for a child",
    response_model=OfferView,
    status_code=201,
    openapi_extra=command_body(RecordOffer),
)
async def record_offer(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """A home that declines is shut to the child; its reason stays on record."""
    command = await command_of(request, RecordOffer)

    def act(work: Work) -> Reply:
        offer = service.record_offer(work, actor, command)
        return _reply(201, offer, actor, {"Location": f"/v1/offers/{offer.id}"})

    return await effect(request, store, actor, act)


@router.get(
    "/{offer_id}", operation_id="offer", summary="Show one offer as far as you may", response_model=OfferView
)
def offer(offer_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With its version as the ETag, which a change names."""
    with store.read(actor.council_id) as work:
        return shown(_reply(200, service.get_offer(work, actor, offer_id), actor))


@router.put(
    "/{offer_id}",
    operation_id="changeOffer",
    summary="Record that a home answers anew",
    response_model=OfferView,
    openapi_extra=command_body(ChangeOffer, keyed=False, versioned=True),
)
async def change_offer(
    request: Request, offer_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """The whole answer, in place of the version that `If-Match` names. A provider for its own homes."""
    command = await command_of(request, ChangeOffer)
    version = version_named(request)

    def act(work: Work) -> Reply:
        return _reply(200, service.change_offer(work, actor, offer_id, version, command), actor)

    return await change(store, actor, act)


def _reply(status: int, offer: StoredOffer, actor: Actor, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, offer_view(offer, actor), etag(offer.version) | (headers or {}))
