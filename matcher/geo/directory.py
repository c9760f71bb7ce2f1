"""From what was typed to a point on the grid: England and Wales, by postcode, sector or district."""

from __future__ import annotations

from typing import TypedDict

from matcher.geo import reference
from matcher.geo.grammar import read_typed
from matcher.geo.postcodes import find_postcode, package_dir


class Point(TypedDict):
    """The fields of a Place: OSGB metres and the upper-tier authority's code."""

    easting: int
    northing: int
    area: str


def locate(text: str) -> Point | None:
    """Where a postcode, sector or district is; None when the directory does not hold it.

    A full postcode is its own point and authority; a sector or district is its centroid and the
    authority most of its postcodes lie in. Scotland, Northern Ireland and the islands are None.
    Source: ONS Postcode Directory, November 2025. Raises FileNotFoundError when data is missing.
    """
    typed = read_typed(text)
    if typed is None:
        return None
    if typed.kind == "postcode":
        return _postcode(typed.code)
    centroids = reference.districts() if typed.kind == "district" else reference.sectors()
    centroid = centroids.get(typed.code)
    if centroid is None:
        return None
    return Point(easting=centroid.easting, northing=centroid.northing, area=centroid.area)


def _postcode(code: str) -> Point | None:
    found = find_postcode(code)
    authority = reference.authorities().get(found.authority) if found else None
    if found is None or authority is None:
        return None
    return Point(easting=found.easting, northing=found.northing, area=authority.upper_tier)


def check_data() -> None:
    """For start-up: raises FileNotFoundError, with the way out, when a look-up could not work."""
    reference.reference_dir()
    package_dir()
