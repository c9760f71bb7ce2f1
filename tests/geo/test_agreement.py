"""The three sources agree: the directory's postcodes, the sector table made from them, the authorities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import brotli
import msgpack
import pytest

from matcher.geo import reference
from matcher.geo.directory import locate
from matcher.geo.postcodes import package_dir

EVERY = 25


@pytest.fixture(scope="module")
def columns() -> dict[str, list[Any]]:
    """The directory's file for C, decoded whole and by other code than the product's."""
    packed = (package_dir() / "postcodes_C.msgpack.br").read_bytes()
    data: dict[str, list[Any]] = msgpack.unpackb(brotli.decompress(packed))["data"]
    return data


@pytest.fixture(scope="module")
def areas_by_sector(columns: dict[str, list[Any]]) -> Mapping[str, Counter[str]]:
    """For a sample of the sectors under C the authorities of their postcodes, each looked up whole.

    C has counties, unitaries, metropolitan and London boroughs, Wales and a unitary of 2023.
    """
    sample = set(sorted(code for code in reference.sectors() if code.startswith("C"))[::EVERY])
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for postcode in columns["pcd"]:
        sector = f"{postcode[:4].rstrip()} {postcode[4]}"
        if sector in sample and (point := locate(postcode)):
            counts[sector][point["area"]] += 1
    return counts


def test_the_sample_has_every_tier_of_authority(areas_by_sector: Mapping[str, Counter[str]]) -> None:
    assert {area[:3] for counts in areas_by_sector.values() for area in counts} == {
        "E06", "E08", "E09", "E10", "W06",
    }  # fmt: skip


def test_a_sectors_area_is_the_majority_of_its_postcodes(areas_by_sector: Mapping[str, Counter[str]]) -> None:
    majority = {sector: counts.most_common(1)[0][0] for sector, counts in areas_by_sector.items()}

    assert majority == {sector: reference.sectors()[sector].area for sector in majority}
    assert len(majority) > 30


def test_every_english_and_welsh_authority_of_the_directory_is_known(columns: dict[str, list[Any]]) -> None:
    codes = {str(code) for code in columns["laua"]}

    assert {code for code in codes if code[0] in "EW"} - set(reference.authorities()) == set()
    assert len(codes) > 50


def test_every_area_of_the_tables_is_an_upper_tier_authority() -> None:
    known = reference.authorities()
    upper_tier = {code for code, authority in known.items() if authority.upper_tier == code}

    assert {authority.upper_tier for authority in known.values()} == upper_tier
    assert {place.area for place in reference.sectors().values()} == upper_tier
    assert {place.area for place in reference.districts().values()} == upper_tier


def test_adjoining_is_mutual_and_never_with_oneself() -> None:
    pairs = {(a, b) for a, others in reference.adjoining_areas().items() for b in others}

    assert pairs == {(b, a) for a, b in pairs}
    assert all(a != b for a, b in pairs)


def test_only_islands_adjoin_nobody() -> None:
    known = reference.authorities()
    alone = {a.name for code, a in known.items() if a.upper_tier == code} - {
        known[code].name for code in reference.adjoining_areas()
    }

    assert alone == {"Isle of Wight", "Isles of Scilly"}
