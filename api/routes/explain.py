"""The questions that need no solver: why a home is shut, and whether an answer is right."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.deps import Nothing, ServerLimits, TheDesk
from api.documents import VerifyQuestion, WhyNotQuestion, body_of, read_question
from api.openapi import problems, question_body
from matcher import library
from matcher.domain.case import Case
from matcher.domain.proposal import WhyNot

router = APIRouter(prefix="/v1", tags=["Questions"])


class BreachShape(BaseModel):
    """One thing wrong with an answer: the rule or the figure, and a sentence."""

    code: str = Field(examples=["capacity"])
    message: str


class Verdict(BaseModel):
    """What the verifier found: `verified` is true when nothing is wrong."""

    verified: bool
    breaches: list[BreachShape]
    case_fingerprint: str


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
        return _verdict(question.case, question).model_dump_json()

    return Response(await desk.read(ask), media_type="application/json")


def _verdict(case: Case, question: VerifyQuestion) -> Verdict:
    breaches = library.verify(case, question.answer)
    shapes = [BreachShape(code=breach.code, message=breach.message) for breach in breaches]
    return Verdict(verified=not breaches, breaches=shapes, case_fingerprint=case.fingerprint)
