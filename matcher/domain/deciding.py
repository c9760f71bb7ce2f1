"""When a placement needs a second person, and how long and how often a bed is held: part of the policy."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from matcher.domain.types import Model, Pence

Minutes = Annotated[int, Field(ge=1, le=10_080)]
HoldCount = Annotated[int, Field(ge=1, le=100)]


class Deciding(Model):
    """The council's own rules of deciding; amounts are pence a week."""

    second_person_above_weekly_pence: Pence = 700_000
    second_person_at_a_distance: bool = True
    second_person_by_waiver: bool = True
    hold_minutes: Minutes = 120
    holds_per_officer: HoldCount = 3
