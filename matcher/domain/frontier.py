"""The frontier between what a plan costs and how far from home it places children."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Run, Status
from matcher.domain.types import Model


class Spot(Model):
    """What a plan adds to a week's spending, after discounts, and its children's metres from home."""

    incremental_pence: int
    distance_m: int


class FrontierPoint(Spot):
    """A plan that no other beats in both. It reaches the least tier 1 that any plan reaches.

    `supported`: some fixed price a metre makes this a best plan; False: none does, though no plan is both
    cheaper and nearer; None: not known, as the frontier is not whole.
    """

    tier2: int
    supported: bool | None
    placed: int
    in_area: int
    allocation: dict[str, str | None]


class OpenRange(Model):
    """Where more points may lie: dearer than `cheaper` and farther than `nearer`; None: no end was met."""

    cheaper: Spot | None
    nearer: Spot | None


class ProposedPlan(Spot):
    """The plan that the price list proposes, which weighs more than these two."""

    tier2: int
    allocation: dict[str, str | None]


class Frontier(Model):
    """Every best trade of cost for distance, cheapest first. `optimal`: none is missing."""

    schema_: Literal["placement-frontier/1"] = Field(default="placement-frontier/1", alias="schema")
    status: Status
    tier1: int
    proposed: ProposedPlan
    points: tuple[FrontierPoint, ...]
    open: tuple[OpenRange, ...]
    case_fingerprint: str
    run: Run
