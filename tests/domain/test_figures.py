"""Ages in completed years and distances in miles, exact at the boundary."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from matcher.domain.types import age_on, miles_as_metres
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts
from tests.builders import case, document, home, place, referral, zone
from tests.domain.full import paths


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("2010-04-01", "2026-03-31", 15),
        ("2010-04-01", "2026-04-01", 16),
        ("2010-04-02", "2026-04-01", 15),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2024-02-28", 15),
        ("2008-02-29", "2024-02-29", 16),
        ("2009-03-01", "2024-02-29", 14),
        ("2025-12-31", "2026-01-01", 0),
        ("2026-01-01", "2026-01-01", 0),
    ],
)
def test_age_is_in_completed_years(born: str, day: str, age: int) -> None:
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == age


@pytest.mark.parametrize("born", ["2008-02-29", "2010-04-01", "2009-12-31", "2010-01-01"])
def test_a_child_grows_a_year_older_once_a_year_and_never_younger(born: str) -> None:
    first = date(2011, 1, 2).toordinal()
    ages = [age_on(date.fromisoformat(born), date.fromordinal(day)) for day in range(first, first + 9 * 1461)]

    steps = [later - earlier for earlier, later in pairwise(ages)]

    assert set(steps) == {0, 1}
    assert sum(steps) == 36


@pytest.mark.parametrize(
    ("miles", "metres"),
    [
        (0, Fraction(0)),
        (1, Fraction(16093, 10)),
        (10, Fraction(16093)),
        (12.5, Fraction("20116.25")),
        (0.001, Fraction("1.6093")),
        (0.1, Fraction("160.93")),
        (2.3, Fraction("3701.39")),
        (999.999, Fraction("1609298.3907")),
    ],
)
def test_miles_become_exact_metres(miles: float, metres: Fraction) -> None:
    assert miles_as_metres(miles) == metres


def shut(metres_east: int, **changes: Any) -> list[str]:
    """The rules that shut a home this many metres east of the child's own."""
    facts = Facts(case([referral(**changes)], [home(location=place(430_000 + metres_east))]))
    return [e.rule for e in exclusions(facts, facts.referrals["A"], facts.homes["H1"])]


@pytest.mark.parametrize(
    ("miles", "metres", "refused"),
    [(12.5, 20_116, False), (12.5, 20_117, True), (10, 16_093, False), (10, 16_094, True), (0, 0, False)],
)
def test_a_home_exactly_at_the_distance_limit_is_near_enough(
    miles: float, metres: int, refused: bool
) -> None:
    assert shut(metres, max_miles=miles) == ["distance"] * refused


@pytest.mark.parametrize(
    ("miles", "metres", "refused"),
    [(12.5, 20_117, False), (12.5, 20_116, True), (10, 16_093, False), (10, 16_092, True), (0, 0, False)],
)
def test_a_home_exactly_at_the_edge_of_a_zone_is_outside_it(miles: float, metres: int, refused: bool) -> None:
    around_origin = zone(miles, 430_000, 280_000)

    assert shut(metres, exclusion_zones=[around_origin]) == ["exclusion_zone"] * refused


@pytest.mark.parametrize(
    ("miles", "refused"), [(12.345, False), (12.3456, True), (1000, False), (1000.5, True)]
)
def test_miles_finer_than_a_thousandth_or_above_a_thousand_are_refused(miles: float, refused: bool) -> None:
    assert paths(document([referral(max_miles=miles)])) == ["$.referrals[0].max_miles"] * refused
