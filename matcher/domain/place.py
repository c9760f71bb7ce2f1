"""A point on the national grid and the authority it lies in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from matcher.domain.types import Area, Metres, Miles, Model

Resolver = Callable[[str], dict[str, Any] | None]
"""Postcode, sector or district → {"easting", "northing", "area"}, or None when unknown."""


class Place(Model):
    """OSGB metres and an upper-tier authority code such as E08000026."""

    easting: Metres
    northing: Metres
    area: Area


class Postcode(Model):
    """What may stand in a document instead of a Place: a postcode, sector or district to be looked up."""

    postcode: Annotated[str, StringConstraints(min_length=2, max_length=16)] = Field(examples=["CV1 2NE"])


def _resolve(value: object, info: ValidationInfo) -> object:
    """Turn {"postcode": …} into a grid point before anything else looks at it."""
    if not (isinstance(value, dict) and len(value) == 1 and "postcode" in value):
        return value
    resolver: Resolver | None = (info.context or {}).get("resolver")
    found = resolver(value["postcode"]) if resolver and isinstance(value["postcode"], str) else None
    if found is None:
        raise PydanticCustomError(
            "unknown_postcode",
            "this postcode, sector or district is not in the directory: "
            "correct it, or give easting, northing and area",
        )
    return found


PlaceOrPostcode = Annotated[Place, BeforeValidator(_resolve, json_schema_input_type=Place | Postcode)]


class ExclusionZone(Model):
    """A place the child must not live within `miles` of."""

    easting: Metres
    northing: Metres
    miles: Miles
