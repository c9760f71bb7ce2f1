"""A sweep: the plans of a case as one number goes over a range, and the values at which the plan changes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from matcher.domain.parameter import Parameter, Unit
from matcher.domain.proposal import Proposal, Run, Status
from matcher.domain.types import Model
from matcher.domain.what_if import Figures

Searched = Literal["everywhere", "between points whose plans differ"]


class Range(Model):
    """From start to stop at so many points; `solves`: plans that may be asked for to place the turns."""

    start: int
    stop: int
    points: Annotated[int, Field(ge=2, le=101)] = 9
    solves: Annotated[int, Field(ge=0, le=5_000)] = 60


class Point(Proposal):
    """The plan at one value. `case_fingerprint` is that of the case there."""

    value: int
    figures: Figures


class Known(Model):
    """A plan that a sweep met at one value: the least that can be checked of it."""

    value: int
    status: Status
    tier1: int
    tier2: int
    allocation: dict[str, str | None]


class Moved(Model):
    """A child whose home is another from a value on."""

    referral: str
    from_: str | None = Field(alias="from")
    to: str | None


class Turn(Model):
    """A value at which the plan changes, exactly: one less has the plan before, the value the plan after."""

    value: int
    before: Known
    after: Known
    moves: tuple[Moved, ...]


class Sweep(Model):
    """Points in order, and turns in order. Each turn is exact.

    `complete`: every two points whose plans differ are joined by turns. For a budget or a distance these are
    all the turns there are, so that `searched` is everywhere; with prices two points with one plan may still
    have others between them, which are not looked for.
    """

    schema_: Literal["placement-sweep/1"] = Field(default="placement-sweep/1", alias="schema")
    status: Status
    parameter: Parameter
    unit: Unit
    points: tuple[Point, ...]
    turns: tuple[Turn, ...]
    complete: bool
    searched: Searched
    solves: int
    case_fingerprint: str
    run: Run
