"""Plans for the day a home says no to a child."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.refusals import RefusalsQuestion
from api.routes.solve import json_of
from matcher import library
from matcher.domain.refusals import Refusals
from matcher.errors import BadCase, Fault

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/refusals",
    operation_id="refusals",
    summary="Give the best plan after each refusal of one child",
    response_model=Refusals,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("RefusalsQuestion"),
)
async def refusals(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """The first plan is the best of all; each further one bars the homes proposed before to the child."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, RefusalsQuestion, server))
    if question.refusals >= server.max_alternatives:
        most = f"this server gives {server.max_alternatives} plans at most, the first one included"
        raise BadCase([Fault("$.refusals", most)])

    def ask(cancel: Event) -> str:
        settings = limits.settings(cancel)
        found = library.refusals(question.case, question.referral, question.refusals, settings)
        return found.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))
