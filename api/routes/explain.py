"""The questions that need no solver: why a home is shut, and whether an answer is right."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Nothing, ServerLimits, TheDesk
from api.documents import VerifyQuestion, WhyNotQuestion, body_of, read_question
from api.openapi import problems, question_body
from matcher import library
from matcher.domain.proposal import WhyNot
from matcher.domain.reference import Verdict

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/why-not",
    operation_id="whyNot",
    summary="Say which rules shut each home to one child, with the figures",
    response_model=WhyNot,
    responses=problems(404, 408, 413, 415, 422, 500, 503),
    openapi_extra=question_body("WhyNotQuestion"),
)
async def why_not(request: Request, nothing: Nothing, server: ServerLimits, desk: TheDesk) -> Response:
    """Every home is listed with all the rules that shut it; a near miss is shut by one rule alone."""
    body = await body_of(request)

    def ask() -> str:
        question = read_question(body, WhyNotQuestion, server)
        return library.why_not(question.case, question.referral).model_dump_json(by_alias=True)

    return Response(await desk.read(ask), media_type="application/json")


@router.post(
    "/verify",
    operation_id="verify",
    summary="Check an answer against its case, from the case alone",
    response_model=Verdict,
    responses=problems(408, 413, 415, 422, 500, 503),
    openapi_extra=question_body("VerifyQuestion"),
)
async def verify(request: Request, nothing: Nothing, server: ServerLimits, desk: TheDesk) -> Response:
    """The verifier shares no code with the solver. A wrong answer is 200 with its breaches."""
    body = await body_of(request)

    def ask() -> str:
        question = read_question(body, VerifyQuestion, server)
        return library.verdict(question.case, question.answer).model_dump_json()

    return Response(await desk.read(ask), media_type="application/json")
