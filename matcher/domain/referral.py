"""A child who needs a home, or whose placement is under review."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from matcher.domain.absent import STAND_INS, UNKNOWN_FIELDS, UnknownField
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


def _absent_when_unknown(schema: dict[str, Any]) -> None:
    """In the published schema, a field may be absent where `unknown` names it."""
    schema["required"] = [name for name in schema["required"] if name not in STAND_INS]
    schema["allOf"] = [
        {"anyOf": [{"required": [name]}, {"required": ["unknown"], "properties": _naming(name)}]}
        for name in STAND_INS
    ]


def _naming(name: str) -> dict[str, Any]:
    return {"unknown": {"contains": {"const": name}}}


class Referral(Model):
    """One referral. With `current_home` it is a review: the child lives there and may stay.

    A field named in `unknown` is not known: whatever it holds here is a stand-in and decides nothing,
    but that `also_needs`, `flags` and `exclusion_zones` keep what is known of them.
    """

    model_config = ConfigDict(json_schema_extra=_absent_when_unknown)

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
    unknown: Annotated[
        tuple[UnknownField, ...],
        Field(max_length=len(UNKNOWN_FIELDS), exclude_if=lambda named: not named),
    ] = ()
