"""Where the demonstration council's children and homes are: real sector centroids, invented people."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.draw import Document, Draw

SECTORS = Path(__file__).parent.parent / "data" / "reference" / "postcode_sectors.csv"
CITY = "E08000026"
CENTRE_M = (433_500, 279_000)
FAR_M = 32_186
"""20 miles, the line that the national papers draw."""

# Authority: how many of the market's homes it has. Near: within 20 miles of the city's centre.
INSIDE = {CITY: 18}
NEAR = {"E10000031": 8, "E08000029": 3, "E08000025": 2, "E10000018": 2}
FAR = {
    "E10000028": 8,
    "E10000034": 6,
    "E08000030": 4,
    "E08000031": 4,
    "E08000027": 3,
    "E08000028": 3,
    "E06000020": 3,
    "E06000051": 3,
    "E06000021": 3,
    "E06000015": 2,
}


@dataclass(frozen=True)
class Sector:
    """A postcode sector's centroid in metres, and the authority most of it lies in."""

    code: str
    easting: int
    northing: int
    area: str

    @property
    def far(self) -> bool:
        """More than 20 miles from the city's centre."""
        east, north = self.easting - CENTRE_M[0], self.northing - CENTRE_M[1]
        return east * east + north * north > FAR_M * FAR_M


@cache
def sectors_of(area: str) -> tuple[Sector, ...]:
    """The lived-in sectors that lie wholly or nearly so in the authority."""
    with SECTORS.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Sector(row["code"], int(row["easting"]), int(row["northing"]), area)
            for row in csv.DictReader(lines)
            if row["utla_code"] == area and float(row["utla_share"]) > 0.95 and int(row["postcodes"]) > 80
        )


def market_sectors(draw: Draw) -> list[Sector]:
    """One sector for each home of the market: inside the city, near, and beyond 20 miles."""
    inside = [draw.choice(sectors_of(CITY)) for _ in range(INSIDE[CITY])]
    return inside + _drawn(draw, NEAR, False) + _drawn(draw, FAR, True)


def _drawn(draw: Draw, counts: dict[str, int], far: bool) -> list[Sector]:
    found = []
    for area, count in counts.items():
        found += draw.sample([sector for sector in sectors_of(area) if sector.far is far], count)
    return found


def city_place(draw: Draw) -> Document:
    """The centroid of a sector of the city."""
    return place(draw.choice(sectors_of(CITY)))


def place(sector: Sector) -> Document:
    """The sector as a Place of the case document."""
    return {"easting": sector.easting, "northing": sector.northing, "area": sector.area}
