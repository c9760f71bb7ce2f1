"""The statutory route of placements: who approves, who is told, what is done, and by when."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Status
from matcher.domain.types import Model

Approval = Literal["none", "nominated_officer", "director"]
"""Who of the council must approve before the placement starts; the director stands above the officer."""
Area = Literal["in", "adjoining", "at_a_distance"]
StepKind = Literal["bar", "approval", "court", "consult", "notice", "task", "record"]
"""`bar`: the law does not allow it. `record`: a reason or a finding to be written down."""
Who = Literal[
    "nobody",
    "nominated_officer",
    "director",
    "secretary_of_state",
    "court",
    "high_court",
    "area_authority",
    "persons_concerned",
    "relatives",
    "present_carers",
    "registered_manager",
    "reviewing_officer",
    "review_panel",
    "social_worker",
    "legal",
]
"""Who approves or orders it, who is consulted or told, or who does it."""


class StepSource(Model):
    """Where a step comes from: words a person can cite, and a link."""

    words: str
    link: str


class RouteStep(Model):
    """One thing that the law asks for, allows nobody to do, or wants on record.

    `due`: the last day for it, None where no day is set. `draft`: a text for a person to finish,
    for approvals, consultations and notices; ids and figures only.
    """

    code: str
    kind: StepKind
    who: Who
    title: str
    due: date | None
    due_words: str
    source: StepSource
    draft: str | None = None


class ChildRoute(Model):
    """One child in one home: no step where the child stays.

    `not_known`: fields of the referral that are not known yet and could change the steps or their days.
    `shut_by`: rules of the case that shut the home to the child; the route is then what the law would ask
    if they were set aside.
    """

    referral: str
    home: str
    stays: bool
    emergency: bool
    starts_on: date
    area: Area
    key_stage_4: bool
    approval: Approval
    not_known: tuple[str, ...] = ()
    shut_by: tuple[str, ...] = ()
    steps: tuple[RouteStep, ...]


class ApprovalCounts(Model):
    """How many placements that start need whose approval."""

    none: int
    nominated_officer: int
    director: int


class Route(Model):
    """The route of a plan's placements, or of one pair alone (then `allocation` is None).

    `referral`: only this child was asked about; None: every placement of the plan is there.
    `status`: of the plan that was solved for; None where the caller brought the plan or the pair.
    """

    schema_: Literal["placement-route/1"] = Field(default="placement-route/1", alias="schema")
    as_of: date
    status: Status | None
    referral: str | None
    approvals: ApprovalCounts
    routes: tuple[ChildRoute, ...]
    allocation: dict[str, str | None] | None
    case_fingerprint: str
