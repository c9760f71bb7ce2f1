"""Stored scenarios over HTTP: kept, shared, talked over, and asked about by a run."""

from __future__ import annotations

from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import MAX_COMMAND_BYTES, command_body, no_body
from api.deps import Nothing, TheStore
from api.documents import body_of
from api.effects import Reply, effect
from api.errors import Refused
from api.listing import RowId, ThePage, page_of
from api.schemas.runs import ScenarioShape, ScenariosShape
from api.signed_in import TheActor
from api.versions import etag, version_named
from matcher.domain.commands.scenarios import AddScenario, ChangeScenario
from matcher.domain.reading import read_document
from matcher.domain.scenario import at_changes
from matcher.errors import BadCase, Fault
from matcher.geo.resolver import resolver_for
from matcher.service import scenarios
from matcher.store.work import Work

router = APIRouter(prefix="/v1", tags=["Runs"])
_AT = "$.scenario"
Command = TypeVar("Command", AddScenario, ChangeScenario)


@router.get(
    "/scenarios",
    operation_id="scenarios",
    summary="List the scenarios that are shared, and one's own",
    response_model=ScenariosShape,
)
def list_scenarios(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> ScenariosShape:
    """In the order of their ids."""
    with store.read(actor.council_id) as work:
        found = scenarios.page_of_scenarios(work, actor, turn.after, turn.one_more)
    entries, following = page_of(request, turn, found)
    return ScenariosShape(scenarios=[ScenarioShape.of(one, actor) for one in entries], next=following)


@router.post(
    "/scenarios",
    operation_id="addScenario",
    summary="Keep a scenario",
    response_model=ScenarioShape,
    status_code=201,
    openapi_extra=command_body(AddScenario),
)
async def add_scenario(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """One's own until it is shared. Whether today's case can be made so is asked by a run."""
    asked = await _read(request, AddScenario)

    def act(work: Work) -> Reply:
        added = scenarios.add_scenario(work, actor, asked)
        where = {"Location": f"/v1/scenarios/{added.id}", **etag(added.version)}
        return Reply(201, ScenarioShape.of(added, actor), where)

    return await effect(request, store, actor, act)


@router.get(
    "/scenarios/{scenario_id}",
    operation_id="scenario",
    summary="Show one scenario",
    response_model=ScenarioShape,
)
def show_scenario(scenario_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With its version as the ETag, which a change names."""
    with store.read(actor.council_id) as work:
        found = scenarios.scenario(work, actor, scenario_id)
    body = ScenarioShape.of(found, actor).model_dump_json()
    return Response(body, headers=etag(found.version), media_type="application/json")


@router.patch(
    "/scenarios/{scenario_id}",
    operation_id="changeScenario",
    summary="Change one's own scenario, share it, write its minutes",
    response_model=ScenarioShape,
    openapi_extra=command_body(ChangeScenario, versioned=True),
)
async def change_scenario(
    request: Request, scenario_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """What is left out stays as it is. Runs keep the scenario as it was when they were asked."""
    asked = await _read(request, ChangeScenario)
    version = version_named(request)

    def act(work: Work) -> Reply:
        changed = scenarios.change_scenario(work, actor, scenario_id, version, asked)
        return Reply(200, ScenarioShape.of(changed, actor), etag(changed.version))

    return await effect(request, store, actor, act)


@router.delete(
    "/scenarios/{scenario_id}",
    operation_id="removeScenario",
    summary="Remove one's own scenario",
    status_code=204,
    openapi_extra=no_body(versioned=True),
)
async def remove_scenario(
    request: Request, scenario_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """One that a run was asked with stays."""
    version = version_named(request)

    def act(work: Work) -> Reply:
        scenarios.remove_scenario(work, actor, scenario_id, version)
        return Reply(204)

    return await effect(request, store, actor, act)


async def _read(request: Request, model: type[Command]) -> Command:
    """The command, postcodes in it as grid points. Raises Refused (413, 415), BadCase with every fault."""
    body = await body_of(request)
    if len(body) > MAX_COMMAND_BYTES:
        detail = f"a scenario is at most {MAX_COMMAND_BYTES} bytes: split it"
        raise Refused(413, "body_too_large", detail)
    try:
        return read_document(body, model, resolver_for(body))
    except BadCase as error:
        raise BadCase([_at_change(fault) for fault in error.faults]) from None


def _at_change(fault: Fault) -> Fault:
    if not fault.path.startswith(f"{_AT}."):
        return fault
    [told] = at_changes([Fault("$" + fault.path[len(_AT) :], fault.message)])
    return Fault(_AT + told.path[1:], told.message)
