"""Beds and contracts of a home."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of, no_body
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import RowId
from api.schemas.pages import BedList
from api.signed_in import TheActor
from matcher.domain.commands.homes import AddContract, BlockBed, OpenBeds
from matcher.service import beds as service
from matcher.service.homes import get_home
from matcher.service.views.homes import BedView, ContractView, bed_view, contract_view
from matcher.store.beds import Bed
from matcher.store.work import Work

router = APIRouter(prefix="/v1/homes/{home_id}", tags=["Council data"])


@router.post(
    "/beds",
    operation_id="openBeds",
    summary="Open new registered places in a home",
    response_model=BedList,
    status_code=201,
    openapi_extra=command_body(OpenBeds),
)
async def open_beds(
    request: Request, home_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Answers with all beds of the home."""
    command = await command_of(request, OpenBeds)

    def act(work: Work) -> Reply:
        service.open_beds(work, actor, home_id, command)
        record = get_home(work, actor, home_id)
        return Reply(201, BedList(beds=[bed_view(bed, bed.id in record.taken) for bed in record.beds]))

    return await effect(request, store, actor, act)


@router.post(
    "/beds/{bed_id}/blocking",
    operation_id="blockBed",
    summary="Block a bed that cannot be used now",
    response_model=BedView,
    openapi_extra=command_body(BlockBed),
)
async def block_bed(
    request: Request, home_id: RowId, bed_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Who sleeps in it stays. A provider blocks its own."""
    command = await command_of(request, BlockBed)

    def act(work: Work) -> Reply:
        bed = service.block_bed(work, actor, home_id, bed_id, command)
        return Reply(200, _bed(work, bed, actor))

    return await effect(request, store, actor, act)


@router.delete(
    "/beds/{bed_id}/blocking",
    operation_id="unblockBed",
    summary="Say that a blocked bed can be used again",
    response_model=BedView,
    openapi_extra=no_body(),
)
async def unblock_bed(
    request: Request, home_id: RowId, bed_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """A provider unblocks its own."""

    def act(work: Work) -> Reply:
        bed = service.unblock_bed(work, actor, home_id, bed_id)
        return Reply(200, _bed(work, bed, actor))

    return await effect(request, store, actor, act)


@router.post(
    "/contracts",
    operation_id="addContract",
    summary="Agree what a place costs from a day on",
    response_model=ContractView,
    status_code=201,
    openapi_extra=command_body(AddContract),
)
async def add_contract(
    request: Request, home_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """The contract before it ends on that day."""
    command = await command_of(request, AddContract)

    def act(work: Work) -> Reply:
        return Reply(201, contract_view(service.add_contract(work, actor, home_id, command)))

    return await effect(request, store, actor, act)


def _bed(work: Work, bed: Bed, actor: TheActor) -> BedView:
    return bed_view(bed, bed.id in get_home(work, actor, bed.home_id).taken)
