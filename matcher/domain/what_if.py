"""What if: a case's plan beside the plans under scenarios, with every difference and where it comes from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Proposal, Run, Status
from matcher.domain.scenario import Scenario, ToRefer
from matcher.domain.types import Model

WhyCode = Literal[
    "withdrawn",
    "added",
    "home_closed",
    "now_shut",
    "fewer_beds",
    "bed_taken",
    "home_opened",
    "now_open",
    "more_beds",
    "bed_freed",
    "pinned",
    "cheaper",
    "no_home",
    "whole_plan",
]


class Why(Model):
    """One fact behind a child's other home. `text` says it in words; the rest is what it says.

    `cheaper`: what the child's own lines are at its new home less those at its old one, before and after.
    `whole_plan`: no single fact accounts for it; the best plan as a whole has it so.
    """

    code: WhyCode
    text: str
    home: str | None = None
    referrals: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    before_pence: int | None = None
    after_pence: int | None = None


class Move(Model):
    """A child whose home is another; null is no home, or not in that case."""

    referral: str
    from_: str | None = Field(alias="from")
    to: str | None
    why: tuple[Why, ...]


class ProvisionMix(Model):
    """Children placed, by how the place is bought."""

    internal: int
    block: int
    framework: int
    spot: int


class Figures(Model):
    """What a plan comes to. A year is 365.25 days, 52.18 weeks, rounded half up to a penny.

    `weekly_pence` is the incremental cost; the mean distance is per placed child, rounded half up, null
    when nobody is placed. `out_of_area_approvals` counts placements outside the child's area that are new:
    each needs an officer's approval.
    """

    placed: int
    unplaced: int
    weekly_pence: int
    yearly_pence: int
    distance_m: int
    mean_distance_m: int | None
    in_area: int
    out_of_area_approvals: int
    provision: ProvisionMix


class Difference(Figures):
    """The same figures, the scenario's less the base's; a mean is null where one of the two is."""

    tier1: int
    tier2: int


class BasePlan(Proposal):
    """The plan of the case as it is."""

    figures: Figures


class ScenarioPlan(Proposal):
    """The plan of the case as the scenario makes it, and what is otherwise than in the base.

    `case_fingerprint` is that of the changed case.
    """

    name: str
    scenario: Scenario
    changes: tuple[Move, ...]
    to_refer: tuple[ToRefer, ...]
    figures: Figures
    difference: Difference


class WhatIf(Model):
    """Any number of scenarios against one base. `optimal` when every plan is."""

    schema_: Literal["placement-what-if/1"] = Field(default="placement-what-if/1", alias="schema")
    status: Status
    base: BasePlan
    scenarios: tuple[ScenarioPlan, ...]
    case_fingerprint: str
    run: Run
