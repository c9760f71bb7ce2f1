"""What a person is shown of one option before deciding: its place, its price line by line, its route."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Line, Payer, Regret, Status, Unplaced, Warned
from matcher.domain.route import Approval, Area, StepKind, Who
from matcher.domain.types import Model, WaivableRule


class ShownStep(Model):
    """One step of the statutory route; its words and its draft are the route's own."""

    code: str
    kind: StepKind
    who: Who
    due: date | None


class ShownRoute(Model):
    """What the law asks of this child in this home, whatever becomes of brothers and sisters."""

    approval: Approval
    area: Area
    emergency: bool
    starts_on: date
    key_stage_4: bool
    not_known: tuple[str, ...]
    steps: tuple[ShownStep, ...]


class Charge(Model):
    """What the placement adds to a fund's week, in pence × 100, before any sibling discount."""

    fund: str
    centipence: int


class ShownHome(Model):
    """The home of an option, in pence a week and metres.

    `lines` sum to `total_pence`; a sibling discount is among them only in the plan's own home.
    `waivers`: the rules that would shut the home, were they not waived for this child.
    """

    weekly_price_pence: int
    own_pence: int
    total_pence: int
    lines: tuple[Line, ...]
    charges: tuple[Charge, ...]
    distance_m: int
    school_distance_m: int | None
    in_area: bool
    stays: bool
    warnings: tuple[Warned, ...]
    waivers: tuple[WaivableRule, ...]
    route: ShownRoute


class ShownOption(Model):
    """One child and one home of its list, or no home (rank 0): the plan leaves the child waiting.

    `rank` counts from 1, the least regret first. `regret` is None when no plan can use the home;
    `exact` is false while time left it open. `pinned`: the case says that it must be this home.
    """

    schema_: Literal["placement-shown/1"] = Field(default="placement-shown/1", alias="schema")
    referral: str
    home: str | None
    rank: int
    proposed: bool
    pinned: bool
    status: Status
    regret: Regret | None
    exact: bool
    who_pays: tuple[Payer, ...]
    at_home: ShownHome | None
    unplaced: Unplaced | None
    case_fingerprint: str


class Choices(Model):
    """Every option of a table as it is shown, by child and then by rank."""

    options: tuple[ShownOption, ...]
