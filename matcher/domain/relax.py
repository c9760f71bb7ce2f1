"""What would it take: the cheapest sets of waivers that place one child while nobody else loses by weight."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from matcher.domain.proposal import Payer, Run, Status
from matcher.domain.types import Model, shortest

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


Size = Annotated[float, PlainSerializer(shortest)]
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
    group that is split counting as `prefer_together`. `who_pays`: every other child whose home is another
    than as proposed without waivers, null where time ended before there was a proposal.
    """

    price_pence: int
    waivers: tuple[NeededWaiver, ...]
    allocation: dict[str, str | None]
    tier1: int
    tier2: int
    status: Status
    who_pays: tuple[Payer, ...] | None


class Proposed(Model):
    """The best plan of the case as it stands, which the plan of each set is held against."""

    status: Status
    tier1: int
    tier2: int
    allocation: dict[str, str | None]


class InTheWay(Model):
    """A rule that this council may not waive: the homes it shuts, and those that it alone of these shuts."""

    rule: str
    homes: int
    only: int


class LimitInTheWay(Model):
    """A limit that this council may not exceed, of a home or a fund, or a group that it may not split."""

    waives: Literal["admissions", "staffing", "budget", "split"]
    home: str | None = None
    fund: str | None = None
    group: str | None = None


class Unwaived(Model):
    """The least tier 1 as the case stands, and an allocation that has it.

    Either every allocation that could be proposed places the child, or none does, or this is the proposal.
    """

    tier1: int
    allocation: dict[str, str | None]
    places: bool


class Relax(Model):
    """The cheapest sets of waivers for one child, cheapest first; empty when nothing helps.

    `allowed`: the most that tier 1 may be, so that nobody else loses by weight. `complete`: there is no
    further set. `in_the_way` is told where there is no set, and `open_with_waivers` are the homes where no
    such rule stands: other children, their own siblings, or one of `limits_in_the_way` keeps the child from
    these. `proposed` is told where there is a set, and time for it.
    """

    schema_: Literal["placement-relax/1"] = Field(default="placement-relax/1", alias="schema")
    status: Status
    referral: str
    home: str | None
    unwaived: Unwaived
    allowed: int
    proposed: Proposed | None
    sets: tuple[WaiverSet, ...]
    complete: bool
    in_the_way: tuple[InTheWay, ...] = ()
    open_with_waivers: tuple[str, ...] = ()
    limits_in_the_way: tuple[LimitInTheWay, ...] = ()
    case_fingerprint: str
    run: Run
