"""The statutory route: who approves each placement, who is told, what is done, by when."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.errors import Refused
from api.openapi import problems, question_body
from api.questions.route import RouteQuestion
from api.routes.solve import json_of
from matcher import library
from matcher.domain.route import Route

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/route",
    operation_id="route",
    summary="Say who approves each placement, who is told, and by when",
    response_model=Route,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("RouteQuestion"),
)
async def route(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Each step has its regulation, its last day, and a draft where there is something to send."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, RouteQuestion, server))

    def ask(cancel: Event) -> str:
        asked = (question.case, question.answer, question.referral, question.home)
        try:
            return library.route(*asked, limits.settings(cancel)).model_dump_json(by_alias=True)
        except FileNotFoundError:
            detail = "the map of authorities is not there: set PLACEMENT_DATA_DIR to the data folder"
            raise Refused(503, "no_data", detail) from None

    return json_of(await desk.solve(request, ask))
