"""A large document is validated a piece at a time: the faults and their places stay the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.documents import WhyNotQuestion
from matcher.domain import telling
from matcher.domain.bounds import most_faults, pieces, within_bounds
from matcher.domain.reading import read_case, read_document
from matcher.domain.telling import MAX_FAULTS
from matcher.errors import BadCase
from tests.builders import document, home
from tests.domain.full import full

HOMES = 2_000


def many(**changes: Any) -> bytes:
    """A case of 2 000 homes, the last but one of them changed."""
    homes = [home(f"H{i}") for i in range(HOMES)]
    homes[HOMES - 2] |= changes
    return json.dumps(document(homes=homes)).encode()


def faults(text: bytes) -> list[str]:
    with pytest.raises(BadCase) as caught:
        read_case(text)
    return [fault.path for fault in caught.value.faults]


def test_a_large_case_is_read_whole() -> None:
    assert len(list(pieces(json.loads(many())["homes"], 20_000))) > 1
    assert len(read_case(many()).homes) == HOMES


def test_a_case_read_in_pieces_is_the_case_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = full() | {"homes": [*full()["homes"], *json.loads(many())["homes"][10:]]}
    text = json.dumps(doc).encode()
    asked = json.dumps({"case": doc, "referral": "A"}).encode()
    pieced = read_case(text), read_document(asked, WhyNotQuestion, case_at="case")

    monkeypatch.setattr(telling, "_FAULTS_AT_A_TIME", 10**9)

    assert pieced == (read_case(text), read_document(asked, WhyNotQuestion, case_at="case"))
    assert pieced[0].fingerprint == read_case(text).fingerprint == pieced[1].case.fingerprint


def test_a_reference_to_nothing_is_found_in_a_case_read_in_pieces() -> None:
    pinned = json.loads(many()) | {"pins": [{"referral": "R9", "home": "H1"}]}
    pinned["homes"][HOMES - 1]["id"] = "H0"

    assert faults(json.dumps(pinned).encode()) == [f"$.homes[{HOMES - 1}].id", "$.pins[0].referral"]


def test_a_fault_far_down_a_large_case_has_its_own_place() -> None:
    assert faults(many(places="2", surname=1)) == ["$.homes[1998].places", "$.homes[1998].(unknown field)"]


def test_faults_without_number_are_told_up_to_a_thousand() -> None:
    empty = document(homes=[{}] * HOMES)

    assert len(faults(json.dumps(empty).encode())) == MAX_FAULTS


def test_the_pieces_make_up_the_list_and_only_one_entry_alone_may_be_larger() -> None:
    entries: list[Any] = [{}, [1] * 500, 5, {"a": [{}] * 9}, *([7] * 100)]
    cut = list(pieces(entries, 60))

    assert [entry for _, run in cut for entry in run] == entries
    assert [start for start, _ in cut] == [0, 1, 2, 3, 4, 64]
    assert all(len(run) == 1 or (most_faults(run) or 0) <= 61 for _, run in cut)


def test_an_entry_out_of_bounds_is_refused_by_its_place() -> None:
    assert faults(many(needs_met=["x"] * 1_001)) == ["$.homes[1998]"]
    assert faults(many(**{f"x{i}": 1 for i in range(65)})) == ["$.homes[1998]"]


def test_what_is_within_bounds_is_what_has_a_bound_on_its_faults() -> None:
    wide = {f"x{i}": 1 for i in range(65)}
    parts: list[Any] = [5, [7] * 1_000, [7] * 1_001, {"a": [[wide]]}, {"a": [[full()]]}, wide, [wide], {}]

    assert [within_bounds([part]) for part in parts] == [most_faults(part) is not None for part in parts]


def test_every_wrong_entry_is_told_in_the_order_of_the_fields() -> None:
    doc = document(homes=[home(f"H{i}") for i in range(4)]) | {"pins": [{"referral": 1}, {"home": 2}]}
    doc["homes"][1]["places"] = doc["homes"][3]["places"] = "2"
    doc["policy"]["move_pence"] = None
    doc["surname"] = 1

    told = ["$.policy.move_pence", "$.homes[1].places", "$.homes[3].places"]
    told += ["$.pins[0].referral", "$.pins[0].home", "$.pins[1].referral", "$.pins[1].home"]
    assert faults(json.dumps(doc).encode()) == [*told, "$.(unknown field)"]
