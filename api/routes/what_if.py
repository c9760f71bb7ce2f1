"""The questions that compare: scenarios against a case, and one number of it over a range."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.pictures import json_or_picture, picture_answer, wants_picture
from api.questions.what_if import SweepQuestion, WhatIfQuestion
from api.routes.solve import json_of
from api.settings import ServerSettings
from matcher import library
from matcher.domain.scenario import at_changes
from matcher.domain.sweep import Sweep
from matcher.domain.what_if import WhatIf
from matcher.errors import BadCase

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/what-if",
    operation_id="whatIf",
    summary="Compare the plan with the plans under scenarios",
    response_model=WhatIf,
    responses=problems(408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("WhatIfQuestion"),
)
async def what_if(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Every plan is proved and verified against its own case; a change that cannot be made is named."""
    body = await body_of(request)
    question = await desk.read(lambda: _read(body, server))

    def ask(cancel: Event) -> str:
        answer = library.what_if(question.case, question.scenarios, limits.settings(cancel))
        return answer.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))


@router.post(
    "/sweep",
    operation_id="sweep",
    summary="Solve over a range of one number and say where the plan changes",
    response_model=Sweep,
    responses=problems(408, 409, 413, 415, 422, 500, 503) | picture_answer(),
    openapi_extra=question_body("SweepQuestion"),
)
async def sweep(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Values are whole: per cent of an uplift, pounds of a budget, miles, pence of a price.

    `Accept: image/svg+xml` gets the picture instead.
    """
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, SweepQuestion, server))
    drawn = wants_picture(request)

    def ask(cancel: Event) -> str:
        answer = library.sweep(question.case, question.parameter, question.asked, limits.settings(cancel))
        return library.sweep_chart(question.case, answer) if drawn else answer.model_dump_json(by_alias=True)

    return json_or_picture(await desk.solve(request, ask), drawn)


def _read(body: bytes, server: ServerSettings) -> WhatIfQuestion:
    try:
        return read_question(body, WhatIfQuestion, server)
    except BadCase as error:
        raise BadCase(at_changes(error.faults)) from None
