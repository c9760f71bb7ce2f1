"""Every error as application/problem+json (RFC 9457), and nothing of the caller's data in any."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from matcher.domain.in_words import in_words
from matcher.errors import (
    BadCase,
    Conflict,
    Fault,
    MatcherError,
    OutOfTime,
    PinsClash,
    ProposalRejected,
    StoreFailed,
    TooMany,
    Unauthenticated,
)

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("placement.api")


class FaultShape(BaseModel):
    """One thing wrong with a document: its JSON path, what is wrong, and the way out."""

    path: str = Field(examples=["$.referrals[2].funding"])
    message: str = Field(examples=["the percentages must sum to 100"])


class Problem(BaseModel):
    """What went wrong, for programs (`code`) and for people (`title`, `detail`)."""

    type: str = Field(examples=["urn:placement-matcher:problem:bad_case"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    code: str = Field(examples=["bad_case"])
    detail: str = Field(examples=["the document has 1 fault"])
    faults: list[FaultShape] | None = None
    pins: list[tuple[str, str]] | None = None
    changed: list[FaultShape] | None = None
    breaches: list[str] | None = None


class Refused(Exception):
    """The door itself refuses a request, before or instead of asking the engine."""

    def __init__(self, status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.code, self.detail = status, code, detail
        self.headers = dict(headers or {})
        super().__init__(detail)


def problem(
    status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """An answer in problem+json; `more` is any further member of Problem."""
    body = Problem(
        type=f"urn:placement-matcher:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        **more,
    )
    content = body.model_dump_json(exclude_none=True)
    return Response(content, status, headers, MEDIA_TYPE)


def bad_request(faults: Sequence[Fault]) -> Response:
    """A document or a query with faults: 422 and all of them."""
    count = len(faults)
    detail = f"the request has {count} fault{'' if count == 1 else 's'}: see `faults`"
    shapes = [FaultShape(path=fault.path, message=fault.message) for fault in faults]
    return problem(422, BadCase.code, detail, faults=shapes)


def internal(error: BaseException) -> Response:
    """Our fault: a plain 500. The log gets the kind and the place, never the message."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("unexpected %s\n%s", type(error).__name__, frames)
    return problem(500, "internal", "something went wrong on our side: nothing was decided or changed")


def install(app: FastAPI, retry_after_s: int) -> None:
    """Teach the application to answer every error with a problem."""

    async def of_the_engine(request: Request, error: Exception) -> Response:
        assert isinstance(error, MatcherError)
        request.state.problem_code = error.code
        return from_engine(error, retry_after_s)

    app.add_exception_handler(MatcherError, of_the_engine)
    app.add_exception_handler(Refused, _of_the_door)
    app.add_exception_handler(RequestValidationError, _of_the_query)
    app.add_exception_handler(HTTPException, _of_the_router)


def from_engine(error: MatcherError, retry_after_s: int) -> Response:
    """The one HTTP meaning of each error of the engine."""
    if isinstance(error, BadCase):
        return bad_request(error.faults)
    if error.status == 500:
        _log.error("the engine answered %s", error.code)
    headers = _headers_of(error, retry_after_s)
    more: dict[str, Any] = {}
    if isinstance(error, Conflict) and error.changed:
        more["changed"] = [FaultShape(path=moved.path, message=moved.message) for moved in error.changed]
    if isinstance(error, PinsClash):
        more["pins"] = list(error.pins)
    if isinstance(error, ProposalRejected):
        more["breaches"] = list(error.breaches)
    return problem(error.status, error.code, str(error) or error.code, headers, **more)


def _headers_of(error: MatcherError, retry_after_s: int) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="placement-matcher"'}
    if isinstance(error, TooMany):
        return {"Retry-After": str(error.retry_after_s)}
    return {"Retry-After": str(retry_after_s)} if isinstance(error, OutOfTime | StoreFailed) else {}


async def _of_the_door(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    request.state.problem_code = error.code
    return problem(error.status, error.code, error.detail, error.headers)


async def _of_the_query(request: Request, error: Exception) -> Response:
    """Only the parameters are read by the framework; its own answer would repeat what was sent."""
    assert isinstance(error, RequestValidationError)
    request.state.problem_code = BadCase.code
    return bad_request([_query_fault(detail) for detail in error.errors()])


def _query_fault(detail: Any) -> Fault:
    if detail["type"] == "extra_forbidden":
        return Fault("?(unknown parameter)", "is not a parameter of this address: take it out")
    name = detail["loc"][-1] if len(detail["loc"]) > 1 else ""
    return Fault(f"?{name}", in_words(detail))


_OF_THE_ROUTER = {
    404: ("no_such_address", "there is nothing at this address: /docs lists what there is"),
    405: ("method_not_allowed", "this address does not answer this method: see the Allow header"),
}


async def _of_the_router(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    code, detail = _OF_THE_ROUTER.get(status, ("refused", "the request was refused"))
    request.state.problem_code = code
    return problem(status, code, detail, error.headers)
