"""A case written as JSON and read again is the same case, to the last character."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.tiny import tiny
from tests.builders import Doc, document, home, place, referral, zone
from tests.domain.full import full, leaves, read

thousandths = st.integers(0, 1_000_000).map(lambda n: n / 1000)
codes = st.lists(st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True), max_size=5, unique=True)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:/-]{0,63}", fullmatch=True)
dates = st.dates().map(lambda day: day.isoformat())
names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200)
pence = st.integers(0, 10**9)
places = st.builds(
    place,
    st.integers(0, 2_000_000),
    st.integers(0, 2_000_000),
    st.from_regex(r"[A-Z][0-9]{8}", fullmatch=True),
)
children = st.fixed_dictionaries(
    {},
    optional={
        "id": ids,
        "also_needs": codes,
        "flags": codes,
        "needed_by": dates,
        "origin": places,
        "school": st.none() | places,
        "max_miles": st.none() | thousandths,
        "exclusion_zones": st.lists(st.builds(zone, thousandths), max_size=3),
        "supplement_pence": pence,
        "max_weekly_pence": st.none() | pence,
        "solo": st.booleans(),
    },
)
homes = st.fixed_dictionaries(
    {},
    optional={
        "id": ids,
        "name": names,
        "provider": names,
        "needs_met": codes,
        "available_from": dates,
        "location": places,
        "weekly_price_pence": pence,
        "admissions_limit": st.none() | st.integers(0, 1000),
    },
)


def again(doc: Doc) -> Doc:
    """What the case writes of itself."""
    written: Doc = json.loads(read(doc).model_dump_json(by_alias=True))
    return written


@given(children, homes)
def test_nothing_that_was_read_is_lost_or_changed_in_writing(child: Doc, where: Doc) -> None:
    doc = document([referral(**child)], [home(**where)])

    written = again(doc)

    assert read(written) == read(doc)
    assert {key: written["referrals"][0][key] for key in child} == child
    assert {key: written["homes"][0][key] for key in where} == where


@given(st.integers(0, 10**6))
def test_a_generated_case_survives_the_round_trip(seed: int) -> None:
    doc = tiny(seed)

    assert read(again(doc)) == read(doc)
    assert again(again(doc)) == again(doc)


def test_every_field_of_the_full_document_is_written_back_as_it_was() -> None:
    written = dict(leaves(again(full())))

    kept: dict[Any, Any] = {path: written[path] for path, _ in leaves(full())}

    assert kept == dict(leaves(full()))
