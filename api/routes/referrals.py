"""Referrals: listed, read, added, changed, withdrawn."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, TheStore
from api.effects import Reply, change, effect, shown
from api.listing import PageQuery, RowId, Turn, page_by
from api.schemas.pages import ReferralPage
from api.signed_in import TheActor
from api.versions import etag, version_named
from matcher.domain.commands.referrals import AddReferral, ChangeReferral, WithdrawReferral
from matcher.service import referrals as service
from matcher.service.actor import Actor
from matcher.service.referrals import ReferralRecord
from matcher.service.views.referrals import ReferralView, referral_view
from matcher.store.work import Work

router = APIRouter(prefix="/v1/referrals", tags=["Council data"])


class ReferralQuery(PageQuery):
    """Which referrals."""

    state: Literal["open", "placed", "withdrawn"] | None = Field(
        None, description="Only those in this state."
    )


class ReferralTurn(Turn):
    """A page of the referrals in one state, or in any."""

    def __init__(self, asked: Annotated[ReferralQuery, Query()]) -> None:
        super().__init__(asked)
        self.state = asked.state
        self.kept = {} if asked.state is None else {"state": asked.state}


@router.get(
    "", operation_id="referrals", summary="List the referrals of this council", response_model=ReferralPage
)
def referrals(
    request: Request, turn: Annotated[ReferralTurn, Depends(ReferralTurn)], actor: TheActor, store: TheStore
) -> ReferralPage:
    """In the order of their ids, each as far as you may see it."""
    with store.read(actor.council_id) as work:
        found = service.page_of_referrals(work, actor, turn.after, turn.one_more, turn.state)
    entries, following = page_by(request, turn, found, lambda record: record.referral.id)
    return ReferralPage(referrals=[referral_view(record, actor) for record in entries], next=following)


@router.post(
    "",
    operation_id="addReferral",
    summary="Add a referral of a child",
    response_model=ReferralView,
    status_code=201,
    openapi_extra=command_body(AddReferral),
)
async def add_referral(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """A child known by this code is asked for again; no more than one referral of a child is open."""
    command = await command_of(request, AddReferral)

    def act(work: Work) -> Reply:
        added = service.add_referral(work, actor, command)
        return _reply(201, added, actor, {"Location": f"/v1/referrals/{added.referral.id}"})

    return await effect(request, store, actor, act)


@router.get(
    "/{referral_id}",
    operation_id="referral",
    summary="Show one referral as far as you may see it",
    response_model=ReferralView,
)
def referral(referral_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With its version as the ETag, which a change names."""
    with store.read(actor.council_id) as work:
        return shown(_reply(200, service.get_referral(work, actor, referral_id), actor))


@router.put(
    "/{referral_id}",
    operation_id="changeReferral",
    summary="Say anew what is asked for a child",
    response_model=ReferralView,
    openapi_extra=command_body(ChangeReferral, keyed=False, versioned=True),
)
async def change_referral(
    request: Request, referral_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """The whole referral, in place of the version that `If-Match` names."""
    command = await command_of(request, ChangeReferral)
    version = version_named(request)

    def act(work: Work) -> Reply:
        return _reply(200, service.change_referral(work, actor, referral_id, version, command), actor)

    return await change(store, actor, act)


@router.post(
    "/{referral_id}/withdrawal",
    operation_id="withdrawReferral",
    summary="Withdraw a referral that nothing more is asked for",
    response_model=ReferralView,
    openapi_extra=command_body(WithdrawReferral, versioned=True),
)
async def withdraw_referral(
    request: Request, referral_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Its holds are over; it stays on record."""
    command = await command_of(request, WithdrawReferral)
    version = version_named(request)

    def act(work: Work) -> Reply:
        return _reply(200, service.withdraw_referral(work, actor, referral_id, version, command), actor)

    return await effect(request, store, actor, act)


def _reply(status: int, record: ReferralRecord, actor: Actor, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, referral_view(record, actor), etag(record.referral.version) | (headers or {}))
