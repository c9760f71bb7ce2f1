"""Distance as those see it who must not find a home by it: in bands, and money with miles in it roughly.

Three exact distances give a place away, and so does a price per mile: whatever holds either is rounded to
ten miles' worth of the demonstration's price list.
"""

from __future__ import annotations

import re
from typing import Literal

Band = Literal["0-5 miles", "5-10 miles", "10-20 miles", "20+ miles"]
METRES_PER_MILE_TENTHS = 16_093
ROUGH_PENCE = 10_000
_LIMITS: tuple[tuple[int, Band], ...] = ((5, "0-5 miles"), (10, "5-10 miles"), (20, "10-20 miles"))
_DISTANCES = re.compile(
    r"\d[\d,]*(?:\.\d+)? miles? \([\d,]+ m\)|(?<![-\d.,])\d[\d,]*(?:\.\d+)? ?(?:miles?|km|m|metres)\b"
)
_SUMS = re.compile(r"£\d[\d,]*(?:\.\d+)?")


def band(distance_m: int) -> Band:
    """The band that a distance lies in; exactly 5 miles is in the first."""
    for miles, name in _LIMITS:
        if distance_m * 10 <= miles * METRES_PER_MILE_TENTHS:
            return name
    return "20+ miles"


def roughly(pence: int) -> int:
    """Money to the nearest £100."""
    return (pence + ROUGH_PENCE // 2) // ROUGH_PENCE * ROUGH_PENCE


def about_miles(distance_m: int) -> int:
    """A sum or a mean of distances to the nearest ten miles."""
    return (distance_m + 5 * 1_609) // 16_093 * 10


def without_distances(sentence: str) -> str:
    """The sentence with no distance in it."""
    return _DISTANCES.sub("some distance", sentence)


def without_sums(sentence: str) -> str:
    """The sentence with no money in it."""
    return _SUMS.sub("some sum", sentence)
