"""One child and one home, and what the route asks of them; all data is invented, the areas are real."""

from __future__ import annotations

from typing import Any

from matcher.domain.route import ChildRoute
from matcher.library import route
from tests.builders import AREA, case, home, place, referral

COVENTRY, SOLIHULL, WARWICKSHIRE, BIRMINGHAM = AREA, "E08000029", "E10000031", "E08000025"
FRIDAY_BEFORE_MAY_DAY = "2026-05-01"
Day = str | None


def route_of(child: dict[str, Any] | None = None, there: dict[str, Any] | None = None) -> ChildRoute:
    """The route of child A at home H1, with some fields changed."""
    found = route(case([referral(**(child or {}))], [home(**(there or {}))]), referral="A", home="H1")
    return found.routes[0]


def codes(child: dict[str, Any] | None = None, there: dict[str, Any] | None = None) -> list[str]:
    """The steps that apply, in the table's order."""
    return [step.code for step in route_of(child, there).steps]


def days(child: dict[str, Any] | None = None, there: dict[str, Any] | None = None) -> dict[str, Day]:
    """The last day for each step."""
    steps = route_of(child, there).steps
    return {step.code: step.due.isoformat() if step.due else None for step in steps}


def at(area: str) -> dict[str, Any]:
    """A home 5 000 m away in an area."""
    return {"location": place(433_000, 284_000, area)}
