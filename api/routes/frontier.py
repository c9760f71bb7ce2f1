"""Every best trade of cost for distance."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.frontier import FrontierQuestion
from api.routes.solve import json_of
from matcher import library
from matcher.domain.frontier import Frontier

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/frontier",
    operation_id="frontier",
    summary="List every plan that no other beats in both cost and distance",
    response_model=Frontier,
    responses=problems(408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("FrontierQuestion"),
)
async def frontier(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Cheapest first. When time ends first, `open` says between which points more may lie."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, FrontierQuestion, server))

    def ask(cancel: Event) -> str:
        return library.frontier(question.case, limits.settings(cancel)).model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))
