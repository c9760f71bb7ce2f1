"""The statutory return's own measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.domain.place import Place
from matcher.geo.statutory import adjoining, area_name, in_or_out, statutory_miles
from matcher.rules.measures import distance_m, miles_text

COVENTRY = "E08000026"
SOLIHULL = "E08000029"
WARWICKSHIRE = "E10000031"
WOLVERHAMPTON = "E08000031"
DUDLEY, SANDWELL, STAFFORDSHIRE, WALSALL = "E08000027", "E08000028", "E10000028", "E08000030"
ISLE_OF_WIGHT = "E06000046"
HAMPSHIRE = "E10000014"

grid = st.builds(
    Place, easting=st.integers(0, 700_000), northing=st.integers(0, 700_000), area=st.just(COVENTRY)
)


def at(easting: int, northing: int = 0, area: str = COVENTRY) -> Place:
    return Place(easting=easting, northing=northing, area=area)


@pytest.mark.parametrize(
    ("metres", "miles"),
    [
        (0, "0.0"),
        (80, "0.0"),  # 0.0497 of a mile
        (81, "0.1"),  # 0.0503
        (1_609, "1.0"),
        (1_689, "1.0"),  # 1.0495
        (1_690, "1.1"),  # 1.0501
        (32_186, "20.0"),
        (160_930, "100.0"),
    ],
)
def test_miles_are_metres_over_1609_3_to_one_decimal_place(metres: int, miles: str) -> None:
    assert str(statutory_miles(at(0), at(metres))) == miles


@pytest.mark.parametrize(
    ("northing", "miles"),
    [
        (8, "0.0"),  # 80.4 m is 80 m, 0.0497 of a mile
        (10, "0.1"),  # 80.6 m is 81 m, 0.0503
    ],
)
def test_the_line_is_whole_metres_before_it_is_miles(northing: int, miles: str) -> None:
    assert str(statutory_miles(at(0), at(80, northing))) == miles


def test_the_line_is_straight() -> None:
    # A 3-4-5 triangle: 5 000 m is 3.107 miles.
    assert str(statutory_miles(at(430_000, 280_000), at(433_000, 284_000))) == "3.1"


@given(a=grid, b=grid)
def test_the_return_and_the_rules_print_the_same_miles(a: Place, b: Place) -> None:
    assert str(statutory_miles(a, b)) == miles_text(distance_m(a, b))


@given(a=grid, b=grid)
def test_there_is_as_far_as_back(a: Place, b: Place) -> None:
    assert statutory_miles(a, b) == statutory_miles(b, a)


def test_a_home_in_the_childs_own_authority_is_in() -> None:
    assert in_or_out(at(0), at(90_000)) == "IN"


def test_a_home_next_door_in_another_authority_is_out() -> None:
    assert in_or_out(at(0), at(1, area=SOLIHULL)) == "OUT"


def neighbours(area: str) -> set[str]:
    everyone = {COVENTRY, SOLIHULL, WARWICKSHIRE, WOLVERHAMPTON, DUDLEY, SANDWELL, STAFFORDSHIRE, WALSALL}
    return {other for other in everyone if adjoining(area, other)}


def test_coventry_adjoins_solihull_and_warwickshire_and_no_other_of_its_region() -> None:
    assert neighbours(COVENTRY) == {SOLIHULL, WARWICKSHIRE}


def test_wolverhampton_adjoins_dudley_sandwell_staffordshire_and_walsall() -> None:
    assert neighbours(WOLVERHAMPTON) == {DUDLEY, SANDWELL, STAFFORDSHIRE, WALSALL}


@pytest.mark.parametrize(
    ("a", "b"),
    [(COVENTRY, COVENTRY), (ISLE_OF_WIGHT, HAMPSHIRE), (COVENTRY, "S12000033"), ("S12000033", COVENTRY)],
    ids=["oneself", "across water", "an unknown code", "from an unknown code"],
)
def test_these_do_not_adjoin(a: str, b: str) -> None:
    assert not adjoining(a, b)


@pytest.mark.parametrize(
    ("code", "name"),
    [(COVENTRY, "Coventry"), (STAFFORDSHIRE, "Staffordshire"), ("E06000066", "Somerset")],
)
def test_an_upper_tier_authority_has_a_name(code: str, name: str) -> None:
    assert area_name(code) == name


@pytest.mark.parametrize("code", ["E07000219", "S12000033", "", "Coventry"])
def test_a_district_council_or_an_unknown_code_is_no_area(code: str) -> None:
    assert area_name(code) is None
