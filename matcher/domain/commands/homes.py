"""What is asked for when a home is added or changed, a bed blocked, an address looked at, a price agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from matcher.domain.commands.decisions import RowId
from matcher.domain.home import Home
from matcher.domain.place import PlaceOrPostcode
from matcher.domain.referral import Codes
from matcher.domain.types import (
    READABLE,
    Beds,
    Gender,
    Hours,
    Judgement,
    Model,
    Name,
    Pence,
    Percent,
    PlacementType,
    Provision,
    Years,
)
from matcher.errors import BadCase, Fault

AddressText = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=READABLE)]
BedLabel = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _-]{0,31}$")]
BlockedReason = Literal["repairs", "staffing", "matching", "notice_of_closure", "registration", "other"]
RevealReason = Literal[
    "placing_a_child", "visit", "transport", "emergency", "statutory_notice", "checking_the_record"
]

FACTS_EXAMPLE: dict[str, Any] = {
    "name": "Larch House",
    "provision": "framework",
    "placement_type": "childrens_home",
    "registered": True,
    "judgement": "good",
    "needs_met": ["emotional_behavioural"],
    "min_age": 8,
    "max_age": 17,
    "genders": ["female", "male", "non_binary"],
    "step_free": False,
    "available_from": "2026-12-01",
}
HOME_EXAMPLE: dict[str, Any] = FACTS_EXAMPLE | {
    "id": "HOME-081",
    "provider": "Invented Homes",
    "location": {"postcode": "CV1 2NE"},
    "places": 3,
    "weekly_price_pence": 480_000,
}


class AddHome(Model):
    """A new home, its beds and its first contract. Children who live there are imported as placements."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"home": HOME_EXAMPLE, "address": "1 Invented Street", "contract_starts": "2026-12-01"}
            ]
        }
    )

    home: Home = Field(description="As in a case document, without residents and blocked places.")
    address: AddressText
    contract_starts: date

    @model_validator(mode="after")
    def _is_empty(self) -> AddHome:
        faults = list(_not_empty(self.home))
        if faults:
            raise BadCase(faults)
        return self


class ChangeHome(Model):
    """The whole of what is known of a home from now on, but its beds, its contracts and where it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [FACTS_EXAMPLE | {"open": True}]})

    name: Name
    provision: Provision
    placement_type: PlacementType
    registered: bool
    judgement: Judgement
    needs_met: Codes
    min_age: Years
    max_age: Years
    genders: Annotated[tuple[Gender, ...], Field(max_length=3)]
    step_free: bool
    available_from: date
    admissions_limit: Beds | None = None
    spare_staff_hours: Hours | None = None
    open: bool = Field(default=True, description="A closed home is offered to nobody.")

    @model_validator(mode="after")
    def _holds_together(self) -> ChangeHome:
        faults = list(_impossible(self))
        if faults:
            raise BadCase(faults)
        return self


class OpenBeds(Model):
    """New registered places, by their labels."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"labels": ["4", "5"]}]})

    labels: Annotated[tuple[BedLabel, ...], Field(min_length=1, max_length=50)]


class BlockBed(Model):
    """A bed that cannot be used now."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "staffing"}]})

    reason: BlockedReason


class RevealAddress(Model):
    """Why an address must be seen; for which child, where it is for one. It is recorded."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "placing_a_child", "referral_id": 11}]}
    )

    reason: RevealReason
    referral_id: RowId | None = None


class CorrectAddress(Model):
    """Where a home is after all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"address": "2 Invented Street", "location": {"postcode": "CV1 2NE"}}]
        }
    )

    address: AddressText
    location: PlaceOrPostcode


class AddContract(Model):
    """What a place costs a week from a day on. The contract before it ends on that day."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"weekly_price_pence": 495_000, "starts": "2027-04-01"}]}
    )

    weekly_price_pence: Pence
    void_charge_pence: Pence = 0
    sibling_discount_percent: Percent = 0
    starts: date
    ends: date | None = Field(default=None, description="The first day on which it is no longer in force.")

    @model_validator(mode="after")
    def _lasts(self) -> AddContract:
        if self.ends is not None and self.ends <= self.starts:
            raise BadCase([Fault("$.ends", "is not after starts: correct one of the two dates")])
        return self


def _not_empty(home: Home) -> Iterator[Fault]:
    if home.residents:
        yield Fault("$.home.residents", "leave it empty: import a placement for each child who lives there")
    if home.blocked_places:
        yield Fault("$.home.blocked_places", "leave it out: add the home, then block the beds with a reason")
    if home.min_age > home.max_age:
        yield Fault("$.home.min_age", "is above max_age: swap or correct them")


def _impossible(facts: ChangeHome) -> Iterator[Fault]:
    if facts.min_age > facts.max_age:
        yield Fault("$.min_age", "is above max_age: swap or correct them")
    for name in ("needs_met", "genders"):
        values = getattr(facts, name)
        if len(set(values)) < len(values):
            yield Fault(f"$.{name}", "names the same entry twice: keep one of them")
