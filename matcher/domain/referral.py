"""A child who needs a home, or whose placement is under review."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from matcher.domain.place import ExclusionZone, PlaceOrPostcode
from matcher.domain.types import (
    Code,
    Gender,
    Hours,
    Id,
    Miles,
    Model,
    Pence,
    Percent,
    PlacementType,
    Urgency,
)

Codes = Annotated[tuple[Code, ...], Field(max_length=50)]


class FundShare(Model):
    """The part of a child's cost that one fund pays."""

    fund: Code
    percent: Percent


class Referral(Model):
    """One referral. With `current_home` it is a review: the child lives there and may stay."""

    id: Id
    birth_date: date
    gender: Gender
    origin: PlaceOrPostcode
    school: PlaceOrPostcode | None = None
    need: Code
    also_needs: Codes = ()
    flags: Codes = ()
    urgency: Urgency
    needed_by: date
    placement_types: Annotated[tuple[PlacementType, ...], Field(min_length=1, max_length=5)]
    max_miles: Miles | None = None
    exclusion_zones: Annotated[tuple[ExclusionZone, ...], Field(max_length=50)] = ()
    step_free: bool = False
    solo: bool = False
    staff_hours: Hours = 0
    supplement_pence: Pence = 0
    max_weekly_pence: Pence | None = None
    funding: Annotated[tuple[FundShare, ...], Field(min_length=1, max_length=20)]
    current_home: Id | None = None
