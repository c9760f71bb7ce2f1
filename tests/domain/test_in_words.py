"""Faults are told in plain English: no sentence of the library that reads documents reaches a person."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest
from pydantic_core import core_schema

from matcher.domain.in_words import in_words
from matcher.domain.reading import read_case
from matcher.domain.scenario import read_scenario
from matcher.errors import BadCase
from tests.domain.full import Path, at, faults, full, leaves, replaced, written
from tests.domain.test_shape import wrong_for

FULL = full()
FOREIGN = re.compile(r"Input|should|valid (string|integer|array|dictionary|boolean|number)|Tuple|instance of")


def told(*changes: Any, **others: Any) -> str:
    """What is said of a scenario that is refused."""
    with pytest.raises(BadCase) as refused:
        read_scenario(json.dumps({"name": "What if", "changes": list(changes)} | others).encode())
    return str(refused.value)


@pytest.mark.parametrize("path", [path for path, _ in leaves(FULL)], ids=written)
def test_whatever_is_wrong_in_a_case_is_told_in_our_own_words(path: Path) -> None:
    for wrong in wrong_for(at(FULL, path)):
        assert [fault for fault in faults(replaced(FULL, path, wrong)) if FOREIGN.search(fault.message)] == []


@pytest.mark.parametrize("kind", sorted(get_args(core_schema.ErrorType)))
def test_no_kind_of_fault_passes_the_librarys_own_sentence_on(kind: str) -> None:
    limits = dict.fromkeys(("expected", "gt", "ge", "lt", "le", "min_length", "max_length", "pattern"), 2)
    said = in_words({"type": kind, "msg": "Input should be Quill", "ctx": limits})
    assert said
    assert "Quill" not in said


def test_our_own_checks_say_what_they_say() -> None:
    assert (
        in_words({"type": "one_of_three", "msg": "give exactly one of these"}) == "give exactly one of these"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"kind": "set_group", "id": "G", "members": ["A"], "rule": "apart"},
            "$.changes[1].members: must hold at least 2 entries: give more",
        ),
        (
            {"kind": "set_home", "home_id": "H1", "places": -1},
            "$.changes[1].places: must be 0 or more",
        ),
        (
            {"kind": "set_home", "home_id": "H1", "places": 1_001},
            "$.changes[1].places: must be 1000 or less",
        ),
        (
            {"kind": "set_home", "home_id": "H1", "registered": "yes"},
            "$.changes[1].registered: must be true or false",
        ),
        (
            {"kind": "set_home", "home_id": "H 1", "places": 1},
            "$.changes[1].home_id: must be an id: up to 64 letters and digits without accents, "
            "and after the first also _ . : / -",
        ),
        (
            {"kind": "relate", "a": "A", "b": "B", "what": "avoid"},
            "$.changes[1].(unknown field): is not a field of the schema: take it out, or correct its name",
        ),
        ("pin", "$.changes[1]: must be an object"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_fault_of_a_scenario_names_its_change_and_the_way_out(change: Any, said: str) -> None:
    first = {"kind": "set_as_of", "as_of": "2026-04-03"}
    assert said in told(first, change).splitlines()


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        ({"kind": "close_home", "home_idd": "H1"}, "home_id"),
        ({"kind": "uplift", "persent": 3, "home_id": "H1"}, "percent"),
        ({"kind": "set_policy", "pence_per_mle": 3}, "pence_per_mile"),
        ({"kind": "set_group", "id": "G", "members": ["A", "B"], "rule": "apart", "memberz": []}, "members"),
    ],
)
def test_an_unknown_field_of_a_change_that_is_close_to_a_name_of_ours_is_told_that_name(
    change: Any, meant: str
) -> None:
    assert (
        f"$.changes[0].(unknown field): is not a field of the schema: take it out, or did you mean {meant}?"
        in (told(change))
    )


def test_an_unknown_field_of_the_scenario_or_the_case_itself_is_told_too() -> None:
    assert "$.(unknown field): is not a field of the schema: take it out, or did you mean changes?" in (
        told(changez=[])
    )
    with pytest.raises(BadCase, match=r"did you mean relationships\?"):
        read_case(json.dumps(FULL | {"relationship": []}).encode())


@pytest.mark.parametrize("name", ["Xanthe Quill", "home_Xanthe", "zzz"])
def test_what_the_caller_called_a_field_is_never_repeated(name: str) -> None:
    said = told({"kind": "close_home", "home_id": "H1", name: 1}, **{name: 1})
    assert "Xanthe" not in said
    assert "zzz" not in said
