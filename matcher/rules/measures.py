"""Distance and money as the return and the price list define them, in whole metres and pence."""

from __future__ import annotations

from math import isqrt

from matcher.domain.home import Home
from matcher.domain.place import ExclusionZone, Place
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts

TENTH_METRES_PER_MILE = 16_093


def distance_m(a: Place | ExclusionZone, b: Place | ExclusionZone) -> int:
    """Straight line on the national grid in metres, rounded half up (the SSDA903 measure)."""
    squared = (a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2
    return (isqrt(4 * squared) + 1) // 2


def half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator to the nearest whole number, halves up; both non-negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def mileage_pence(pence_per_mile: int, metres: int) -> int:
    """A distance priced, rounded half up to a penny; 1 mile = 1 609.3 m."""
    return half_up(pence_per_mile * metres * 10, TENTH_METRES_PER_MILE)


def incremental_pence(facts: Facts, referral: Referral, home: Home) -> int:
    """What the placement adds to a week's spending, before any sibling discount."""
    price = facts.weekly_price_pence(referral, home)
    return price - home.void_charge_pence + referral.supplement_pence


def committed_pence(facts: Facts, referral: Referral) -> int:
    """What a review already costs where it lives now; 0 for everyone else."""
    if referral.current_home is None:
        return 0
    return incremental_pence(facts, referral, facts.homes[referral.current_home])


def miles_text(metres: int) -> str:
    """Metres as miles to one decimal place, halves up: 12.3."""
    tenths = half_up(metres * 100, TENTH_METRES_PER_MILE)
    return f"{tenths // 10}.{tenths % 10}"


def pounds_text(pence: int) -> str:
    """Pence as pounds: £4,522, or £4,522.50 where there are pence."""
    sign = "-" if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def count_text(number: int, one: str, many: str | None = None) -> str:
    """1 bed, 2 beds, 0 children."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def limit_miles_text(miles: float) -> str:
    """A limit in miles as it was given: 1 mile, 12.5 miles."""
    return f"{miles:g} {'mile' if miles == 1 else 'miles'}"
