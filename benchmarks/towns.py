"""Invented towns on the national grid: homes and families cluster, as they do in England."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.draw import Document, Draw
from benchmarks.shapes import AREAS, Size

WEST_M, SOUTH_M = 375_000, 245_000
SPREAD_M = 3_000


@dataclass(frozen=True)
class Town:
    """A centre in metres, the authority it lies in, and its share of the people."""

    number: int
    easting: int
    northing: int
    area: str
    weight: int


@dataclass(frozen=True)
class Country:
    """The towns of a case, and for each its nearest neighbours, itself first."""

    towns: tuple[Town, ...]
    neighbours: tuple[tuple[Town, ...], ...]


def country_of(draw: Draw, size: Size) -> Country:
    """Towns of falling weight in a box that grows with the size; four to an authority."""
    centres = [
        (WEST_M + draw.randrange(size.width_m), SOUTH_M + draw.randrange(size.height_m))
        for _ in range(size.towns)
    ]
    seats = centres[: -(-size.towns // 4)]
    towns = tuple(
        Town(i, east, north, _area(_nearest(seats, east, north)), 100 // (i % 8 + 2))
        for i, (east, north) in enumerate(centres)
    )
    return Country(towns, tuple(_neighbours(town, towns) for town in towns))


def _nearest(seats: list[tuple[int, int]], east: int, north: int) -> int:
    return min(range(len(seats)), key=lambda i: (seats[i][0] - east) ** 2 + (seats[i][1] - north) ** 2)


def _area(number: int) -> str:
    """A real West Midlands code while they last; then invented ones of the same form."""
    return AREAS[number] if number < len(AREAS) else f"E09{900_000 + number}"


def _neighbours(town: Town, towns: tuple[Town, ...]) -> tuple[Town, ...]:
    def apart(other: Town) -> int:
        return (other.easting - town.easting) ** 2 + (other.northing - town.northing) ** 2

    return tuple(sorted(towns, key=apart)[:6])


def place_near(draw: Draw, town: Town) -> Document:
    """A place in or around the town, in its authority."""
    return {
        "easting": town.easting + round(draw.gauss(0, SPREAD_M)),
        "northing": town.northing + round(draw.gauss(0, SPREAD_M)),
        "area": town.area,
    }


def town_of(draw: Draw, country: Country) -> Town:
    """A town by its weight."""
    return draw.choices(country.towns, weights=[town.weight for town in country.towns])[0]
