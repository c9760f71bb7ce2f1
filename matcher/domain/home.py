"""A home, and the children who already live there."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from matcher.domain.place import PlaceOrPostcode
from matcher.domain.referral import Codes
from matcher.domain.types import (
    Beds,
    Gender,
    Hours,
    Id,
    Judgement,
    Model,
    Name,
    Pence,
    Percent,
    PlacementType,
    Provision,
    Years,
)


class Resident(Model):
    """A child who lives in the home and is not being reviewed."""

    id: Id
    birth_date: date
    gender: Gender
    flags: Codes = ()


class Home(Model):
    """One home as it could be used today; `places` are registered, beds are what is left."""

    id: Id
    name: Name
    provider: Name
    provision: Provision
    placement_type: PlacementType
    location: PlaceOrPostcode
    registered: bool
    judgement: Judgement
    needs_met: Codes
    min_age: Years
    max_age: Years
    genders: Annotated[tuple[Gender, ...], Field(max_length=3)]
    step_free: bool
    places: Beds
    blocked_places: Beds = 0
    residents: Annotated[tuple[Resident, ...], Field(max_length=1_000)] = ()
    available_from: date
    admissions_limit: Beds | None = None
    spare_staff_hours: Hours | None = None
    weekly_price_pence: Pence
    void_charge_pence: Pence = 0
    sibling_discount_percent: Percent = 0

    @property
    def beds(self) -> int:
        """Usable places that no resident has: reviews living here count against these too."""
        return self.places - self.blocked_places - len(self.residents)
