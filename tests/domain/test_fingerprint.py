"""The fingerprint is equal for the same case however it is written, and for no other."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.tiny import tiny
from matcher.domain.case import Case, canonical_json
from matcher.errors import BadCase
from tests.domain.full import Path, at, faults, full, leaves, read, replaced, written

FULL = full()
PAIRS_IN_ORDER = "incompatible_flags"


def shuffled(value: Any, draw: Random, inside: str = "") -> Any:
    """The same document with every list whose order says nothing, and every object, in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, draw, key)) for key, item in value.items()]
        draw.shuffle(items)
        return dict(items)
    if not isinstance(value, list):
        return value
    entries = [entry if inside == PAIRS_IN_ORDER else shuffled(entry, draw) for entry in value]
    draw.shuffle(entries)
    return entries


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_lists_and_fields_leaves_the_fingerprint_alone(seed: int, draw: Random) -> None:
    doc = tiny(seed)

    assert read(shuffled(doc, draw)).fingerprint == read(doc).fingerprint


def canonical(value: Any, inside: str = "") -> Any:
    """The canonical form as it is defined: every list in order of its entries' JSON, but no pair of flags."""
    if isinstance(value, dict):
        return {key: canonical(item, key) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items = value if inside == PAIRS_IN_ORDER else [canonical(item) for item in value]
    return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))


def defined(case: Case) -> bytes:
    document = canonical(case.model_dump(mode="json", by_alias=True))
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


@given(st.integers(0, 10**6))
def test_the_canonical_text_is_the_one_that_the_definition_gives(seed: int) -> None:
    case = read(tiny(seed))

    assert canonical_json(case) == defined(case)


def test_the_canonical_text_of_every_field_is_the_one_that_the_definition_gives() -> None:
    doc = copy.deepcopy(FULL)
    doc["policy"]["incompatible_flags"] += [["fearful", "arson"], ["arson", "a"]]
    doc["homes"][0]["name"] = 'T\u0177 "Coed"'
    case = read(doc)

    assert canonical_json(case) == defined(case)


def test_spaces_and_defaults_left_out_or_written_leave_the_fingerprint_alone() -> None:
    doc = copy.deepcopy(FULL)
    for name in ("school", "max_miles", "max_weekly_pence"):
        doc["referrals"][0][name] = None
    short = copy.deepcopy(doc)
    for name in ("school", "max_miles", "max_weekly_pence", "solo", "current_home"):
        short["referrals"][0].pop(name, None)
    whole = replaced(short, ("referrals", 1, "max_miles"), 12.500)

    assert read(short).fingerprint == read(doc).fingerprint == read(whole).fingerprint


OTHERS: list[Any] = [True, False, 0, 1, 2, 7, 12, 100, 2.5]
OTHERS += sorted({value for _, value in leaves(FULL) if isinstance(value, str)})
OTHERS += ["male", "declined", "apart", "must_not_share", "distance", "urgent", "good", "outstanding"]
OTHERS += ["spot", "foster", "2011-01-01", "2026-04-02"]
# Values that no other value can take the place of: see the tests below.
ELSEWHERE = {"id", "percent", "schema", "genders", "members"}
TIED = [path for path, _ in leaves(FULL) if ELSEWHERE.intersection(path[-2:])]
FREE = [path for path, _ in leaves(FULL) if path not in TIED]


@pytest.mark.parametrize("path", FREE, ids=written)
def test_another_value_anywhere_gives_another_fingerprint(path: Path) -> None:
    before = read(FULL).fingerprint
    changed = [replaced(FULL, path, other) for other in OTHERS if _differs(other, at(FULL, path))]
    valid = [doc for doc in changed if not faults(doc)]

    assert valid, "no other value was let in: the test has nothing to compare"
    assert before not in {read(doc).fingerprint for doc in valid}


def _differs(one: Any, other: Any) -> bool:
    return type(one) is not type(other) or bool(one != other)


@pytest.mark.parametrize("id", ["A", "B", "C", "H1", "H2", "R1", "R2", "G1"])
def test_another_name_for_one_child_home_or_group_gives_another_fingerprint(id: str) -> None:
    renamed = json.loads(json.dumps(FULL).replace(f'"{id}"', '"Z7"'))

    assert read(renamed).fingerprint != read(FULL).fingerprint


@pytest.mark.parametrize("path", [("homes", 0, "genders"), ("sibling_groups", 0, "members")], ids=written)
def test_one_entry_less_or_another_gives_another_fingerprint(path: Path) -> None:
    doc = copy.deepcopy(FULL)
    doc["sibling_groups"][0] = {"id": "G1", "members": ["A", "B", "C"], "rule": "apart"}

    fewer = [replaced(doc, path, at(doc, path)[:i] + at(doc, path)[i + 1 :]) for i in range(3)]

    assert len({read(each).fingerprint for each in [doc, *fewer]}) == 4


def test_another_split_of_the_funding_gives_another_fingerprint() -> None:
    doc = copy.deepcopy(FULL)
    doc["referrals"][0]["funding"] = [{"fund": "la", "percent": 59}, {"fund": "icb", "percent": 41}]

    assert read(doc).fingerprint != read(FULL).fingerprint


def test_risk_and_vulnerability_the_other_way_round_are_another_policy() -> None:
    doc = replaced(FULL, ("policy", PAIRS_IN_ORDER), [["fearful", "arson"]])

    assert read(doc).fingerprint != read(FULL).fingerprint


def test_two_lists_cannot_trade_an_entry_unseen() -> None:
    doc = copy.deepcopy(FULL)
    doc["pins"], doc["forbids"] = doc["forbids"], doc["pins"]

    assert read(doc).fingerprint != read(FULL).fingerprint


def test_a_document_of_another_schema_has_no_fingerprint() -> None:
    with pytest.raises(BadCase):
        read(FULL | {"schema": "placement-case/2"})


def test_a_changed_copy_has_a_fingerprint_of_its_own() -> None:
    """Pydantic copies what was worked out of the original: the fingerprint went along."""
    first = read(FULL)
    other = first.model_copy(update={"pins": (), "forbids": (), "offers": ()})

    assert first.fingerprint != first.model_copy(update={"offers": ()}).fingerprint
    assert other.fingerprint == Case.model_validate_json(canonical_json(other)).fingerprint
