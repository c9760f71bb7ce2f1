"""Whatever is otherwise of a child, its home or the policy is told by name; whatever is not theirs is not."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.policy import Policy
from matcher.domain.reading import read_case
from matcher.domain.referral import Referral
from matcher.errors import Fault
from matcher.service.compared import Pair, compared
from matcher.store.proposals import Planned
from tests.builders import (
    Doc,
    document,
    group,
    home,
    offer,
    pair,
    place,
    policy,
    referral,
    relationship,
    resident,
    waiver,
    zone,
)

OF_A_REFERRAL: Doc = {
    "birth_date": "2014-04-02",
    "gender": "male",
    "origin": place(430_001),
    "school": place(431_000),
    "need": "complex",
    "also_needs": ["autism"],
    "flags": ["quiet"],
    "urgency": "urgent",
    "needed_by": "2026-05-02",
    "placement_types": ["childrens_home", "foster"],
    "max_miles": 12.5,
    "exclusion_zones": [zone(0.5, 400_000)],
    "step_free": True,
    "solo": True,
    "staff_hours": 1,
    "supplement_pence": 1,
    "max_weekly_pence": 400_000,
    "funding": [{"fund": "health", "percent": 100}],
    "current_home": "H2",
    "unknown": ["school"],
}
OF_A_HOME: Doc = {
    "name": "Another name",
    "provider": "Another provider",
    "provision": "spot",
    "placement_type": "foster",
    "location": place(433_001, 284_000),
    "registered": False,
    "judgement": "outstanding",
    "needs_met": ["general", "autism"],
    "min_age": 9,
    "max_age": 16,
    "genders": ["female"],
    "step_free": False,
    "places": 3,
    "available_from": "2026-04-02",
    "admissions_limit": 1,
    "spare_staff_hours": 10,
    "weekly_price_pence": 300_001,
    "void_charge_pence": 1,
    "sibling_discount_percent": 1,
}
OF_THE_POLICY: Doc = {
    "unplaced_weight": {"emergency": 100, "urgent": 10, "planned": 2},
    "pence_per_mile": 1_001,
    "pence_per_school_mile": 601,
    "out_of_area_pence": 15_001,
    "move_pence": 40_001,
    "avoid_pence": 25_001,
    "split_siblings_pence": 60_001,
    "provision_pence": {"internal": 1, "block": 2_000, "framework": 10_000, "spot": 30_000},
    "max_age_gap_years": 20,
    "incompatible_flags": [["loud", "nervous"]],
    "solo_flags": ["loud"],
    "barred_judgements": ["inadequate"],
    "waiver_pence": {"age": 1},
}
A_AT_H1 = Pair("A", "H1", ())


def situation(**changes: Any) -> Doc:
    """Children A and B, homes H1 and H2 of two places, R1 in H1."""
    children = [referral("A"), referral("B")]
    homes = [home("H1", residents=[resident("R1")]), home("H2")]
    return document(children, homes, **changes)


def read(written: Doc) -> Case:
    return read_case(json.dumps(written).encode())


def told(then: Doc, now: Doc, pair_: Pair = A_AT_H1) -> list[str]:
    """Where something moved."""
    return [fault.path for fault in compared(read(then), read(now), pair_)]


def changed(written: Doc, where: str, position: int, **fields: Any) -> Doc:
    copy = deepcopy(written)
    copy[where][position] |= fields
    return copy


def test_nothing_has_moved_in_a_case_that_is_the_same_in_another_order() -> None:
    then = situation(offers=[offer("A", "H1"), offer("B", "H1")])
    now = deepcopy(then)
    for name in ("referrals", "homes", "offers"):
        now[name].reverse()
    assert told(then, now) == []


def test_every_field_of_a_child_a_home_and_the_policy_is_tried_below() -> None:
    assert OF_A_REFERRAL.keys() == Referral.model_fields.keys() - {"id"}
    assert OF_A_HOME.keys() == Home.model_fields.keys() - {"id", "blocked_places", "residents"}
    assert OF_THE_POLICY.keys() == Policy.model_fields.keys()


@pytest.mark.parametrize("field", OF_A_REFERRAL)
def test_any_other_value_of_the_child_is_told_and_nothing_of_what_it_is(field: str) -> None:
    then = situation()
    now = changed(then, "referrals", 0, **{field: OF_A_REFERRAL[field]})
    faults = compared(read(then), read(now), A_AT_H1)
    assert faults == [
        Fault(f"$.referral.{field}", f"A: {field.replace('_pence', '').replace('_', ' ')} was changed since")
    ]


@pytest.mark.parametrize("field", OF_A_REFERRAL)
def test_what_is_otherwise_of_another_child_is_no_matter(field: str) -> None:
    then = situation()
    assert told(then, changed(then, "referrals", 1, **{field: OF_A_REFERRAL[field]})) == []


@pytest.mark.parametrize("field", OF_A_HOME)
def test_any_other_value_of_the_home_is_told(field: str) -> None:
    then = situation()
    assert told(then, changed(then, "homes", 0, **{field: OF_A_HOME[field]})) == [f"$.home.{field}"]


@pytest.mark.parametrize("field", OF_A_HOME)
def test_what_is_otherwise_of_another_home_is_no_matter(field: str) -> None:
    then = situation()
    assert told(then, changed(then, "homes", 1, **{field: OF_A_HOME[field]})) == []


@pytest.mark.parametrize("field", OF_THE_POLICY)
def test_another_price_list_is_told(field: str) -> None:
    then = situation()
    assert told(then, situation(policy=policy(**{field: OF_THE_POLICY[field]}))) == [f"$.policy.{field}"]


def test_a_price_is_told_with_what_it_was_and_what_it_is() -> None:
    then = situation()
    now = changed(then, "homes", 0, weekly_price_pence=315_050)
    [fault] = compared(read(then), read(now), A_AT_H1)
    assert fault.message == "H1: weekly price was changed since, from £3,000 to £3,150.50"


def test_a_child_who_waits_no_longer_is_all_that_is_told() -> None:
    then = situation()
    now = deepcopy(changed(then, "homes", 0, weekly_price_pence=1))
    del now["referrals"][0]
    assert told(then, now) == ["$.referral"]


def test_a_home_that_is_gone_is_told() -> None:
    then = situation()
    now = deepcopy(then)
    del now["homes"][0]
    assert told(then, now) == ["$.home"]


@pytest.mark.parametrize(("blocked", "paths"), [(0, []), (1, ["$.home.places"])])
def test_only_the_last_free_bed_is_missed(blocked: int, paths: list[str]) -> None:
    then = situation()
    assert told(then, changed(then, "homes", 0, blocked_places=blocked)) == paths


R1 = resident("R1")


@pytest.mark.parametrize(
    ("residents", "words"),
    [
        ([], "H1: 1 child left, or came under review"),
        ([resident("R1", flags=["loud"])], "H1: what is known of 1 child was changed"),
        ([R1, resident("R2")], "H1: 1 child moved in whom the plan did not send there"),
    ],
    ids=["left", "known otherwise", "moved in"],
)
def test_who_lives_there_is_told_in_numbers_alone(residents: list[Doc], words: str) -> None:
    then = situation()
    now = changed(then, "homes", 0, residents=residents)
    found = [fault for fault in compared(read(then), read(now), A_AT_H1) if fault.path == "$.home.residents"]
    assert [fault.message for fault in found] == [words]


@pytest.mark.parametrize(
    ("home_of_b", "moved"), [("H1", []), ("H2", ["$.home.residents"])], ids=["as planned", "otherwise"]
)
def test_a_child_whom_the_plan_sent_there_is_expected_and_uses_up_what_it_takes(
    home_of_b: str, moved: list[str]
) -> None:
    limits = {"places": 3, "admissions_limit": 2, "spare_staff_hours": 10}
    then = changed(changed(situation(), "homes", 0, **limits), "referrals", 1, staff_hours=4)
    now = changed(then, "homes", 0, residents=[R1, resident("CHILD-B")])
    used = {"admissions_limit": 1, "spare_staff_hours": 6} if not moved else {}
    now = changed(now, "homes", 0, **used)
    del now["referrals"][1]
    planned = (Planned("A", "A", "H1"), Planned("B", "CHILD-B", home_of_b))
    assert told(then, now, Pair("A", "H1", planned)) == moved


OFFERED = offer("A", "H1", weekly_price_pence=280_000)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([], [OFFERED], "H1: its answer is now: offered"),
        ([OFFERED], [], "H1: its offer was withdrawn"),
        ([OFFERED], [offer("A", "H1", "declined")], "H1: its answer is now: declined"),
        (
            [OFFERED],
            [OFFERED | {"weekly_price_pence": 290_000}],
            "H1: its answer is now: offered, from £2,800 to £2,900",
        ),
        ([OFFERED], [OFFERED | {"expires": "2026-06-01"}], "H1: its answer is now: offered"),
    ],
    ids=["new", "withdrawn", "declined", "another price", "another end"],
)
def test_another_answer_of_the_home_is_told(before: list[Doc], after: list[Doc], words: str) -> None:
    faults = compared(read(situation(offers=before)), read(situation(offers=after)), A_AT_H1)
    assert faults == [Fault("$.offer", words)]


@pytest.mark.parametrize(
    ("before", "after", "paths"),
    [
        ({}, {"pins": [pair("A", "H2")]}, ["$.pins"]),
        ({"pins": [pair("A", "H1")]}, {}, ["$.pins"]),
        ({}, {"forbids": [pair("A", "H1")]}, ["$.forbids"]),
        ({"forbids": [pair("A", "H1")]}, {}, []),
        ({}, {"waivers": [waiver("A", "age", "H1")]}, ["$.waivers"]),
        ({"waivers": [waiver("A", "age")]}, {}, ["$.waivers"]),
        ({}, {"pins": [pair("B", "H1")], "forbids": [pair("A", "H2")]}, []),
        ({}, {"waivers": [waiver("A", "age", "H2"), waiver("B", "age")], "offers": [offer("B", "H1")]}, []),
        ({}, {"sibling_groups": [group("A", "B")]}, ["$.sibling_groups.G1"]),
        ({"sibling_groups": [group("A", "B")]}, {}, ["$.sibling_groups.G1"]),
        (
            {"sibling_groups": [group("A", "B")]},
            {"sibling_groups": [group("A", "B", rule="apart")]},
            ["$.sibling_groups.G1"],
        ),
        ({}, {"relationships": [relationship("A", "R1")]}, ["$.relationships"]),
        ({"relationships": [relationship("B", "A", "avoid")]}, {}, ["$.relationships"]),
        ({}, {"relationships": [relationship("B", "R1")]}, []),
    ],
)
def test_what_people_ruled_about_the_pair_is_told_and_what_they_ruled_of_others_is_not(
    before: Doc, after: Doc, paths: list[str]
) -> None:
    assert told(situation(**before), situation(**after)) == paths


@pytest.mark.parametrize(("arrived", "paths"), [(True, []), (False, ["$.sibling_groups.G1"])])
def test_a_sibling_who_is_placed_as_planned_is_still_one(arrived: bool, paths: list[str]) -> None:
    then = situation(sibling_groups=[group("A", "B")], relationships=[relationship("A", "B", "avoid")])
    now = changed(situation(), "homes", 1, residents=[resident("CHILD-B")] if arrived else [])
    now["relationships"] = [relationship("A", "CHILD-B", "avoid")] if arrived else []
    del now["referrals"][1]
    planned = (Planned("A", "A", "H1"), Planned("B", "CHILD-B", "H2"))
    assert told(then, now, Pair("A", "H1", planned)) == paths


def test_a_child_whom_the_plan_leaves_waiting_is_held_against_itself_alone() -> None:
    then = situation()
    now = changed(changed(then, "homes", 0, weekly_price_pence=1), "referrals", 0, urgency="urgent")
    assert told(then, now, Pair("A", None, ())) == ["$.referral.urgency"]
