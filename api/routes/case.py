"""Today's case: to be read, and to be taken out whole."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, TheStore
from api.described import REF
from api.effects import Reply, change
from api.signed_in import TheActor
from matcher.domain.commands.exports import ExportCase
from matcher.service import reading_cases as service
from matcher.service.views.cases import CaseView, case_view
from matcher.store.work import Work

router = APIRouter(prefix="/v1/case", tags=["Council data"])


@router.get(
    "",
    operation_id="todaysCase",
    summary="Show today's case as far as you may see it",
    response_model=CaseView,
)
def todays_case(nothing: Nothing, actor: TheActor, store: TheStore) -> CaseView:
    """What a run would be asked about now: open referrals, homes with who lives there, headroom, policy."""
    with store.read(actor.council_id) as work:
        return case_view(service.get_todays_case(work, actor), actor)


@router.post(
    "/export",
    operation_id="exportCase",
    summary="Take today's whole case out, for a reason that is recorded",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"$ref": f"{REF}Case"}}}}},
    openapi_extra=command_body(ExportCase, keyed=False),
)
async def export_case(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With where homes are: each time is an act of its own, and takes no Idempotency-Key."""
    command = await command_of(request, ExportCase)

    def act(work: Work) -> Reply:
        return Reply(200, service.export_case(work, actor, command))

    return await change(store, actor, act)
