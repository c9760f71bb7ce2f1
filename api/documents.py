"""The bodies: strict, closed, refused with all their faults and never repaired."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import Field
from starlette.requests import Request

from api.errors import Refused
from api.settings import ServerSettings
from matcher.domain.case import Case
from matcher.domain.reading import parse_json, read_document
from matcher.domain.types import MAX_HOMES, MAX_REFERRALS, Id, Model
from matcher.errors import BadCase, Fault
from matcher.geo.resolver import resolver_for
from matcher.rules.book import pin_faults


class Question(Model):
    """A case, and what is asked about it."""

    case: Case


class OptionsQuestion(Question):
    """Which homes could each of these children have, and what would each cost everybody else?"""

    referrals: Annotated[tuple[Id, ...], Field(min_length=1, max_length=MAX_REFERRALS)] | None = None
    first: Annotated[int, Field(ge=1, le=MAX_HOMES)] | None = None
    """Only so many of each child."""


class WhyNotQuestion(Question):
    """Which rules shut each home to this child?"""

    referral: Id


class VerifyQuestion(Question):
    """Is this answer right for this case?"""

    answer: dict[str, Any]


class AlternativesQuestion(Question):
    """What are the k best plans, each at least `differ` children apart from those before it?"""

    k: Annotated[int, Field(ge=1, le=1_000)] = 3
    differ: Annotated[int, Field(ge=1, le=MAX_REFERRALS)] = 1


Asked = TypeVar("Asked", bound=Question)


async def body_of(request: Request) -> bytes:
    """The whole body of a request that says it is JSON. Raises Refused."""
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.replace(" ", "").replace('"', "").lower()
    if media_type.strip().lower() != "application/json" or charset not in ("", "charset=utf-8"):
        raise Refused(415, "unsupported_media_type", "send Content-Type: application/json, in UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "unsupported_encoding", "send the body as it is, without Content-Encoding")
    return await request.body()


def read_case_body(body: bytes, settings: ServerSettings) -> Case:
    """A case that is the whole body. Raises BadCase, Refused."""
    try:
        case = read_document(body, Case, resolver_for(body))
    except BadCase:
        _refuse_wrapped(body)
        raise
    _check(case, "$", settings)
    return case


def _refuse_wrapped(body: bytes) -> None:
    """Say so where a body holds its case in a field, as the other questions do. Raises BadCase."""
    document = parse_json(body)
    if isinstance(document, dict) and isinstance(document.get("case"), dict):
        way_out = "this address takes the case itself: send what is in the field case, not wrapped"
        raise BadCase([Fault("$", way_out)]) from None


def read_question(body: bytes, model: type[Asked], settings: ServerSettings) -> Asked:
    """A question that holds a case in its field `case`. Raises BadCase, Refused."""
    question = read_document(body, model, resolver_for(body), case_at="case")
    _check(question.case, "$.case", settings)
    return question


def _check(case: Case, path: str, settings: ServerSettings) -> None:
    for name, limit in (("referrals", settings.max_referrals), ("homes", settings.max_homes)):
        if len(getattr(case, name)) > limit:
            raise Refused(413, f"too_many_{name}", f"more than {limit} {name}: split the case")
    faults = pin_faults(case)
    if faults:
        raise BadCase([Fault(path + fault.path[1:], fault.message) for fault in faults])
