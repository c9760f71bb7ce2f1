"""The questions that compare: scenarios against a case, and one number of it over a range."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.documents import Question
from matcher.domain.parameter import Parameter
from matcher.domain.scenario import Scenario
from matcher.domain.sweep import Range

MAX_SCENARIOS = 20


class WhatIfQuestion(Question):
    """What would be otherwise under each of these scenarios?"""

    scenarios: Annotated[tuple[Scenario, ...], Field(min_length=1, max_length=MAX_SCENARIOS)]


class SweepQuestion(Question):
    """What is the plan as one number goes over a range, and where does it change?"""

    parameter: Parameter
    start: int
    stop: int
    points: Annotated[int, Field(ge=2, le=101)] = 9
    solves: Annotated[int, Field(ge=0, le=1_000)] = 60
    """Plans that may be asked for to place the changes."""

    @property
    def asked(self) -> Range:
        """The range by itself."""
        return Range(start=self.start, stop=self.stop, points=self.points, solves=self.solves)
