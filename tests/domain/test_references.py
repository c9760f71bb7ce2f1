"""What one part of the document says about another: twins, one let in and one refused by its path."""

from __future__ import annotations

import json

import pytest

from matcher.errors import BadCase
from tests.builders import (
    Doc,
    budget,
    document,
    group,
    home,
    offer,
    pair,
    referral,
    relationship,
    resident,
    waiver,
)
from tests.domain.full import faults, full, paths, read, replaced

AB = [referral("A"), referral("B")]
HOMES = [home("H1", residents=[resident("R1")]), home("H2")]


def doc_with(**changes: object) -> Doc:
    return document(AB, HOMES, **changes)


def share(percent: int, fund: str = "la") -> Doc:
    return {"fund": fund, "percent": percent}


@pytest.mark.parametrize(
    ("doc", "path"),
    [
        (document([*AB, referral("A")], HOMES), "$.referrals[2].id"),
        (document(AB, [*HOMES, home("H1")]), "$.homes[2].id"),
        (document(AB, [*HOMES, home("H3", residents=[resident("R1")])]), "$.homes[2].residents[0].id"),
        (document(AB, [home("H1", residents=[resident("A")])]), "$.homes[0].residents[0].id"),
        (doc_with(sibling_groups=[group("A", "B"), group("A", "B")]), "$.sibling_groups[1].id"),
        (doc_with(offers=[offer("A", "H1"), offer("A", "H1", "declined")]), "$.offers[1]"),
        (doc_with(budgets=[budget(1), budget(2)]), "$.budgets[1].fund"),
        (doc_with(pins=[pair("A", "H1"), pair("A", "H2")]), "$.pins[1].referral"),
        (doc_with(forbids=[pair("A", "H1"), pair("A", "H1")]), "$.forbids[1]"),
        (doc_with(waivers=[waiver("A", "age"), waiver("A", "age")]), "$.waivers[1]"),
        (doc_with(relationships=[relationship("A", "B"), relationship("B", "A")]), "$.relationships[1]"),
        (document([referral(flags=["quiet", "quiet"])]), "$.referrals[0].flags[1]"),
        (document([referral(also_needs=["autism", "autism"])]), "$.referrals[0].also_needs[1]"),
        (document([referral(placement_types=["foster", "foster"])]), "$.referrals[0].placement_types[1]"),
        (document(AB, [home(needs_met=["general", "general"])]), "$.homes[0].needs_met[1]"),
        (document(AB, [home(genders=["male", "male"])]), "$.homes[0].genders[1]"),
        (doc_with(sibling_groups=[group("A", "B", "A")]), "$.sibling_groups[0].members[2]"),
        (document([referral(funding=[share(50), share(50)])]), "$.referrals[0].funding[1].fund"),
    ],
)
def test_a_thing_named_twice_is_refused_where_it_stands_the_second_time(doc: Doc, path: str) -> None:
    assert paths(doc) == [path]


@pytest.mark.parametrize(
    "doc",
    [
        doc_with(offers=[offer("A", "H1"), offer("A", "H2"), offer("B", "H1")]),
        doc_with(budgets=[budget(1), budget(1, "icb")]),
        doc_with(pins=[pair("A", "H1"), pair("B", "H1")]),
        doc_with(forbids=[pair("A", "H1"), pair("A", "H2")]),
        doc_with(waivers=[waiver("A", "age"), waiver("A", "age", "H1"), waiver("A", "distance")]),
        doc_with(relationships=[relationship("A", "B"), relationship("A", "B", "avoid")]),
        doc_with(sibling_groups=[group("A", "B"), group("A", "B", id="G2", rule="apart")]),
    ],
)
def test_two_things_that_only_look_alike_are_let_in(doc: Doc) -> None:
    assert paths(doc) == []


@pytest.mark.parametrize(
    ("doc", "path"),
    [
        (doc_with(offers=[offer("Z", "H1")]), "$.offers[0].referral"),
        (doc_with(offers=[offer("A", "H9")]), "$.offers[0].home"),
        (doc_with(pins=[pair("Z", "H1")]), "$.pins[0].referral"),
        (doc_with(pins=[pair("A", "H9")]), "$.pins[0].home"),
        (doc_with(forbids=[pair("Z", "H1")]), "$.forbids[0].referral"),
        (doc_with(forbids=[pair("A", "H9")]), "$.forbids[0].home"),
        (doc_with(waivers=[waiver("Z", "age")]), "$.waivers[0].referral"),
        (doc_with(waivers=[waiver("A", "age", "H9")]), "$.waivers[0].home"),
        (doc_with(sibling_groups=[group("A", "Z")]), "$.sibling_groups[0].members[1]"),
        (doc_with(sibling_groups=[group("A", "R1")]), "$.sibling_groups[0].members[1]"),
        (doc_with(relationships=[relationship("Z", "A")]), "$.relationships[0].a"),
        (doc_with(relationships=[relationship("A", "H1")]), "$.relationships[0].b"),
        (doc_with(relationships=[relationship("A", "A")]), "$.relationships[0]"),
        (document([referral(current_home="H9")]), "$.referrals[0].current_home"),
    ],
)
def test_a_reference_to_nothing_is_refused_where_it_is_made(doc: Doc, path: str) -> None:
    assert paths(doc) == [path]


