"""The primitive types of the wire: every id, code and number with its limits.

The limits are wide for a council and narrow for arithmetic: with them every sum the
solver sees fits in 64 bits (`matcher.model.columns` proves it for each case).
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

MAX_PENCE = 10**9
MAX_FUND_PENCE = 10**11
"""A national fund's week is more than any one price; times 100 it is far below 2**63."""
MAX_REFERRALS = 20_000
MAX_HOMES = 50_000
MAX_LINKS = 200_000

ID = r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}$"
CODE = r"^[a-z0-9][a-z0-9_-]{0,63}$"
AREA = r"^[A-Z][0-9]{8}$"

Id = Annotated[str, StringConstraints(pattern=ID)]
Code = Annotated[str, StringConstraints(pattern=CODE)]
Area = Annotated[str, StringConstraints(pattern=AREA)]

READABLE = r"^[^\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+$"
"""No character that a terminal obeys, and none that makes a name read as another than it is."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=READABLE)]

Pence = Annotated[int, Field(ge=0, le=MAX_PENCE)]
FundPence = Annotated[int, Field(ge=0, le=MAX_FUND_PENCE)]
Percent = Annotated[int, Field(ge=0, le=100)]
Weight = Annotated[int, Field(ge=0, le=1_000_000)]
Hours = Annotated[int, Field(ge=0, le=10_000)]
Beds = Annotated[int, Field(ge=0, le=1_000)]
Years = Annotated[int, Field(ge=0, le=25)]
Metres = Annotated[int, Field(ge=0, le=2_000_000)]


def _to_thousandth(miles: float) -> float:
    """Refuse a distance limit finer than a thousandth of a mile: it must compare exactly."""
    if abs(miles * 1000 - round(miles * 1000)) > 1e-6:
        raise PydanticCustomError("too_precise", "give miles to at most three decimal places")
    return miles


def shortest(number: float) -> int | float:
    """A number as it is written: a whole one without its point."""
    return int(number) if number == int(number) else number


Miles = Annotated[
    float,
    Field(ge=0, le=1_000, allow_inf_nan=False),
    AfterValidator(_to_thousandth),
    PlainSerializer(shortest),
]

Gender = Literal["female", "male", "non_binary"]
Urgency = Literal["emergency", "urgent", "planned"]
Provision = Literal["internal", "block", "framework", "spot"]
PlacementType = Literal["childrens_home", "secure_home", "foster", "supported_accommodation", "short_break"]
Judgement = Literal["outstanding", "good", "requires_improvement", "inadequate", "not_yet_inspected"]
OfferStatus = Literal["offered", "declined"]
SiblingRule = Literal["together", "prefer_together", "apart"]
RelationshipKind = Literal["must_not_share", "avoid"]
WaivableRule = Literal["age", "availability", "distance", "price_cap", "judgement"]


@lru_cache(maxsize=4_096)
def miles_as_metres(miles: float) -> Fraction:
    """A limit in miles as exact metres: 1 mile = 1 609.3 m, the statutory return's constant."""
    return Fraction(round(miles * 1000), 1000) * Fraction(16093, 10)


class Model(BaseModel):
    """Strict, frozen, closed: no coercion, no change after reading, no unknown field."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False
    )


def age_on(birth_date: date, day: date) -> int:
    """Completed years on `day` (a 29 February birthday is completed on 1 March)."""
    before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before
