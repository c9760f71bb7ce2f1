"""Reading what people type: any case and spacing, and never a guess where two readings are possible."""

from __future__ import annotations

import pytest

from matcher.geo.grammar import Typed, read_typed


@pytest.mark.parametrize("text", ["CV1 2NE", "cv12ne", "Cv1 2nE", "  CV1   2NE ", "cv1\u00a02ne", "CV12 NE"])
def test_a_full_postcode_is_read_in_any_case_and_spacing(text: str) -> None:
    assert read_typed(text) == Typed("postcode", "CV1 2NE")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("M11AE", "M1 1AE"),
        ("m601nw", "M60 1NW"),
        ("cr26xh", "CR2 6XH"),
        ("dn551pt", "DN55 1PT"),
        ("w1a1hq", "W1A 1HQ"),
        ("ec1a1bb", "EC1A 1BB"),
    ],
)
def test_every_shape_of_full_postcode_is_split_before_its_last_three(text: str, code: str) -> None:
    assert read_typed(text) == Typed("postcode", code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CV1 2", Typed("sector", "CV1 2")),
        ("cv1  2 ", Typed("sector", "CV1 2")),
        ("CV12", Typed("district", "CV12")),
        ("CV12 ", Typed("district", "CV12")),
        ("cv1", Typed("district", "CV1")),
        ("CV12 9", Typed("sector", "CV12 9")),
        ("CV129", Typed("sector", "CV12 9")),
        ("M1 1", Typed("sector", "M1 1")),
        ("M11", Typed("district", "M11")),
        ("EC1A", Typed("district", "EC1A")),
        ("EC1A1", Typed("sector", "EC1A 1")),
    ],
)
def test_the_space_tells_a_sector_from_a_district(text: str, expected: Typed) -> None:
    assert read_typed(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "CV", "1", "CV 12", "CV1 22", "CV1 2N", "CV1 2NEE", "CVV1 2NE", "12345", "CV1-2NE"],
)
def test_anything_else_is_not_read(text: str) -> None:
    assert read_typed(text) is None


@pytest.mark.parametrize(
    "text", ["ß1 1AA", "CV\u0661 2NE", "CV1\x002NE", "CV1 2NE, CV1 2N", "A" * 1_000, "CV1" + " " * 20 + "2"]
)
def test_look_alikes_and_overlong_text_are_not_read(text: str) -> None:
    assert read_typed(text) is None
