"""Who may harm whom where a child would live, and the draft assessments written from it."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from api.accepting import says_it_takes
from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.impact import ImpactQuestion
from matcher import library
from matcher.domain.impact import Impact

TEXT = "text/plain"
router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/impact",
    operation_id="impact",
    summary="Draft the impact on every child of a home, both ways, of placing a child there",
    response_model=Impact,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503)
    | {200: {"content": {TEXT: {"schema": {"type": "string"}}}}},
    openapi_extra=question_body("ImpactQuestion"),
)
async def impact(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """It informs; only the rules of the case exclude, and they are told as what they are.

    `Accept: text/plain` gets the draft assessments instead, with blanks for people's judgement.
    """
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, ImpactQuestion, server))
    as_text = says_it_takes(request, TEXT)

    def ask(cancel: Event) -> str:
        answer = library.impact(
            question.case,
            question.referral,
            question.home,
            question.answer,
            question.table,
            limits.settings(cancel),
        )
        return (
            library.impact_drafts(question.case, answer) if as_text else answer.model_dump_json(by_alias=True)
        )

    if question.needs_plan:
        told = await desk.solve(request, ask)
    else:
        told = await desk.read(lambda: ask(Event()))
    return PlainTextResponse(told) if as_text else Response(told, media_type="application/json")
