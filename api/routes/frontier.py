"""Every best trade of cost for distance."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.pictures import json_or_picture, picture_answer, wants_picture
from api.questions.frontier import FrontierQuestion
from matcher import library
from matcher.domain.frontier import Frontier
from matcher.errors import OutOfTime

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/frontier",
    operation_id="frontier",
    summary="List every plan that no other beats in both cost and distance",
    response_model=Frontier,
    responses=problems(408, 409, 413, 415, 422, 500, 503) | picture_answer(),
    openapi_extra=question_body("FrontierQuestion"),
)
async def frontier(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Cheapest first. When time ends first, `open` says between which points more may lie; where there is
    no point at all, the answer is 503 `out_of_time`.

    `Accept: image/svg+xml` gets the picture instead.
    """
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, FrontierQuestion, server))
    drawn = wants_picture(request)

    def ask(cancel: Event) -> str:
        answer = library.frontier(question.case, limits.settings(cancel))
        if not answer.points:
            raise OutOfTime(
                "no plan of the frontier was found in the time allowed; this says nothing about which there "
                "are. Allow more time."
            )
        return library.frontier_chart(answer) if drawn else answer.model_dump_json(by_alias=True)

    return json_or_picture(await desk.solve(request, ask), drawn)
