"""Placements: listed, imported, ended. One that is made here comes of a decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import PageQuery, RowId, Turn, page_of
from api.schemas.pages import PlacementPage
from api.signed_in import TheActor
from matcher.domain.commands.placements import EndPlacement, ImportPlacement
from matcher.service import placements as service
from matcher.service.views.money import PlacementView, placement_view
from matcher.store.work import Work

router = APIRouter(prefix="/v1/placements", tags=["Council data"])


class PlacementQuery(PageQuery):
    """Which placements."""

    on: date | None = Field(None, description="Only those that are not over by this day.")


class PlacementTurn(Turn):
    """A page of the placements that last on a day, or of all."""

    def __init__(self, asked: Annotated[PlacementQuery, Query()]) -> None:
        super().__init__(asked)
        self.on = asked.on
        self.kept = {} if asked.on is None else {"on": asked.on.isoformat()}


@router.get(
    "", operation_id="placements", summary="List the placements of this council", response_model=PlacementPage
)
def placements(
    request: Request, turn: Annotated[PlacementTurn, Depends(PlacementTurn)], actor: TheActor, store: TheStore
) -> PlacementPage:
    """In the order of their ids."""
    with store.read(actor.council_id) as work:
        found = service.page_of_placements(work, actor, turn.after, turn.one_more, turn.on)
    entries, following = page_of(request, turn, found)
    return PlacementPage(placements=[placement_view(one, actor) for one in entries], next=following)


@router.post(
    "",
    operation_id="importPlacement",
    summary="Enter a placement that was decided elsewhere",
    response_model=PlacementView,
    status_code=201,
    openapi_extra=command_body(ImportPlacement),
)
async def import_placement(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """Neither a bed nor a child has two on one night."""
    command = await command_of(request, ImportPlacement)

    def act(work: Work) -> Reply:
        made = service.import_placement(work, actor, command)
        return Reply(201, placement_view(made, actor), {"Location": f"/v1/placements/{made.id}"})

    return await effect(request, store, actor, act)


@router.get(
    "/{placement_id}",
    operation_id="placement",
    summary="Show one placement and where it came from",
    response_model=PlacementView,
)
def placement(placement_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> PlacementView:
    """With the decision it came of, or none where it was imported."""
    with store.read(actor.council_id) as work:
        return placement_view(service.get_placement(work, actor, placement_id), actor)


@router.post(
    "/{placement_id}/end",
    operation_id="endPlacement",
    summary="Say when a placement ends, and why",
    response_model=PlacementView,
    openapi_extra=command_body(EndPlacement),
)
async def end_placement(
    request: Request, placement_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """The bed is free from that night on."""
    command = await command_of(request, EndPlacement)

    def act(work: Work) -> Reply:
        return Reply(200, placement_view(service.end_placement(work, actor, placement_id, command), actor))

    return await effect(request, store, actor, act)
