"""Whatever is done to the record behind the product's back is found, and the first bad row is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import KINDS
from tests.store.suspects import a_suspect, judged, undetected, verdict
from tests.store.tampering import CHANGES

SEEDS = 300


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of_a_record_that_nobody_touched(kind: str, tmp_path: Path) -> None:
    with a_suspect(kind, tmp_path) as suspect, suspect.engine.connect() as connection:
        assert verdict(suspect, connection) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_one_of_300_tamperings_is_found_and_the_first_bad_row_named(kind: str, tmp_path: Path) -> None:
    assert undetected(kind, tmp_path, range(SEEDS)) == []


def test_the_300_tamperings_are_of_every_kind(tmp_path: Path) -> None:
    with a_suspect("sqlite", tmp_path) as suspect:
        done = {judged(suspect, seed)[0] for seed in range(SEEDS)}
    assert done == {change.__name__.strip("_") for change in CHANGES}
