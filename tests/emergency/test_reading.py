"""A document may name what is not known of a child and leave it out; nothing else may be missing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher.domain.absent import UNKNOWN_FIELDS
from matcher.domain.case import Case, canonical_json
from matcher.domain.reading import read_case
from matcher.errors import BadCase
from tests.builders import document, referral
from tests.differential.draws import read
from tests.domain.test_fingerprint import defined
from tests.domain.test_no_echo import CANARIES, echoes
from tests.domain.test_published_schema import SCHEMA, allows
from tests.emergency.asked import half_known

ALWAYS_KNOWN = ("id", "birth_date", "origin")


def faults(child: Any) -> list[str]:
    try:
        read(document([child]))
    except BadCase as error:
        return [str(fault) for fault in error.faults]
    return []


def test_every_field_but_three_may_be_unknown_and_absent() -> None:
    child = half_known(*UNKNOWN_FIELDS)

    assert sorted(child) == sorted([*ALWAYS_KNOWN, "unknown"])
    assert read(document([child])).referrals[0].unknown == UNKNOWN_FIELDS
    assert allows(SCHEMA, document([child]))


@pytest.mark.parametrize("field", UNKNOWN_FIELDS)
def test_a_field_that_is_not_known_may_be_null_or_hold_what_is_guessed(field: str) -> None:
    whole = Case.model_validate(read(document())).referrals[0].model_dump(mode="json")
    guess = whole[field] if whole[field] is not None else None

    assert faults(referral("A", unknown=[field]) | {field: None}) == []
    assert faults(referral("A", unknown=[field]) | {field: guess}) == []


@pytest.mark.parametrize("field", ALWAYS_KNOWN)
def test_three_fields_are_never_unknown(field: str) -> None:
    assert len(faults(referral("A", unknown=[field]))) == 1
    assert not allows(SCHEMA, document([referral("A", unknown=[field])]))


@pytest.mark.parametrize("field", ["gender", "need", "urgency", "needed_by", "placement_types", "funding"])
def test_what_is_absent_and_not_named_is_missing(field: str) -> None:
    child = half_known("solo")
    del child[field]

    assert faults(child) == [f"$.referrals[0].{field}: is missing: give it"]
    assert not allows(SCHEMA, document([child]))


@pytest.mark.parametrize(
    ("unknown", "fault"),
    [
        (["gender", "gender"], "$.referrals[0].unknown[1]: the same entry again: keep one of them"),
        ("gender", "$.referrals[0].unknown: must be a list"),
        ([5], "$.referrals[0].unknown[0]: must be one of: 'gender'"),
        (["surname"], "$.referrals[0].unknown[0]: must be one of: 'gender'"),
    ],
)
def test_a_wrong_list_of_unknown_fields_is_told_with_its_place(unknown: Any, fault: str) -> None:
    (told,) = faults(referral("A", unknown=unknown))

    assert told.startswith(fault)


def test_a_value_that_is_given_must_still_be_one() -> None:
    assert len(faults(referral("A", gender="Xanthe", unknown=["gender"]))) == 1


def test_an_empty_list_is_as_good_as_none_and_leaves_the_fingerprint_alone() -> None:
    without, empty = read(document()), read(document([referral("A", unknown=[])]))

    assert empty.fingerprint == without.fingerprint
    assert "unknown" not in without.referrals[0].model_dump()


def test_what_is_not_known_is_part_of_the_fingerprint_in_any_order() -> None:
    one = read(document([half_known("gender", "need")]))
    other = read(document([half_known("need", "gender")]))

    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != read(document([half_known("need")])).fingerprint


def test_a_case_that_is_written_out_and_read_again_is_the_same() -> None:
    case = read(document([half_known(*UNKNOWN_FIELDS)]))

    again = read_case(case.model_dump_json(by_alias=True).encode())

    assert again == case
    assert again.fingerprint == case.fingerprint


def test_other_faults_of_such_a_document_are_told_at_their_own_places() -> None:
    doc = document([half_known("need", step_free="no"), referral("B", solo=3)])

    with pytest.raises(BadCase) as caught:
        read_case(json.dumps(doc).encode())

    assert [fault.path for fault in caught.value.faults] == [
        "$.referrals[0].step_free",
        "$.referrals[1].solo",
    ]


@pytest.mark.parametrize("canary", CANARIES)
def test_what_is_written_in_unknown_is_not_repeated(canary: Any) -> None:
    assert echoes(document([referral("A", unknown=canary)])) == []
    assert echoes(document([referral("A", unknown=["gender", canary])])) == []
    assert echoes(document([referral("A", unknown=["gender"], gender=canary)])) == []


def test_the_canonical_text_of_an_unfinished_case_is_the_one_that_the_definition_gives() -> None:
    case = read(document([half_known("gender", "flags", flags=["b", "a"]), referral("B")]))

    assert canonical_json(case) == defined(case)
