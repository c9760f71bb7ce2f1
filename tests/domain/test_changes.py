"""Each kind of change: what it makes of a case, and what it refuses, by its position and its field."""

from __future__ import annotations

import json

import pytest

from matcher.domain.case import Case, canonical_json
from matcher.domain.changes import KINDS
from matcher.domain.changes.homes import SETTABLE
from matcher.domain.priced import uplifted_pence
from matcher.domain.scenario import apply, read_scenario
from matcher.errors import BadCase
from tests.builders import Doc, case, home
from tests.change_cases import MADE, REFUSED, Made, before

TOO_DEAR = "$.changes[1].percent: makes a price higher than 1000000000 pence a week: give less"


def name_of(value: object) -> str:
    return str(value["kind"]) if isinstance(value, dict) else "made"


def scenario(*changes: Doc) -> bytes:
    return json.dumps({"name": "What if", "changes": list(changes)}).encode()


def after(*changes: Doc) -> Case:
    return apply(read(before()), read_scenario(scenario(*changes))).case


def read(written: Doc) -> Case:
    parts = {name: value for name, value in written.items() if name != "schema"}
    return case(parts.pop("referrals"), parts.pop("homes"), **parts)


@pytest.mark.parametrize(("change", "made"), MADE, ids=name_of)
def test_a_change_makes_this_case_and_leaves_the_one_it_came_from(change: Doc, made: Made) -> None:
    base = read(before())
    right = before()
    made(right)

    found = apply(base, read_scenario(scenario(change))).case

    assert canonical_json(found) == canonical_json(read(right))
    assert canonical_json(base) == canonical_json(read(before()))


def test_every_kind_of_change_is_made_and_refused_here() -> None:
    assert {change["kind"] for change, _ in MADE} == set(KINDS)
    assert {change["kind"] for change, *_ in REFUSED} == set(KINDS)


@pytest.mark.parametrize(("change", "field", "message"), REFUSED, ids=lambda v: str(v)[:60])
def test_a_change_that_cannot_be_is_named_by_its_position_and_field(
    change: Doc, field: str, message: str
) -> None:
    first = {"kind": "set_as_of", "as_of": "2026-04-03"}
    if change["kind"] == "set_as_of":
        change = change | {"as_of": first["as_of"]}

    with pytest.raises(BadCase) as refused:
        after(first, change)

    (fault,) = refused.value.faults
    assert fault.path == f"$.changes[1]{field}"
    assert fault.message == message or not message


def test_a_kind_that_does_not_exist_is_not_repeated() -> None:
    with pytest.raises(BadCase) as refused:
        after({"kind": "canary"})

    assert [fault.path for fault in refused.value.faults] == ["$.changes[0]"]
    assert "canary" not in str(refused.value)
    assert all(kind in str(refused.value) for kind in KINDS)


def test_changes_are_applied_in_order() -> None:
    found = after(
        {"kind": "unpin", "referral": "B", "home": "H1"},
        {"kind": "pin", "referral": "B", "home": "H2"},
        {"kind": "set_home", "home_id": "H1", "weekly_price_pence": 100},
        {"kind": "uplift", "percent": 50, "home_id": "H1"},
    )

    assert [(pin.referral, pin.home) for pin in found.pins] == [("B", "H2")]
    assert found.homes[0].weekly_price_pence == 150


def test_the_residents_of_a_home_that_closes_are_to_be_referred() -> None:
    made = apply(read(before()), read_scenario(scenario({"kind": "close_home", "home_id": "H2"})))

    assert [(child.referral, child.home) for child in made.to_refer] == [("R1", "H2")]
    assert [child.current_home for child in made.case.referrals] == [None, None, None]


@pytest.mark.parametrize(
    ("pence", "percent", "right"),
    [(5, 10, 6), (4, 10, 4), (333, 33.333, 444), (100_005, -50, 50_003), (7, -100, 0), (1_000, 0.05, 1_001)],
)
def test_a_price_is_uplifted_to_the_penny_half_up(pence: int, percent: float, right: int) -> None:
    assert uplifted_pence(pence, percent) == right


@pytest.mark.parametrize(("percent", "faults"), [(900, []), (900.001, [TOO_DEAR])])
def test_no_price_is_uplifted_beyond_the_highest(percent: float, faults: list[str]) -> None:
    dear = {"kind": "set_home", "home_id": "H1", "weekly_price_pence": 10**8}
    told: list[str] = []
    try:
        after(dear, {"kind": "uplift", "percent": percent, "home_id": "H1"})
    except BadCase as error:
        told = [str(fault) for fault in error.faults]
    assert told == faults


@pytest.mark.parametrize(("change", "made"), MADE, ids=name_of)
def test_a_scenario_is_written_as_it_was_given(change: Doc, made: Made) -> None:
    once = read_scenario(scenario(change))
    again = read_scenario(once.model_dump_json().encode())

    assert again == once
    inner = change.get("offer") or change.get("waiver")
    given = {"kind", *inner} if inner else set(change)
    assert set(json.loads(once.model_dump_json())["changes"][0]) == given


def test_a_home_can_be_set_in_every_field_of_the_specification() -> None:
    assert set(SETTABLE) < set(home()) | {
        "blocked_places",
        "admissions_limit",
        "spare_staff_hours",
        "void_charge_pence",
        "sibling_discount_percent",
    }
    assert len(SETTABLE) == 10
