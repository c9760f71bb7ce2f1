"""Each value of the document has one type: anything else is refused, there and by that path."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from matcher.domain.reading import MAX_BYTES, read_case
from matcher.domain.types import MAX_REFERRALS
from matcher.errors import BadCase
from tests.domain.full import Path, at, branches, faults, full, leaves, paths, read, replaced, written

FULL = full()
LEAVES = [path for path, _ in leaves(FULL)]
OBJECTS = [path for path, value in branches(FULL) if isinstance(value, dict)]
LISTS = [path for path, value in branches(FULL) if isinstance(value, list)]


def wrong_for(value: Any) -> list[Any]:
    """Values of other types, and just outside the type, for the one that stands there."""
    if isinstance(value, bool):
        return [1, 0, "true", None, []]
    if isinstance(value, float):
        return ["1", True, -0.5, 1_000.001, 12.3456, {}]
    if isinstance(value, int):
        return [str(value), value + 0.5, True, -1, 10**12, 10**30, [value], {}]
    return [7, True, "", "\x00", ["x"], {}]


def test_the_full_document_is_accepted() -> None:
    assert faults(FULL) == ()


@pytest.mark.parametrize("path", LEAVES, ids=written)
def test_a_value_of_another_type_is_refused_by_its_path(path: Path) -> None:
    for wrong in wrong_for(at(FULL, path)):
        found = paths(replaced(FULL, path, wrong))
        assert found, f"{wrong!r} was let in"
        assert found[0].startswith(written(path)), f"{wrong!r} was refused elsewhere"


@pytest.mark.parametrize("path", OBJECTS, ids=written)
def test_an_unknown_field_is_refused_in_every_object(path: Path) -> None:
    doc = copy.deepcopy(FULL)
    at(doc, path)["surname"] = "x"

    assert paths(doc) == [f"{written(path)}.(unknown field)"]


@pytest.mark.parametrize("path", OBJECTS[1:], ids=written)
def test_a_list_is_no_object(path: Path) -> None:
    assert paths(replaced(FULL, path, []))[0] == written(path)


@pytest.mark.parametrize("path", LISTS, ids=written)
def test_an_object_is_no_list_and_null_is_no_empty_list(path: Path) -> None:
    others: list[Any] = [{}, "text", None]
    for wrong in others:
        assert paths(replaced(FULL, path, wrong))[0] == written(path)


REQUIRED = [
    *(("referrals", 0, name) for name in ("id", "birth_date", "gender", "origin", "need", "urgency")),
    *(("referrals", 0, name) for name in ("needed_by", "placement_types", "funding")),
    *(("homes", 0, name) for name in ("id", "name", "provider", "provision", "placement_type", "location")),
    *(
        ("homes", 0, name)
        for name in ("registered", "judgement", "needs_met", "min_age", "max_age", "genders")
    ),
    *(("homes", 0, name) for name in ("step_free", "places", "available_from", "weekly_price_pence")),
    *(("policy", name) for name in ("unplaced_weight", "pence_per_mile", "avoid_pence", "provision_pence")),
    *(("offers", 0, name) for name in ("referral", "home", "status")),
    *((name,) for name in ("schema", "as_of", "policy")),
]


@pytest.mark.parametrize("path", REQUIRED, ids=written)
def test_a_required_field_may_neither_be_missing_nor_null(path: Path) -> None:
    missing = copy.deepcopy(FULL)
    del at(missing, path[:-1])[path[-1]]

    assert paths(missing) == [written(path)]
    assert paths(replaced(FULL, path, None)) == [written(path)]


OPTIONAL = [
    *(("referrals", 0, name) for name in ("school", "max_miles", "max_weekly_pence")),
    *(("homes", 0, name) for name in ("admissions_limit", "spare_staff_hours")),
    *(("offers", 0, name) for name in ("weekly_price_pence", "expires")),
    ("policy", "max_age_gap_years"),
    ("waivers", 0, "home"),
]


@pytest.mark.parametrize("path", OPTIONAL, ids=written)
def test_null_and_absent_mean_the_same_where_there_is_no_restriction(path: Path) -> None:
    absent = copy.deepcopy(FULL)
    del at(absent, path[:-1])[path[-1]]

    assert read(absent) == read(replaced(FULL, path, None))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1e3", "00", "0x1"])
def test_no_number_outside_the_json_grammar_or_a_whole_number_is_read(number: str) -> None:
    text = json.dumps(FULL).replace("900000", number)

    with pytest.raises(BadCase):
        read_case(text.encode())


@pytest.mark.parametrize(
    "document",
    [b"", b"{", b"nul", b"[]x", b"\xff\xfe", b'"\\ud800"', b"[" * 5_000, b'{"a":1,"a":2}'],
    ids=["empty", "cut off", "half a word", "rest", "not UTF-8", "half a pair", "deep", "key twice"],
)
def test_what_is_not_json_is_one_fault_at_the_root(document: bytes) -> None:
    with pytest.raises(BadCase) as caught:
        read_case(document)

    assert [fault.path for fault in caught.value.faults] == ["$"]
    assert caught.value.faults[0].message.startswith("not valid JSON: ")


@pytest.mark.parametrize("document", [b"[]", b"7", b"null", b'"text"'])
def test_a_document_that_is_no_object_is_refused_at_the_root(document: bytes) -> None:
    with pytest.raises(BadCase) as caught:
        read_case(document)

    assert [fault.path for fault in caught.value.faults] == ["$"]


def test_a_document_over_the_size_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadCase, match=r"larger than \d+ MB"):
        read_case(b" " * (MAX_BYTES + 1))


def test_one_referral_too_many_is_refused_by_its_count_alone() -> None:
    doc = FULL | {"referrals": [0] * (MAX_REFERRALS + 1)}

    assert paths(doc) == ["$.referrals"]


def test_all_faults_of_the_shape_are_found_at_once_each_with_its_path() -> None:
    doc = replaced(FULL, ("referrals", 1, "gender"), "boy")
    doc = replaced(doc, ("homes", 0, "places"), "5")
    doc = replaced(doc, ("as_of",), "01/04/2026")
    doc["policy"]["colour"] = "red"
    del doc["homes"][1]["name"]

    assert sorted(paths(doc)) == [
        "$.as_of",
        "$.homes[0].places",
        "$.homes[1].name",
        "$.policy.(unknown field)",
        "$.referrals[1].gender",
    ]


def test_every_fault_says_the_way_out() -> None:
    doc = replaced(FULL, ("as_of",), "01/04/2026")
    del doc["homes"][1]["name"]

    assert [fault.message for fault in faults(doc)] == [
        "must be a date like 2026-04-01",
        "is missing: give it",
    ]


TURNS = [0x0, 0x1F, 0x7F, 0x80, 0x9F, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069]
BESIDE = [0x20, 0x7E, 0xA0, 0x200D, 0x2010, 0x2029, 0x202F, 0x2065, 0x206A, 0x1F3E0]


@pytest.mark.parametrize("letter", TURNS, ids=hex)
def test_a_name_that_a_terminal_obeys_or_that_reads_as_another_is_refused(letter: int) -> None:
    found = faults(replaced(FULL, ("homes", 0, "name"), f"a{chr(letter)}b"))

    assert [str(fault) for fault in found] == [
        "$.homes[0].name: holds a control character, or one that turns the direction of reading: take it out"
    ]


@pytest.mark.parametrize("letter", BESIDE, ids=hex)
def test_a_name_of_any_other_letters_is_accepted(letter: int) -> None:
    assert faults(replaced(FULL, ("homes", 0, "name"), f"a{chr(letter)}b")) == ()


@pytest.mark.parametrize(("limit", "right"), [(10**9 + 1, True), (10**11, True), (10**11 + 1, False)])
def test_a_fund_may_have_more_than_any_price_up_to_its_own_limit(limit: int, right: bool) -> None:
    assert (faults(replaced(FULL, ("budgets", 0, "weekly_limit_pence"), limit)) == ()) is right


@pytest.mark.parametrize("schema", ["placement-proposal/1", "placement-why-not/1"])
def test_an_answer_given_for_the_case_is_called_that_and_nothing_else_is_said(schema: str) -> None:
    """An officer who gave `match`'s own answer was told thirteen times of an unknown field."""
    with pytest.raises(BadCase) as refused:
        read_case(json.dumps({"schema": schema, "allocation": {}, "tier1": 0}).encode())
    [fault] = refused.value.faults
    assert fault.path == "$.schema"
    assert fault.message.startswith("this is another document, an answer perhaps, not a case: give the case")


@pytest.mark.parametrize("schema", ["placement-case/2 ", "x", 7, None])
def test_a_schema_that_is_none_of_ours_is_not_repeated(schema: object) -> None:
    with pytest.raises(BadCase) as refused:
        read_case(json.dumps({"schema": schema}).encode())
    assert not any(str(schema) in fault.message for fault in refused.value.faults if schema is not None)
