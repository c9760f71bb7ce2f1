"""The children under review: who moves, as chains of beds, and what a cap on moves costs."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.reviews import ReviewsQuestion
from api.routes.solve import json_of
from matcher import library
from matcher.domain.reviews import Reviews

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/reviews",
    operation_id="reviews",
    summary="Tell the moves of children under review as chains of beds",
    response_model=Reviews,
    responses=problems(408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("ReviewsQuestion"),
)
async def reviews(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """With `max_moves`, the best plan that moves no more reviews than that, and the best plan without it."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, ReviewsQuestion, server))

    def ask(cancel: Event) -> str:
        found = library.reviews(question.case, question.max_moves, limits.settings(cancel))
        return found.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))
