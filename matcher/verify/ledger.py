"""The case indexed once for checking, and its measures restated in whole numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from math import isqrt

from matcher.domain.case import Case
from matcher.domain.home import Home, Resident
from matcher.domain.place import ExclusionZone, Place
from matcher.domain.referral import Referral
from matcher.verify.unknown import with_the_worst

Links = dict[str, set[str]]
TENTHS_OF_A_METRE_IN_A_MILE = 16_093
NOBODY: frozenset[str] = frozenset()


def straight_line_m(a: Place | ExclusionZone, b: Place | ExclusionZone) -> int:
    """Metres on the grid, rounded half up: down to the root, and up when past the middle."""
    squared = (a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2
    root = isqrt(squared)
    return root + 1 if squared > root * root + root else root


def miles_pence(pence_per_mile: int, metres: int) -> int:
    """A distance at a price for a mile, rounded half up to a penny; a mile is 1 609.3 m."""
    pence, rest = divmod(pence_per_mile * metres * 10, TENTHS_OF_A_METRE_IN_A_MILE)
    return pence + 1 if 2 * rest >= TENTHS_OF_A_METRE_IN_A_MILE else pence


def whole_metres_within(miles: float) -> int:
    """The most whole metres that are no more than these miles (of at most three decimals)."""
    return round(miles * 1_000) * TENTHS_OF_A_METRE_IN_A_MILE // 10_000


def whole_metres_short_of(miles: float) -> int:
    """The most whole metres that are less than these miles; -1 when there are none."""
    return (round(miles * 1_000) * TENTHS_OF_A_METRE_IN_A_MILE - 1) // 10_000


def squared_at_most(metres: int) -> int:
    """The most that a squared distance can be while its root, rounded half up, is at most `metres`.

    (m + 1/2)² = m² + m + 1/4: so m² + m still rounds down to m, and one more rounds up.
    """
    return metres * metres + metres if metres >= 0 else -1


def completed_years(born: date, day: date) -> int:
    """Birthdays reached by `day`."""
    years = day.year - born.year
    return years - 1 if (born.month, born.day) > (day.month, day.day) else years


def usable_beds(home: Home) -> int:
    """Places that are not blocked and that no resident has."""
    return home.places - home.blocked_places - len(home.residents)


class Ledger:
    """Look-ups over one case; everything in them is read from the case and nothing else."""

    def __init__(self, case: Case) -> None:
        self.case = case = with_the_worst(case)
        self.policy = case.policy
        self.referrals = {child.id: child for child in case.referrals}
        self.homes = {home.id: home for home in case.homes}
        self.pins = {pin.referral: pin.home for pin in case.pins}
        self.limits = {budget.fund: budget.weekly_limit_pence for budget in case.budgets}
        self.avoid = _links((link.a, link.b) for link in case.relationships if link.kind == "avoid")
        self.must_not_share = _links(
            (link.a, link.b) for link in case.relationships if link.kind == "must_not_share"
        )
        self.siblings: Links = defaultdict(set)
        self._read_groups()
        self.offered: dict[tuple[str, str], int] = {}
        self.ruled_out: dict[str, list[str]] = defaultdict(list)
        self.refused: dict[str, list[str]] = defaultdict(list)
        self._read_offers_and_forbids()

    def _read_groups(self) -> None:
        for group in self.case.sibling_groups:
            for member in group.members:
                others = set(group.members) - {member}
                self.siblings[member] |= others
                if group.rule == "apart":
                    self.must_not_share[member] |= others

    def _read_offers_and_forbids(self) -> None:
        for forbid in self.case.forbids:
            self.ruled_out[forbid.referral].append(forbid.home)
        for offer in self.case.offers:
            ran_out = offer.expires is not None and offer.expires < self.case.as_of
            if offer.status == "declined" or ran_out:
                self.refused[offer.referral].append(offer.home)
            if offer.status == "offered" and offer.weekly_price_pence is not None:
                self.offered[offer.referral, offer.home] = offer.weekly_price_pence

    def age(self, child: Referral | Resident) -> int:
        """Completed years on the case's day."""
        return completed_years(child.birth_date, self.case.as_of)

    def weight(self, child: Referral) -> int:
        """What it weighs in tier 1 to leave this child without a home."""
        weights = self.policy.unplaced_weight
        return {"emergency": weights.emergency, "urgent": weights.urgent, "planned": weights.planned}[
            child.urgency
        ]

    def price_pence(self, child: Referral, home: Home) -> int:
        """The weekly price: what was offered for this child, else the home's."""
        return self.offered.get((child.id, home.id), home.weekly_price_pence)

    def cost_pence(self, child: Referral, home: Home) -> int:
        """The incremental cost before any sibling discount."""
        return self.price_pence(child, home) - home.void_charge_pence + child.supplement_pence

    def committed_pence(self, child: Referral) -> int:
        """What a child under review costs already, where it lives."""
        if child.current_home is None:
            return 0
        return self.cost_pence(child, self.homes[child.current_home])


def _links(pairs: Iterable[tuple[str, str]]) -> Links:
    links: Links = defaultdict(set)
    for a, b in pairs:
        links[a].add(b)
        links[b].add(a)
    return links
