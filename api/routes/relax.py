"""What would it take to place a child: the cheapest sets of waivers."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.relax import RelaxQuestion
from api.routes.solve import json_of
from matcher import library
from matcher.domain.relax import Relax
from matcher.errors import OutOfTime

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/relax",
    operation_id="relax",
    summary="Give the cheapest sets of waivers that place a child, and say who else moves",
    response_model=Relax,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("RelaxQuestion"),
)
async def relax(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Three sets, cheapest first, each exactly what its plan needs. With `home`, at that home alone.

    No more children are left without a home, by weight; `who_pays` names whose home is another. Where time
    ends before any set is found and nothing is proved, the answer is 503 `out_of_time`.
    """
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, RelaxQuestion, server))

    def ask(cancel: Event) -> str:
        settings = limits.settings(cancel)
        found = library.relax(question.case, question.referral, question.home, settings)
        if found.status != "optimal" and not found.sets:
            raise OutOfTime(
                "no set of waivers was found in the time allowed; this says nothing about whether one "
                "exists. Allow more time."
            )
        return found.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))
