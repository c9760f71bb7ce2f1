"""What a rule costs, up to which price a home still belongs, and what a held bed is worth."""

from __future__ import annotations

from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import body_of, read_question
from api.openapi import problems, question_body
from api.questions.prices import BreakEvenQuestion, PriceOfRulesQuestion
from api.routes.solve import json_of
from matcher import library
from matcher.domain.break_even import BreakEven, Retainer
from matcher.domain.price_of_rules import PriceOfRules

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/price-of-rules",
    operation_id="priceOfRules",
    summary="Price each rule by the best plan without it",
    response_model=PriceOfRules,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("PriceOfRulesQuestion"),
)
async def price_of_rules(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Without `rules`, all that could be taken out of the case. What costs nothing comes with its proof."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, PriceOfRulesQuestion, server))

    def ask(cancel: Event) -> str:
        found = library.price_of_rules(question.case, question.rules, limits.settings(cancel))
        return found.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))


@router.post(
    "/break-even",
    operation_id="breakEven",
    summary="Find the highest price at which a home still belongs in the best plan",
    response_model=BreakEven | Retainer,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("BreakEvenQuestion"),
)
async def break_even(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """In pence a week, or with `uplift` in per cent; with `until`, what holding the home's beds is worth."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, BreakEvenQuestion, server))

    def ask(cancel: Event) -> str:
        settings = limits.settings(cancel)
        found: BreakEven | Retainer
        if question.home is not None and question.until is not None:
            found = library.retainer(question.case, question.home, question.until, settings)
        else:
            found = library.break_even(question.case, question.priced, settings)
        return found.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))
