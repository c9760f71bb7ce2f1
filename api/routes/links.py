"""What care plans and panels say: brothers and sisters, who may share, pins, forbids and waivers."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of, no_body
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import RowId
from api.schemas.pages import Made
from api.signed_in import TheActor
from matcher.domain.commands.links import Relate, SetGroup, SetPair, Waive
from matcher.service import links as service
from matcher.service.actor import Actor
from matcher.store.work import Store, Work

router = APIRouter(prefix="/v1", tags=["Council data"])


@router.post(
    "/sibling-groups",
    operation_id="setSiblingGroup",
    summary="Say who are brothers and sisters",
    status_code=204,
    response_class=Response,
    openapi_extra=command_body(SetGroup),
)
async def set_group(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """And what the care plan says about their living together; a group known by the reference is replaced."""
    command = await command_of(request, SetGroup)
    return await _done(request, store, actor, lambda work: service.set_group(work, actor, command))


@router.post(
    "/relationships",
    operation_id="relate",
    summary="Say that two children must not share a home",
    status_code=204,
    response_class=Response,
    openapi_extra=command_body(Relate),
)
async def relate(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """Or had better not, or may after all."""
    command = await command_of(request, Relate)
    return await _done(request, store, actor, lambda work: service.relate(work, actor, command))


@router.post(
    "/pairs",
    operation_id="setPair",
    summary="Pin a child to a home, or forbid it",
    status_code=204,
    response_class=Response,
    openapi_extra=command_body(SetPair),
)
async def set_pair(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """A panel's word, with its reason; it replaces what was said before."""
    command = await command_of(request, SetPair)
    return await _done(request, store, actor, lambda work: service.set_pair(work, actor, command))


@router.post(
    "/waivers",
    operation_id="waive",
    summary="Set a rule aside for one child",
    response_model=Made,
    status_code=201,
    openapi_extra=command_body(Waive),
)
async def waive(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """A panel's word, with its reason: at one home, or at all."""
    command = await command_of(request, Waive)
    return await effect(
        request, store, actor, lambda work: Reply(201, Made(id=service.waive(work, actor, command)))
    )


@router.delete(
    "/waivers/{waiver_id}",
    operation_id="endWaiver",
    summary="Let a rule hold again that was waived",
    status_code=204,
    response_class=Response,
    openapi_extra=no_body(),
)
async def end_waiver(
    request: Request, waiver_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Placements that were made by it stay."""
    return await _done(request, store, actor, lambda work: service.end_waiver(work, actor, waiver_id))


async def _done(request: Request, store: Store, actor: Actor, act: Callable[[Work], None]) -> Response:
    def nothing_to_show(work: Work) -> Reply:
        act(work)
        return Reply(204)

    return await effect(request, store, actor, nothing_to_show)