def test_a_relationship_may_name_residents() -> None:
    assert paths(doc_with(relationships=[relationship("A", "R1")])) == []


@pytest.mark.parametrize(
    ("percents", "refused"),
    [
        ((100,), False),
        ((99,), True),
        ((60, 40), False),
        ((60, 39), True),
        ((60, 41), True),
        ((100, 0), False),
    ],
)
def test_the_funding_of_a_referral_sums_to_exactly_100(percents: tuple[int, ...], refused: bool) -> None:
    funding = [share(percent, fund) for percent, fund in zip(percents, ("la", "icb"), strict=False)]

    assert paths(document([referral(funding=funding)])) == ["$.referrals[0].funding"] * refused


def test_a_percentage_above_100_is_refused_by_itself() -> None:
    funding = [share(101), share(0, "icb")]

    assert paths(document([referral(funding=funding)])) == ["$.referrals[0].funding[0].percent"]


@pytest.mark.parametrize(("birth_date", "refused"), [("2026-04-01", False), ("2026-04-02", True)])
def test_nobody_is_born_after_the_day_of_the_case(birth_date: str, refused: bool) -> None:
    child = document([referral(birth_date=birth_date)])
    living = document(homes=[home(residents=[resident(birth_date=birth_date)])])

    assert paths(child) == ["$.referrals[0].birth_date"] * refused
    assert paths(living) == ["$.homes[0].residents[0].birth_date"] * refused


@pytest.mark.parametrize(("min_age", "refused"), [(12, False), (13, True)])
def test_a_home_takes_at_least_one_age(min_age: int, refused: bool) -> None:
    assert paths(document(homes=[home(min_age=min_age, max_age=12)])) == ["$.homes[0].min_age"] * refused


@pytest.mark.parametrize(
    ("places", "blocked", "refused"), [(3, 0, False), (2, 0, True), (4, 1, False), (3, 1, True), (2, 3, True)]
)
def test_a_home_has_a_usable_place_for_each_resident_and_review_who_lives_there(
    places: int, blocked: int, refused: bool
) -> None:
    reviews = [referral("A", current_home="H1"), referral("B", current_home="H1")]
    where = home(places=places, blocked_places=blocked, residents=[resident()])

    assert paths(document(reviews, [where])) == ["$.homes[0].places"] * refused


@pytest.mark.parametrize(
    ("rule", "current_home", "refused"),
    [
        ("together", "H1", True),
        ("together", None, False),
        ("prefer_together", "H1", False),
        ("apart", "H1", False),
    ],
)
def test_a_child_under_review_is_in_no_group_that_must_live_together(
    rule: str, current_home: str | None, refused: bool
) -> None:
    doc = document(
        [referral("A", current_home=current_home), referral("B")], sibling_groups=[group("A", "B", rule=rule)]
    )

    assert paths(doc) == ["$.sibling_groups[0].members[0]"] * refused


def test_all_wrong_references_are_found_at_once_each_with_its_path_and_a_way_out() -> None:
    doc = full()
    doc["referrals"][0]["funding"][0]["percent"] = 59
    doc["referrals"][1]["birth_date"] = "2030-01-01"
    doc["homes"][1]["min_age"] = 20
    doc["homes"][1]["blocked_places"] = 4
    doc["offers"][0]["home"] = "H9"
    doc["pins"].append(pair("C", "H1"))
    doc["sibling_groups"][0]["members"] = ["A", "C"]

    found = faults(doc)

    assert sorted(fault.path for fault in found) == [
        "$.homes[1].min_age",
        "$.homes[1].places",
        "$.offers[0].home",
        "$.pins[1].referral",
        "$.referrals[0].funding",
        "$.referrals[1].birth_date",
        "$.sibling_groups[0].members[1]",
    ]
    assert all(len(fault.message) > 15 for fault in found)


def test_a_long_list_of_faults_is_shown_in_part_and_kept_whole() -> None:
    doc = full()
    doc["forbids"] = [pair("Z", "H9")] * 15

    with pytest.raises(BadCase) as caught:
        read(doc)

    assert len(caught.value.faults) == 14 + 30
    assert str(caught.value).splitlines()[-1] == "… and 24 more"


@pytest.mark.parametrize("listed", ["offers", "pins", "forbids", "waivers", "budgets", "sibling_groups"])
def test_every_list_but_the_referrals_and_homes_may_be_left_out(listed: str) -> None:
    doc = full()
    del doc[listed]

    assert read(doc) == read(replaced(full(), (listed,), []))


def test_a_case_without_children_or_homes_is_a_case() -> None:
    assert json.loads(read(document([], [])).model_dump_json())["referrals"] == []
