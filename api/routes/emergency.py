"""Emergency mode: whom to ring while a child is half known, and what to ask next."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Nothing, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.emergency import EmergencyQuestion
from matcher import library
from matcher.domain.emergency import Emergency

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/emergency",
    operation_id="emergency",
    summary="Say which homes are sure and which possible for a child half known, and what to ask next",
    response_model=Emergency,
    responses=problems(404, 408, 413, 415, 422, 500, 503),
    openapi_extra=question_body("EmergencyQuestion"),
)
async def emergency(request: Request, nothing: Nothing, server: ServerLimits, desk: TheDesk) -> Response:
    """A home is sure when it is open whatever the fields named in `unknown` are. Nothing is solved."""
    body = await body_of(request)

    def ask() -> str:
        question = read_question(body, EmergencyQuestion, server)
        return library.emergency(question.case, question.referral).model_dump_json(by_alias=True)

    return Response(await desk.read(ask), media_type="application/json")
