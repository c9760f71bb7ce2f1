"""The last promise: an answer tampered with in any field is refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.verify import verify
from tests.builders import (
    OTHER_AREA,
    budget,
    document,
    group,
    home,
    pair,
    place,
    policy,
    referral,
    relationship,
    resident,
    sent,
)
from tests.differential.draws import read
from tests.domain.full import leaves, replaced, written

SHARED = Path(__file__).parents[1] / "cases" / "case-1003-10x20.json"
NOT_OF_THE_CASE = {"run", "second_solver", "unique", "exact", "complete", "reason", "schema"}
"""How an answer was made, what only another solve could contradict, and the words it is told in."""
MODEST = "best_found"
"""To claim less than was proved misstates nothing."""


def everything() -> Case:
    """Two siblings who share at a discount, two who stay and must not share, one far away, one left over."""
    children = [
        referral("A", school=place(432_000, 282_000), supplement_pence=5_000),
        referral("B", gender="female"),
        referral("C", gender="male", current_home="H2", age=17),
        referral("D", gender="male", current_home="H2", age=9, urgency="urgent"),
        referral("E", gender="non_binary", need="autism"),
        referral("F", gender="non_binary", current_home="H2"),
    ]
    girls, both = ["female"], ["male", "non_binary"]
    homes = [
        home(
            "H1",
            genders=girls,
            residents=[resident()],
            places=3,
            sibling_discount_percent=10,
            void_charge_pence=9,
        ),
        home("H2", genders=["male"], places=3, min_age=10),
        home("H4", genders=["non_binary"], provision="block", location=place(480_000, 280_000, OTHER_AREA)),
        home("H3", genders=both, provision="spot", location=place(460_000, 280_000, OTHER_AREA), max_age=13),
    ]
    return read(
        document(
            children,
            homes,
            policy=policy(max_age_gap_years=6),
            sibling_groups=[group("A", "B"), group("C", "F", id="G2")],
            relationships=[relationship("A", "B", "avoid"), relationship("A", "R1", "avoid")],
            budgets=[budget(900_000), budget(1, "icb")],
            pins=[pair("D", "H2")],
            forbids=[pair("F", "H2")],
        )
    )


@cache
def answers() -> dict[str, tuple[Case, Any]]:
    """Each kind of answer as the JSON that leaves the engine."""
    whole, shared = everything(), library.load_case(SHARED)
    return {
        "everything": (whole, sent(library.allocate(whole))),
        "shared": (shared, sent(library.allocate(shared))),
        "options": (whole, sent(library.options(whole))),
        "alternatives": (whole, sent(library.alternatives(whole, 2))),
    }


def changed(value: Any) -> list[Any]:
    """Other values of the same type, and one of another."""
    if isinstance(value, bool):
        return [not value, None]
    if isinstance(value, int):
        return [value + 1, value - 1, str(value)]
    return ["H1", "A", "Z", "best_found", 1] if isinstance(value, str) else ["H1", 0]


def test_the_case_shows_every_line_and_every_list_of_a_proposal() -> None:
    proposal = answers()["everything"][1]

    told = {line["code"] for placement in proposal["placements"] for line in placement["lines"]}

    assert {shared["code"] for shared in proposal["shared_lines"]} == {"avoid", "split_siblings"}
    assert len(told) == 10
    assert [len(proposal[name]) > 0 for name in ("separations", "unplaced", "funds")] == [True] * 3
    assert any(placement["warnings"] for placement in proposal["placements"])


@pytest.mark.parametrize("kind", ["everything", "shared", "options", "alternatives"])
def test_an_answer_as_it_was_given_is_right(kind: str) -> None:
    case, answer = answers()[kind]

    assert verify(case, answer) == ()


@pytest.mark.parametrize("kind", ["everything", "shared", "options", "alternatives"])
def test_any_other_value_in_any_field_is_refused(kind: str) -> None:
    case, answer = answers()[kind]

    let_through = {
        f"{written(path)} = {other!r}"
        for path, value in leaves(answer)
        if not NOT_OF_THE_CASE.intersection(path)
        for other in changed(value)
        if other not in (value, MODEST) and not verify(case, replaced(answer, path, other))
    }

    assert let_through == set()


@pytest.mark.parametrize("kind", ["everything", "shared", "options"])
def test_an_entry_missing_or_twice_in_any_list_is_refused(kind: str) -> None:
    case, answer = answers()[kind]
    lists = {name: entries for name, entries in answer.items() if isinstance(entries, list) and entries}

    # F, the last child, has two options: a table without it altogether is one of fewer children.
    fewer = [name for name, entries in lists.items() if not verify(case, answer | {name: entries[:-1]})]
    twice = [
        name for name, entries in lists.items() if not verify(case, answer | {name: [*entries, entries[0]]})
    ]

    assert lists
    assert (fewer, twice) == ([], [])


def test_an_answer_to_another_case_is_refused() -> None:
    case, answer = answers()["everything"]
    other = read(sent(case) | {"as_of": "2026-04-02"})

    assert "case_fingerprint" in {breach.code for breach in verify(other, answer)}
