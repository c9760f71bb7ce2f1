"""What would it take: the cheapest sets of waivers that place one child while nobody else loses a place."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from matcher.domain.proposal import Run, Status
from matcher.domain.types import Model

Waives = Literal[
    "age",
    "availability",
    "distance",
    "price_cap",
    "judgement",
    "staffing",
    "admissions",
    "budget",
    "split",
]


def _shortest(size: float) -> int | float:
    return int(size) if size == int(size) else size


Size = Annotated[float, PlainSerializer(_shortest)]
"""Whole years, days, pounds, homes, hours, admissions or groups; miles to three decimals."""


class NeededWaiver(Model):
    """One thing to waive: a pair rule, the limit of a home or of a fund, or a `together` group."""

    waives: Waives
    referral: str | None
    home: str | None
    fund: str | None
    group: str | None
    size: Size
    price_pence: int


class WaiverSet(Model):
    """Exactly what one allocation needs waived. `status`: whether no other set is cheaper, and none better.

    `price_pence` is the price of the waivers, not of the plan. `tier1` and `tier2` are the plan's own, a
    group that is split counting as `prefer_together`.
    """

    price_pence: int
    waivers: tuple[NeededWaiver, ...]
    allocation: dict[str, str | None]
    tier1: int
    tier2: int
    status: Status


class InTheWay(Model):
    """A rule that this council may not waive: the homes it shuts, and those that it alone of these shuts."""

    rule: str
    homes: int
    only: int


class Unwaived(Model):
    """The least tier 1 as the case stands, and an allocation that has it.

    Either every allocation that could be proposed places the child, or none does, or this is the proposal.
    """

    tier1: int
    allocation: dict[str, str | None]
    places: bool


class Relax(Model):
    """The cheapest sets of waivers for one child, cheapest first; empty when nothing helps.

    `allowed`: the most that tier 1 may be so that nobody else loses. `complete`: there is no further set.
    `in_the_way` is told when nothing helps, and `open_with_waivers` are the homes where no such rule stands:
    other children or their own siblings keep the child from these.
    """

    schema_: Literal["placement-relax/1"] = Field(default="placement-relax/1", alias="schema")
    status: Status
    referral: str
    home: str | None
    unwaived: Unwaived
    allowed: int
    sets: tuple[WaiverSet, ...]
    complete: bool
    in_the_way: tuple[InTheWay, ...] = ()
    open_with_waivers: tuple[str, ...] = ()
    case_fingerprint: str
    run: Run
