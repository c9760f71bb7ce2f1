"""The measures of the statutory return (SSDA903): distance, inside or outside, adjoining authorities."""

from __future__ import annotations

from decimal import Decimal
from math import isqrt
from typing import Literal

from matcher.domain.place import Place
from matcher.geo import reference

_TENTH_METRES_PER_MILE = 16_093


def statutory_miles(a: Place, b: Place) -> Decimal:
    """The straight line between two places in miles, to one decimal place, halves up.

    Whole metres first (rounded half up), then 1 mile = 1 609.3 m, the constant of the return.
    Source: DfE, children looked after return (SSDA903), distance from home to placement.
    """
    squared = (a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2
    metres = (isqrt(4 * squared) + 1) // 2
    tenths = (2 * 100 * metres + _TENTH_METRES_PER_MILE) // (2 * _TENTH_METRES_PER_MILE)
    return Decimal(tenths).scaleb(-1)


def in_or_out(origin: Place, home: Place) -> Literal["IN", "OUT"]:
    """Whether the home lies in the upper-tier authority that answers for the child.

    Source: DfE, children looked after return (SSDA903), placement location.
    """
    return "IN" if origin.area == home.area else "OUT"


def adjoining(area_a: str, area_b: str) -> bool:
    """Whether two upper-tier authorities touch; an authority does not adjoin itself.

    Derived from postcodes: neighbours across water do not count, and an unknown code adjoins nothing.
    Both make a placement "at a distance", the stricter approval, in the Care Planning, Placement and
    Case Review (England) Regulations 2010, regulation 11.
    Raises FileNotFoundError when data is missing.
    """
    return area_b in reference.adjoining_areas().get(area_a, frozenset())


def area_name(area: str) -> str | None:
    """The name of an upper-tier authority ("Coventry"), or None for a code that is none.

    Raises FileNotFoundError when data is missing.
    """
    authority = reference.authorities().get(area)
    return authority.name if authority and authority.upper_tier == area else None
