"""For every rule that reads what may be unknown: sure, possible on what it says, and shut anyway."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from matcher.domain.emergency import Emergency
from matcher.rules.caution import READS
from tests.builders import Doc, home, offer, pair, policy, resident, waiver, zone
from tests.emergency.asked import asked, half_known, standing

FIRE: Doc = {"policy": policy(solo_flags=["fire"])}
CLASH: Doc = {"policy": policy(incompatible_flags=[["harms", "harmed"]])}
FULL = home(places=2, residents=[resident()])
WITH_HARMED = home(residents=[resident(flags=["harmed"])])
OTHER_NEEDS = (home(needs_met=["autism", "general"]), home("H2", needs_met=["autism"]))


def said(answer: Emergency, home_id: str = "H1") -> list[tuple[Any, ...]]:
    """What a possible home hangs on, in short."""
    (option,) = (option for option in answer.possible if option.home == home_id)
    return [(m.rule, m.field, m.must, m.codes or m.figure or m.day) for m in option.hangs_on]


SURE: list[tuple[str, Doc, Doc, Doc]] = [
    ("need", half_known("need"), home(), {}),
    ("need", half_known("also_needs"), home(), {}),
    ("gender", half_known("gender"), home(), {}),
    ("step_free", half_known("step_free"), home(), {}),
    ("availability", half_known("needed_by"), home(), {}),
    ("distance", half_known("max_miles"), home(location=half_known()["origin"]), {}),
    ("distance", half_known("max_miles"), home(), {"waivers": [waiver("A", "distance")]}),
    ("price_cap", half_known("max_weekly_pence"), home(weekly_price_pence=0), {}),
    ("price_cap", half_known("supplement_pence"), home(), {}),
    (
        "price_cap",
        half_known("max_weekly_pence", "supplement_pence"),
        home(),
        {"waivers": [waiver("A", "price_cap")]},
    ),
    ("residents", half_known("flags"), WITH_HARMED, {}),
    ("solo_occupied", half_known("flags", "solo"), home(), FIRE),
    ("staffing", half_known("staff_hours"), home(), {}),
    ("registration", half_known("school", "urgency", "funding"), home(), {}),
]

POSSIBLE: list[tuple[Doc, Doc, Doc, list[tuple[Any, ...]]]] = [
    (
        half_known("placement_types"),
        home(),
        {},
        [("registration", "placement_types", "includes", ("childrens_home",))],
    ),
    (
        half_known("gender"),
        home(genders=["male", "female"]),
        {},
        [("gender", "gender", "one_of", ("female", "male"))],
    ),
    (half_known("step_free"), home(step_free=False), {}, [("step_free", "step_free", "no", None)]),
    (
        half_known("needed_by"),
        home(available_from="2026-04-02"),
        {},
        [("availability", "needed_by", "by_then", date(2026, 4, 2))],
    ),
    (half_known("max_miles"), home(), {}, [("distance", "max_miles", "at_least", 5_000)]),
    (
        half_known("exclusion_zones"),
        home(),
        {},
        [("exclusion_zone", "exclusion_zones", "outside", None)],
    ),
    (
        half_known("max_weekly_pence", supplement_pence=1),
        home(),
        {},
        [("price_cap", "max_weekly_pence", "at_least", 300_001)],
    ),
    (
        half_known("supplement_pence", max_weekly_pence=300_500),
        home(),
        {},
        [("price_cap", "supplement_pence", "at_most", 500)],
    ),
    (
        half_known("supplement_pence", "max_weekly_pence"),
        home(),
        {"offers": [offer("A", "H1", weekly_price_pence=250_000)]},
        [
            ("price_cap", "max_weekly_pence", "covers", 250_000),
            ("price_cap", "supplement_pence", "covers", 250_000),
        ],
    ),
    (half_known("flags"), WITH_HARMED, CLASH, [("residents", "flags", "none_of", ("harms",))]),
    (half_known("flags"), FULL, FIRE, [("solo_occupied", "flags", "none_of", ("fire",))]),
    (half_known("solo"), FULL, {}, [("solo_occupied", "solo", "no", None)]),
    (
        half_known("staff_hours"),
        home(spare_staff_hours=9_999),
        {},
        [("staffing", "staff_hours", "at_most", 9_999)],
    ),
]

SHUT: list[tuple[str, Doc, Doc, Doc]] = [
    ("registration", half_known("placement_types"), home(registered=False), {}),
    ("need", half_known("need", also_needs=["autism"]), home(), {}),
    ("need", half_known("also_needs", also_needs=["autism"]), home(), {}),
    ("gender", half_known("gender"), home(genders=[]), {}),
    ("exclusion_zone", half_known("exclusion_zones", exclusion_zones=[zone(1)]), home(), {}),
    ("price_cap", half_known("supplement_pence", max_weekly_pence=299_999), home(), {}),
    ("residents", half_known("flags", flags=["harms"]), WITH_HARMED, CLASH),
    ("solo_occupied", half_known("flags", flags=["fire"]), FULL, FIRE),
    ("solo_occupied", half_known("flags", solo=True), FULL, {}),
    ("forbidden", half_known("need"), home(), {"forbids": [pair("A", "H1")]}),
    ("capacity", half_known("need"), home(places=0), {}),
]


@pytest.mark.parametrize(("rule", "child", "where", "more"), SURE)
def test_a_home_that_no_answer_shuts_is_sure(rule: str, child: Doc, where: Doc, more: Doc) -> None:
    assert standing(asked(child, where, **more)) == "sure"


@pytest.mark.parametrize(("child", "where", "more", "needed"), POSSIBLE)
def test_a_home_that_some_answer_shuts_is_possible_and_says_on_what_it_hangs(
    child: Doc, where: Doc, more: Doc, needed: list[tuple[Any, ...]]
) -> None:
    answer = asked(child, where, **more)
    assert (standing(answer), said(answer)) == ("possible", needed)


@pytest.mark.parametrize(("rule", "child", "where", "more"), SHUT)
def test_a_home_that_what_is_known_shuts_is_shut(rule: str, child: Doc, where: Doc, more: Doc) -> None:
    assert standing(asked(child, where, **more)) == "shut"


def test_an_unknown_need_is_one_that_some_home_meets() -> None:
    answer = asked(half_known("need"), *OTHER_NEEDS)

    assert [option.home for option in answer.sure] == ["H1"]
    assert said(answer, "H2") == [("need", "need", "one_of", ("autism",))]


def test_unknown_further_needs_are_among_those_that_some_home_meets() -> None:
    answer = asked(half_known("also_needs"), home(), home("H2", needs_met=["autism", "general"]))

    assert [option.home for option in answer.sure] == ["H2"]
    assert said(answer) == [("need", "also_needs", "within", ("general",))]


def test_every_rule_that_reads_an_unknown_field_has_a_possible_twin() -> None:
    told = {rule for *_, needed in POSSIBLE for rule, *_ in needed}
    assert told | {"need"} == set(READS)


def test_the_most_hours_that_may_be_needed_are_enough_to_be_sure() -> None:
    assert standing(asked(half_known("staff_hours"), home(spare_staff_hours=10_000))) == "sure"


def test_a_full_home_is_possible_when_the_child_may_be_the_review_who_lives_there() -> None:
    shut = home(places=1, min_age=16)

    answer = asked(half_known("current_home"), shut)

    assert standing(answer) == "possible"
    assert said(answer) == [(None, "current_home", "here", None)]


def test_a_home_without_a_usable_bed_is_not_where_the_child_turns_out_to_live() -> None:
    assert standing(asked(half_known("current_home"), home(places=0))) == "shut"


def test_a_child_of_a_together_group_is_not_a_review() -> None:
    group = {"id": "G1", "members": ["A", "B"], "rule": "together"}
    sibling = half_known() | {"id": "B"}

    answer = asked(half_known("current_home"), home(min_age=16), others=(sibling,), sibling_groups=[group])

    assert standing(answer) == "shut"


def test_living_there_is_a_way_round_what_a_home_hangs_on() -> None:
    answer = asked(half_known("current_home", "gender"), home(genders=["male"]))

    assert [option.if_lives_here for option in answer.possible] == [True]


def test_a_child_under_review_keeps_its_home_whatever_is_not_known() -> None:
    child = half_known("placement_types", "flags", "solo", "need", current_home="H1")

    answer = asked(child, home(places=2, residents=[resident(flags=["harmed"])]), **CLASH)

    assert [(option.home, option.stays) for option in answer.sure] == [("H1", True)]
