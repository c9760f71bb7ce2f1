"""A referral as somebody may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from matcher.service.actor import Actor
from matcher.service.referrals import ReferralRecord


class PlaceView(BaseModel):
    """Where a child comes from or goes to school: the grid point only for who may see exact distances."""

    area: str = Field(examples=["E08000026"])
    easting: int | None = None
    northing: int | None = None


class ZoneView(BaseModel):
    """A place that a child must stay away from."""

    easting: int
    northing: int
    miles: float


class ShareView(BaseModel):
    """The part of a child's cost that one fund pays."""

    fund: str
    percent: int


class ReferralView(BaseModel):
    """What is asked for a child. A field is null when there is none, or `unknown` or `kept_back` names it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 2_204_817_345_912_411,
                    "reference": "R-12",
                    "child_id": 3_811_002_946_150_873,
                    "child": "C-1042",
                    "state": "open",
                    "version": 1,
                    "received_at": "2026-11-23T12:00:00Z",
                    "closed_at": None,
                    "lives_at": None,
                    "birth_date": "2012-05-01",
                    "gender": "female",
                    "flags": [],
                    "origin": {"area": "E08000026"},
                    "school": None,
                    "need": "emotional_behavioural",
                    "also_needs": [],
                    "urgency": "urgent",
                    "needed_by": "2026-12-01",
                    "placement_types": ["childrens_home", "foster"],
                    "max_miles": 20,
                    "exclusion_zones": None,
                    "step_free": False,
                    "solo": False,
                    "staff_hours": 0,
                    "supplement_pence": 0,
                    "max_weekly_pence": None,
                    "funding": [{"fund": "la", "percent": 100}],
                    "unknown": [],
                    "kept_back": ["origin", "school", "exclusion_zones"],
                }
            ]
        }
    )

    id: int
    reference: str
    child_id: int
    child: str = Field(description="The council's own code.")
    state: str
    version: int
    received_at: datetime
    closed_at: datetime | None
    lives_at: int | None = Field(description="The id of the home where the child lives today.")
    birth_date: date | None
    gender: str | None
    flags: list[str] | None
    origin: PlaceView | None
    school: PlaceView | None
    need: str | None
    also_needs: list[str] | None
    urgency: str | None
    needed_by: date | None
    placement_types: list[str] | None
    max_miles: float | None
    exclusion_zones: list[ZoneView] | None
    step_free: bool | None
    solo: bool | None
    staff_hours: int | None
    supplement_pence: int | None
    max_weekly_pence: int | None
    funding: list[ShareView] | None
    unknown: list[str]
    kept_back: list[str] = Field(description="What you may not see, or not exactly.")


_PARTLY_KNOWN = frozenset({"also_needs", "flags", "exclusion_zones"})
"""What these hold is known, though there may be more."""
_FLAGS = ("flags",)
_PLACES = ("origin", "school")
_EXACT = (*_PLACES, "exclusion_zones")
_PRICES = ("supplement_pence", "max_weekly_pence")


def referral_view(record: ReferralRecord, actor: Actor) -> ReferralView:
    """Flags, exact places and prices only by their own rights."""
    kept_back = _kept_back(actor)
    asked = _known(record)
    places = {name: _place(asked[name], exact=name not in kept_back) for name in _PLACES}
    hidden = {name: None for name in kept_back if name not in _PLACES}
    return ReferralView.model_validate(_row(record) | asked | places | hidden | {"kept_back": kept_back})


def _kept_back(actor: Actor) -> list[str]:
    missing = [] if actor.may("see_flags") else [*_FLAGS]
    missing += [] if actor.may("see_exact_distance") else [*_EXACT]
    return missing + ([] if actor.may("see_prices") else [*_PRICES])


def _row(record: ReferralRecord) -> dict[str, Any]:
    referral = record.referral
    return {
        "id": referral.id,
        "reference": referral.reference,
        "child_id": referral.child_id,
        "child": record.child.reference,
        "state": referral.state,
        "version": referral.version,
        "received_at": referral.received_at,
        "closed_at": referral.closed_at,
        "lives_at": record.lives_at,
    }


def _known(record: ReferralRecord) -> dict[str, Any]:
    """What is known: a stand-in for an unknown field is no answer."""
    child, document = record.child, record.referral.document
    unknown = list(document.get("unknown", ()))
    known = {**document, "birth_date": child.birth_date, "gender": child.gender, "flags": list(child.flags)}
    return known | dict.fromkeys(set(unknown) - _PARTLY_KNOWN) | {"unknown": unknown}


def _place(place: Mapping[str, Any] | None, exact: bool) -> PlaceView | None:
    if place is None:
        return None
    return PlaceView(**place) if exact else PlaceView(area=place["area"])
