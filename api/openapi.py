"""The OpenAPI document: the bodies' schemas, examples from the demonstration council, every error."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.described import REF as _REF
from api.described import complete, problem_answer
from api.documents import AlternativesQuestion, OptionsQuestion, VerifyQuestion, WhyNotQuestion
from api.errors import Problem
from api.examples import cut
from api.questions.emergency import EmergencyQuestion
from api.questions.frontier import FrontierQuestion
from api.questions.impact import ImpactQuestion
from api.questions.prices import BreakEvenQuestion, PriceOfRulesQuestion
from api.questions.refusals import RefusalsQuestion
from api.questions.relax import RelaxQuestion
from api.questions.reviews import ReviewsQuestion
from api.questions.route import RouteQuestion
from api.questions.what_if import SweepQuestion, WhatIfQuestion
from api.settings import ServerSettings
from api.streaming import MEDIA_TYPE as LINES
from api.streaming import Failed
from matcher import __version__, library
from matcher.domain.case import Case
from matcher.domain.stream import Done, FirstOptions, Head, OptionEvent
from matcher.geo import ATTRIBUTION

_BODIES = (
    Case,
    OptionsQuestion,
    WhyNotQuestion,
    VerifyQuestion,
    AlternativesQuestion,
    WhatIfQuestion,
    SweepQuestion,
    FrontierQuestion,
    RefusalsQuestion,
    EmergencyQuestion,
    ImpactQuestion,
    RouteQuestion,
    ReviewsQuestion,
    RelaxQuestion,
    PriceOfRulesQuestion,
    BreakEvenQuestion,
)
_EVENTS: tuple[type[BaseModel], ...] = (Head, OptionEvent, FirstOptions, Done, Failed)
_EXAMPLE = "x-example-of"
"""Marks where an example goes: it is cut from the data folder when the document is first asked for."""

_DESCRIPTION = """\
Takes a case (children who need a home, the homes there are, a council's own price list) and answers
with the plan that serves the children best, the proof, and the reasons why every other home is shut.

Nothing is stored: each request brings its whole case. Money is in pence a week, distance in metres.
Every error is `application/problem+json`; no error repeats what was sent, except ids.
The examples are cut from the demonstration council: every child and home in them is invented.
"""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The documented error answers of a route."""
    return {status: problem_answer(status) for status in statuses}


def stream_answer() -> dict[int | str, dict[str, Any]]:
    """The answer of a question that can be answered as JSON lines too: what each line may be."""
    lines = {"schema": {"oneOf": [{"$ref": _REF + event.__name__} for event in _EVENTS]}}
    return {200: {"content": {LINES: lines}}}


def case_body() -> dict[str, Any]:
    """The body that is a case document itself."""
    return question_body("Case")


def question_body(model: str) -> dict[str, Any]:
    """The body of a question, by the name of its model."""
    content = {"schema": {"$ref": _REF + model}, _EXAMPLE: model}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def openapi_of(app: FastAPI, settings: ServerSettings) -> dict[str, Any]:
    """The whole document, with the schemas that the routes read by themselves."""
    if app.openapi_schema is None:
        document = get_openapi(
            title="Placement Matcher",
            version=__version__,
            description=f"{_DESCRIPTION}\n{ATTRIBUTION}\n",
            routes=app.routes,
            tags=[
                {"name": "Questions", "description": "One case in, one answer out. Nothing of it is stored."},
                {"name": "Council data", "description": "What a council knows today: one case a day."},
                {"name": "Runs", "description": "What was asked of the engine, and what it answered."},
                {"name": "Decisions", "description": "What people decided, and the beds they hold."},
                {"name": "People", "description": "Who may do what; signing in and out."},
                {"name": "Record", "description": "What was done, by whom: it only grows."},
                {"name": "Reference", "description": "What can be looked up."},
                {"name": "Health", "description": "For whatever watches the server."},
            ],
        )
        document["components"]["schemas"].update(_schemas())
        complete(document)
        _put_examples(document["paths"].values(), _examples(settings))
        app.openapi_schema = document
    return app.openapi_schema


def _schemas() -> dict[str, Any]:
    """The bodies' schemas and the problem's, which the framework does not see."""
    bodies: list[tuple[type[BaseModel], str]] = [(model, "validation") for model in (*_BODIES, Problem)]
    known = [*bodies, *((event, "serialization") for event in _EVENTS)]
    _, definitions = models_json_schema(known, ref_template=_REF + "{model}")  # type: ignore[arg-type]
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _put_examples(paths: Iterable[dict[str, Any]], examples: dict[str, Any]) -> None:
    for operations in paths:
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                model = content.pop(_EXAMPLE, None)
                if model in examples:
                    content["example"] = examples[model]


def _examples(settings: ServerSettings) -> dict[str, Any]:
    """One example a question; none when the demonstration case is not in the data folder."""
    if not settings.demo_case.is_file():
        return {}
    case = cut(json.loads(settings.demo_case.read_bytes()))
    first = case["referrals"][0]["id"]
    return {
        "Case": case,
        "OptionsQuestion": {"case": case, "referrals": [first]},
        "WhyNotQuestion": {"case": case, "referral": first},
        "VerifyQuestion": {"case": case, "answer": _answer(case)},
        "AlternativesQuestion": {"case": case, "k": 3, "differ": 1},
        "WhatIfQuestion": {"case": case, "scenarios": [_scenario(case)]},
        "SweepQuestion": {"case": case, "parameter": {"turns": "pence_per_mile"}, "start": 0, "stop": 5_000},
        "FrontierQuestion": {"case": case},
        "RefusalsQuestion": {"case": case, "referral": first},
        "PriceOfRulesQuestion": {"case": case},
        "BreakEvenQuestion": {"case": case, "home": case["homes"][0]["id"]},
        "RelaxQuestion": {"case": case, "referral": first},
        "ReviewsQuestion": {"case": case, "max_moves": 1},
        "RouteQuestion": {"case": case, "referral": first, "home": case["homes"][0]["id"]},
        "EmergencyQuestion": {"case": case, "referral": first},
        "ImpactQuestion": {"case": case, "referral": first, "home": case["homes"][0]["id"]},
    }


def _scenario(case: dict[str, Any]) -> dict[str, Any]:
    """The first home closes."""
    change = {"kind": "close_home", "home_id": case["homes"][0]["id"]}
    return {"name": "The first home closes", "changes": [change]}


def _answer(case: dict[str, Any]) -> dict[str, Any]:
    """The least that can be checked: one child in a home that is open to it, the others in none."""
    nobody: dict[str, str | None] = {referral["id"]: None for referral in case["referrals"]}
    siblings = {member for group in case["sibling_groups"] for member in group["members"]}
    for child in [child for child in nobody if child not in siblings][:1]:
        eligible = library.why_not(library.load_case(json.dumps(case).encode()), child).eligible
        nobody[child] = next(iter(eligible), None)
    return {"schema": "placement-proposal/1", "allocation": nobody}
