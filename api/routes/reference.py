"""What can be looked up: the rules, the schema of a case, the demonstration council."""

from __future__ import annotations

import json
from functools import cache

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import Nothing, ServerLimits
from api.errors import Refused
from api.openapi import problems
from matcher import library
from matcher.domain.case import Case
from matcher.domain.reference import RuleDocument

router = APIRouter(prefix="/v1", tags=["Reference"])


@router.get(
    "/rules",
    operation_id="rules",
    summary="List every rule with its source, since when, and who may waive it",
    response_model=RuleDocument,
    responses=problems(422),
)
async def rules(nothing: Nothing) -> RuleDocument:
    """The same for every case: a council's own figures are in the case's policy."""
    return library.rules()


@router.get(
    "/schema",
    operation_id="schema",
    summary="Give the JSON Schema of a case document",
    response_class=Response,
    responses={
        200: {"content": {"application/schema+json": {"schema": {"type": "object"}}}},
        **problems(422),
    },
)
async def schema(nothing: Nothing) -> Response:
    """What a case must look like; references between its parts are checked when it is read."""
    return Response(_schema_text(), media_type="application/schema+json")


@router.get(
    "/demo",
    operation_id="demo",
    summary="Give the demonstration council's case: invented children and homes",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Case"}}}},
        **problems(422, 503),
    },
)
async def demo(nothing: Nothing, server: ServerLimits) -> Response:
    """Every child and every home in it is invented; its postcode sectors are real."""
    try:
        document = server.demo_case.read_bytes()
    except OSError:
        detail = "the demonstration case is not there: set PLACEMENT_DATA_DIR to the data folder"
        raise Refused(503, "no_demonstration", detail) from None
    return Response(document, media_type="application/json")


@cache
def _schema_text() -> str:
    return json.dumps(Case.model_json_schema(by_alias=True))
