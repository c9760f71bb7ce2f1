"""A directory file that is not as expected is refused, never searched: made-up files of three postcodes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import brotli
import msgpack
import pytest

from matcher.geo import postcodes
from matcher.geo.postcodes import GridPoint, find_postcode

NAN = float("nan")
COLUMNS: dict[str, list[Any]] = {
    "pcd": ["Q1  1AA", "Q1  1AB", "Q10 1AA"],
    "laua": ["E08000026", NAN, "E07000219"],
    "oseast1m": [430_000.0, 430_001.0, NAN],
    "osnrth1m": [280_000.0, 280_001.0, NAN],
}


@pytest.fixture
def ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put these columns where the package's file for Q would be."""
    monkeypatch.setattr(postcodes, "package_dir", lambda: tmp_path)

    def written(document: dict[str, Any]) -> None:
        (tmp_path / "postcodes_Q.msgpack.br").write_bytes(brotli.compress(msgpack.packb(document)))

    return written


def test_a_postcode_with_its_point_is_found(ship: Any) -> None:
    ship({"columns": list(COLUMNS), "data": COLUMNS})

    assert find_postcode("Q1 1AA") == GridPoint(430_000, 280_000, "E08000026")


def test_the_columns_may_stand_in_any_order(ship: Any) -> None:
    ship({"data": dict(reversed(COLUMNS.items()))})

    assert find_postcode("Q1 1AA") == GridPoint(430_000, 280_000, "E08000026")


@pytest.mark.parametrize("postcode", ["Q1 1AB", "Q10 1AA"], ids=["no authority", "no grid reference"])
def test_a_postcode_without_an_authority_or_a_point_is_unknown(ship: Any, postcode: str) -> None:
    ship({"data": COLUMNS})

    assert find_postcode(postcode) is None


@pytest.mark.parametrize("postcode", ["Q1 1AC", "Q0 0AA", "Q99 9ZZ"])
def test_a_postcode_between_before_or_after_the_others_is_unknown(ship: Any, postcode: str) -> None:
    ship({"data": COLUMNS})

    assert find_postcode(postcode) is None


@pytest.mark.parametrize(
    "written", [["Q1  1AB", "Q1  1AA", "Q10 1AA"], ["Q1 1AA", "Q1 1AB", "Q10 1AA"]], ids=["order", "width"]
)
def test_postcodes_out_of_order_or_of_another_width_are_refused(ship: Any, written: list[str]) -> None:
    ship({"data": COLUMNS | {"pcd": written}})

    with pytest.raises(RuntimeError, match=r"postcodes_Q.msgpack.br is not sorted postcodes of 7 characters"):
        find_postcode("Q1 1AA")


def test_a_file_without_postcodes_is_refused(ship: Any) -> None:
    ship({"columns": []})

    with pytest.raises(RuntimeError, match="holds no postcodes: install the pinned version"):
        find_postcode("Q1 1AA")


def test_a_letter_without_a_file_begins_no_postcode(ship: Any) -> None:
    assert find_postcode("Q1 1AA") is None


def test_few_letters_are_kept() -> None:
    for postcode in ["AL1 1AA", "DA1 1AA", "UB1 1AA", "FY1 1AA", "KT1 1AA"]:
        find_postcode(postcode)

    assert postcodes._letter.cache_info().currsize == 4  # noqa: SLF001
