"""Postcodes in a case document: resolved before anything else, each letter's file opened once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.domain.bounds import MAX_BYTES
from matcher.domain.case import Case
from matcher.domain.place import Resolver
from matcher.domain.reading import read_case
from matcher.errors import BadCase
from matcher.geo import postcodes
from matcher.geo.resolver import resolver, resolver_for
from tests.builders import document, home, referral

HERE = {"easting": 433_713, "northing": 278_555, "area": "E08000026"}

WAYS: list[Callable[[bytes], Resolver]] = [lambda _: resolver, resolver_for]
each_way = pytest.mark.parametrize("way", WAYS, ids=["single", "document"])


def written(origin: str, location: str = "CV12") -> bytes:
    child = referral(origin={"postcode": origin})
    return json.dumps(document([child], [home(location={"postcode": location})])).encode()


def read(way: Callable[[bytes], Resolver], raw: bytes) -> Case:
    return read_case(raw, way(raw))


@each_way
def test_a_document_of_postcodes_is_the_document_of_their_points(way: Callable[[bytes], Resolver]) -> None:
    bedworth = {"easting": 435_853, "northing": 286_704, "area": "E10000031"}
    plain = json.dumps(document([referral(origin=HERE)], [home(location=bedworth)])).encode()

    assert read(way, written("cv12ne")) == read_case(plain)


@each_way
def test_an_unknown_postcode_is_an_error_that_names_the_field_and_not_the_postcode(
    way: Callable[[bytes], Resolver],
) -> None:
    with pytest.raises(BadCase) as caught:
        read(way, written("CV1 2CC"))

    assert [fault.path for fault in caught.value.faults] == ["$.referrals[0].origin"]
    assert "CV1 2CC" not in str(caught.value)


@each_way
def test_an_answer_changed_by_its_caller_does_not_change_the_next(way: Callable[[bytes], Resolver]) -> None:
    resolve = way(written("CV1 2NE"))
    first = resolve("CV1 2NE")
    assert first is not None
    first["area"] = "E08000029"

    assert resolve("CV1 2NE") == HERE


def test_a_document_that_jumps_between_letters_opens_each_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    codes = [
        f"{district} 1{unit}" for unit in ("AA", "AB") for district in ("AL1", "DA1", "UB1", "FY1", "KT1")
    ]
    homes = [home(f"H{n}", location={"postcode": code}) for n, code in enumerate(codes)]

    class Counted(postcodes._Decompressed):  # noqa: SLF001
        def __init__(self, path: Path) -> None:
            opened.append(path.name)
            super().__init__(path)

    monkeypatch.setattr(postcodes, "_Decompressed", Counted)
    postcodes._letter.cache_clear()  # noqa: SLF001

    resolve = resolver_for(json.dumps(document(homes=homes)).encode())

    assert sorted(opened) == [f"postcodes_{letter}.msgpack.br" for letter in "ADFKU"]
    assert all(resolve(code) for code in codes)


def test_a_postcode_from_outside_the_document_is_still_resolved() -> None:
    assert resolver_for(b"{}")("CV1 2NE") == HERE


def test_a_document_that_is_not_json_is_refused_when_it_is_read() -> None:
    with pytest.raises(BadCase, match="not valid JSON"):
        read(resolver_for, b'{"postcode": "CV1 2NE"')


def test_a_document_that_is_too_large_is_refused_before_any_file_is_opened() -> None:
    with pytest.raises(BadCase, match="larger than 32 MB"):
        resolver_for(b" " * (MAX_BYTES + 1))


def test_a_postcode_written_in_escapes_is_still_resolved() -> None:
    raw = written("CV1 2NE").replace(b'"postcode"', b'"p\\u006fstcode"').replace(b"CV1 2NE", b"CV1\\u00202NE")

    assert b"\\u0020" in raw
    assert read(resolver_for, raw).referrals[0].origin.model_dump() == HERE
