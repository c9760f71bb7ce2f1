"""Holds over HTTP: a bed kept for a child for a while."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of, no_body
from api.deciding import act_or_record
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import RowId, ThePage, page_of
from api.schemas.decisions import HoldPage, HoldShape
from api.signed_in import TheActor
from matcher.domain.commands.decisions import HoldBed
from matcher.service import decisions as service
from matcher.store.work import Work

router = APIRouter(prefix="/v1", tags=["Decisions"])


@router.post(
    "/holds",
    operation_id="hold",
    summary="Keep a free bed for a child",
    response_model=HoldShape,
    status_code=201,
    openapi_extra=command_body(HoldBed),
)
async def hold(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """For as many minutes, and as many beds, as the council's policy allows an officer."""
    command = await command_of(request, HoldBed)

    def act(work: Work) -> Reply:
        return Reply(201, HoldShape.of(service.hold(work, actor, command)))

    return await act_or_record(request, store, actor, ("referral", command.referral_id), act)


@router.delete(
    "/holds/{hold_id}",
    operation_id="release",
    summary="Give a held bed back",
    status_code=204,
    response_class=Response,
    openapi_extra=no_body(),
)
async def release(
    request: Request, hold_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """By who holds it, or a commissioner. A bed kept for a decision goes with the decision."""

    def act(work: Work) -> Reply:
        service.release(work, actor, hold_id)
        return Reply(204)

    return await effect(request, store, actor, act)


@router.get("/holds", operation_id="holds", summary="List the beds that are held", response_model=HoldPage)
def list_holds(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> HoldPage:
    """Everybody's: no bed is kept in secret."""
    with store.read(actor.council_id) as work:
        found = service.page_of_holds(work, actor, turn.after, turn.one_more)
    entries, following = page_of(request, turn, found)
    return HoldPage(holds=[HoldShape.of(entry) for entry in entries], next=following)
