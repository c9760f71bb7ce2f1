"""What is measured of a home for a child: how far it is, and what it would cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from matcher.domain.place import ExclusionZone, Place
from matcher.domain.referral import Referral
from matcher.verify.ledger import Ledger, squared_at_most, whole_metres_short_of, whole_metres_within


class Reach:
    """The homes of one case as columns of numbers; homes are named by their number in the case."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.homes = ledger.case.homes

    def beyond(self, child: Referral, numbers: Sequence[int]) -> list[int]:
        """Which of these homes are farther than the child's limit."""
        if child.max_miles is None:
            return []
        reach = squared_at_most(whole_metres_within(child.max_miles))
        squared = self._squared(child.origin, numbers)
        return [n for n, far in zip(numbers, squared, strict=True) if far > reach]

    def in_zones(self, child: Referral, numbers: Sequence[int]) -> list[int]:
        """Which of these homes lie in an area that the child must not live in."""
        return [n for zone in child.exclusion_zones for n in self._in_zone(zone, numbers)]

    def _in_zone(self, zone: ExclusionZone, numbers: Sequence[int]) -> list[int]:
        reach = squared_at_most(whole_metres_short_of(zone.miles))
        squared = self._squared(zone, numbers)
        return [n for n, far in zip(numbers, squared, strict=True) if far <= reach]

    def too_dear(self, child: Referral, numbers: Sequence[int]) -> list[int]:
        """Which of these homes would cost more than the child's limit."""
        if child.max_weekly_pence is None:
            return []
        most, listed = child.max_weekly_pence - child.supplement_pence, self._prices
        offered = self._offered.get(child.id, {})
        return [n for n in numbers if offered.get(n, listed[n]) > most]

    def _squared(self, point: Place | ExclusionZone, numbers: Sequence[int]) -> list[int]:
        """Squared metres from a point to each of these homes."""
        east, north = point.easting, point.northing
        eastings, northings = self._points
        return [(e := eastings[n] - east) * e + (m := northings[n] - north) * m for n in numbers]

    @cached_property
    def _points(self) -> tuple[list[int], list[int]]:
        places = [home.location for home in self.homes]
        return [place.easting for place in places], [place.northing for place in places]

    @cached_property
    def _prices(self) -> list[int]:
        return [home.weekly_price_pence for home in self.homes]

    @cached_property
    def _offered(self) -> dict[str, dict[int, int]]:
        """By child: the prices that homes have offered."""
        number = {home.id: number for number, home in enumerate(self.homes)}
        found: dict[str, dict[int, int]] = {}
        for (child, home), pence in self.ledger.offered.items():
            found.setdefault(child, {})[number[home]] = pence
        return found
