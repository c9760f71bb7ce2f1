"""The questions that solve: the best plan, ranked options, the next best plans."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from threading import Event

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.deps import Limits, ServerLimits, TheDesk
from api.documents import AlternativesQuestion, OptionsQuestion, body_of, read_case_body, read_question
from api.openapi import case_body, problems, question_body, stream_answer
from api.settings import ServerSettings
from api.streaming import Streamed, wants_lines
from matcher import library
from matcher.domain.proposal import Alternatives, OptionTable, Proposal
from matcher.domain.stream import StreamEvent
from matcher.errors import BadCase, Fault

router = APIRouter(prefix="/v1", tags=["Questions"])


@router.post(
    "/match",
    operation_id="match",
    summary="Find the best plan for every child in a case, and prove it",
    response_model=Proposal,
    responses=problems(408, 409, 413, 415, 422, 500, 503),
    openapi_extra=case_body(),
)
async def match(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """The body is the case document itself. A child without a home is an answer, with its reasons."""
    body = await body_of(request)
    case = await desk.read(lambda: read_case_body(body, server))

    def ask(cancel: Event) -> str:
        return library.allocate(case, limits.settings(cancel)).model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))


@router.post(
    "/options",
    operation_id="options",
    summary="Rank the homes each child could have by what choosing them costs everybody",
    response_model=OptionTable,
    responses=problems(404, 408, 409, 413, 415, 422, 500, 503) | stream_answer(),
    openapi_extra=question_body("OptionsQuestion"),
)
async def options(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Without `referrals`, every child. A regret is exact, or null when no plan can use the home.

    `Accept: application/x-ndjson` gets the table as it comes, an event a line: every child's first options,
    then all others.
    """
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, OptionsQuestion, server))
    asked = (question.case, question.referrals)
    if wants_lines(request):
        return Streamed(
            request,
            desk,
            lambda cancel: _lines(library.option_stream(*asked, limits.settings(cancel), question.first)),
            server.retry_after_s,
        )

    def ask(cancel: Event) -> str:
        table = library.options(*asked, limits.settings(cancel), question.first)
        return table.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))


@router.post(
    "/alternatives",
    operation_id="alternatives",
    summary="Give the k best plans, best first",
    response_model=Alternatives,
    responses=problems(408, 409, 413, 415, 422, 500, 503),
    openapi_extra=question_body("AlternativesQuestion"),
)
async def alternatives(request: Request, limits: Limits, server: ServerLimits, desk: TheDesk) -> Response:
    """Each plan differs from every one before it in at least `differ` children."""
    body = await body_of(request)
    question = await desk.read(lambda: read_question(body, AlternativesQuestion, server))
    _check_count(question.k, server)

    def ask(cancel: Event) -> str:
        settings = limits.settings(cancel)
        plans = library.alternatives(question.case, question.k, question.differ, settings)
        return plans.model_dump_json(by_alias=True)

    return json_of(await desk.solve(request, ask))


def _lines(events: Generator[StreamEvent]) -> Generator[str]:
    """Each event as JSON; closing this closes the events."""
    with closing(events):
        for event in events:
            yield event.model_dump_json(by_alias=True)


def json_of(text: str) -> Response:
    """An answer that is already JSON text."""
    return Response(text, media_type="application/json")


def _check_count(k: int, server: ServerSettings) -> None:
    if k > server.max_alternatives:
        most = f"this server gives {server.max_alternatives} plans at most"
        raise BadCase([Fault("$.k", most)])
