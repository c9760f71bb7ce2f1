"""The table of the statutory route: twins on each side of every boundary."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.library import route
from matcher.rules.approvals import STEPS
from tests.builders import case, home, place, referral
from tests.route.pairs import (
    BIRMINGHAM,
    FRIDAY_BEFORE_MAY_DAY,
    SOLIHULL,
    WARWICKSHIRE,
    at,
    codes,
    days,
    route_of,
)

SCHOOL = {"school": place()}
SUPPORTED = {"placement_type": "supported_accommodation"}
SECURE = {"placement_type": "secure_home"}
EMERGENCY = {"urgency": "emergency", "needed_by": FRIDAY_BEFORE_MAY_DAY}
ALWAYS = ["wishes", "placement_plan", "placement_notice", "impact", "first_visit"]


def test_a_placement_inside_the_area_needs_no_approval() -> None:
    found = route_of()
    assert (found.area, found.approval) == ("in", "none")
    assert [step.code for step in found.steps] == ALWAYS


@pytest.mark.parametrize("area", [SOLIHULL, WARWICKSHIRE])
def test_in_an_adjoining_area_a_nominated_officer_approves_and_the_area_is_notified(area: str) -> None:
    found = route_of(there=at(area))
    assert (found.area, found.approval) == ("adjoining", "nominated_officer")
    extra = [step.code for step in found.steps if step.code not in ALWAYS]
    assert extra == ["nominated_officer", "area_notified", "relatives", "area_notice", "reason_area"]


def test_at_a_distance_the_director_approves_and_the_area_is_consulted() -> None:
    found = route_of(there=at(BIRMINGHAM))
    assert (found.area, found.approval) == ("at_a_distance", "director")
    extra = [step.code for step in found.steps if step.code not in ALWAYS]
    assert extra == ["director", "area_consulted", "relatives", "area_notice", "reason_area"]


def test_an_area_that_touches_no_other_is_at_a_distance() -> None:
    assert route_of(there=at("E06000046")).area == "at_a_distance"


def test_the_councils_own_foster_carer_outside_the_area_needs_notice_and_no_approval() -> None:
    own = at(BIRMINGHAM) | {"placement_type": "foster", "provision": "internal"}
    found = route_of(there=own)
    assert found.approval == "none"
    assert {"area_notice", "reason_area"} <= {step.code for step in found.steps}
    assert not {"director", "area_consulted", "relatives"} & {step.code for step in found.steps}
    assert route_of(there=own | {"provision": "framework"}).approval == "director"


@pytest.mark.parametrize(("age", "bar"), [(15, ["under_16"]), (16, [])])
def test_supported_accommodation_is_barred_below_16(age: int, bar: list[str]) -> None:
    found = route_of({"age": age}, SUPPORTED)
    assert [step.code for step in found.steps if step.kind == "bar"] == bar
    assert ("supported_suitable" in codes({"age": age}, SUPPORTED)) == (age == 16)


def test_a_home_that_is_not_registered_is_barred_and_at_16_by_two_rules() -> None:
    unregistered = {"registered": False}
    assert codes(there=unregistered)[:1] == ["unregistered"]
    assert codes({"age": 16}, SUPPORTED | unregistered)[:2] == ["unregistered", "supported_unregistered"]
    assert "supported_unregistered" not in codes({"age": 15}, SUPPORTED | unregistered)


@pytest.mark.parametrize(
    ("born", "in_key_stage_4"),
    [
        ("2009-08-31", False),  # year 12
        ("2009-09-01", True),  # year 11
        ("2011-08-31", True),  # year 10
        ("2011-09-01", False),  # year 9
    ],
)
def test_key_stage_4_is_years_10_and_11(born: str, in_key_stage_4: bool) -> None:
    found = route_of({"birth_date": born} | SCHOOL)
    assert (found.key_stage_4, found.approval) == (
        in_key_stage_4,
        "nominated_officer" if in_key_stage_4 else "none",
    )
    assert ("schooling" in [step.code for step in found.steps]) == (not in_key_stage_4)


@pytest.mark.parametrize(
    ("start", "in_key_stage_4"),
    [("2026-06-26", True), ("2026-06-27", False), ("2026-08-31", False), ("2026-09-01", False)],
)
def test_year_11_ends_on_the_last_friday_in_june(start: str, in_key_stage_4: bool) -> None:
    assert route_of({"birth_date": "2010-01-01", "needed_by": start}).key_stage_4 == in_key_stage_4


@pytest.mark.parametrize(("start", "in_key_stage_4"), [("2026-08-31", False), ("2026-09-01", True)])
def test_year_10_starts_on_the_first_of_september(start: str, in_key_stage_4: bool) -> None:
    assert route_of({"birth_date": "2012-01-01", "needed_by": start}).key_stage_4 == in_key_stage_4


def test_key_stage_4_needs_no_approval_without_a_school_or_in_an_emergency() -> None:
    year_11 = {"birth_date": "2010-01-01"}
    assert route_of(year_11).approval == "none"
    emergency = codes(year_11 | SCHOOL | EMERGENCY)
    assert "schooling" in emergency
    assert "key_stage_4" not in emergency


def test_the_director_stands_above_the_officer_where_both_must_approve() -> None:
    found = route_of({"birth_date": "2010-01-01"} | SCHOOL, at(BIRMINGHAM))
    assert [step.code for step in found.steps if step.kind == "approval"] == ["director", "key_stage_4"]
    assert found.approval == "director"


@pytest.mark.parametrize(("age", "asked"), [(12, True), (13, False)])
def test_secure_accommodation_below_13_needs_the_secretary_of_state(age: int, asked: bool) -> None:
    found = codes({"age": age}, SECURE)
    assert ("secure_under_13" in found) == asked
    assert {"secure_order", "secure_review"} <= set(found)


def test_a_deprivation_of_liberty_needs_the_high_court_unless_the_home_is_secure() -> None:
    flagged = {"age": 16, "flags": ["deprivation_of_liberty"]}
    liberty = ("liberty_order", "liberty_overlap")
    assert [code for code in codes(flagged) if code in liberty] == ["liberty_order"]
    assert [code for code in codes(flagged, SUPPORTED) if code in liberty] == list(liberty)
    assert [code for code in codes(flagged, SECURE) if code in liberty] == ["liberty_overlap"]
    assert [code for code in codes({"age": 16}, SUPPORTED) if code in liberty] == []


def test_a_review_who_moves_has_a_review_and_a_notice_of_the_end_first() -> None:
    ending = {"ending_review", "ending_notice"}
    assert ending <= set(_moving("H2"))
    assert not ending & set(codes())


def test_a_child_who_stays_has_no_step_at_all() -> None:
    assert _moving("H1") == []


def _moving(current_home: str) -> list[str]:
    given = case([referral(current_home=current_home)], [home(), home("H2")])
    return [step.code for step in route(given, referral="A", home="H1").routes[0].steps]


@pytest.mark.parametrize(
    ("kind", "weighs"), [("childrens_home", True), ("secure_home", True), ("foster", False)]
)
def test_the_manager_of_every_kind_of_childrens_home_weighs_the_impact(kind: str, weighs: bool) -> None:
    assert ("impact" in codes({"placement_types": [kind]}, {"placement_type": kind})) == weighs


def test_short_breaks_say_that_some_duties_are_modified() -> None:
    assert "short_breaks" in codes(there={"placement_type": "short_break"})
    assert "short_breaks" not in codes()


@pytest.mark.parametrize(("metres", "far"), [(32_186, False), (32_187, True)])
def test_more_than_20_miles_from_home_wants_a_reason(metres: int, far: bool) -> None:
    there = {"location": place(430_000 + metres, 280_000)}
    assert ("reason_far" in codes(there=there)) == far


def test_in_a_planned_placement_everything_but_the_visit_comes_first() -> None:
    planned = {"needed_by": FRIDAY_BEFORE_MAY_DAY}
    found = days(planned, at(BIRMINGHAM))
    assert found.pop("first_visit") == "2026-05-08"
    assert set(found.values()) == {"2026-05-01"}


def test_in_an_emergency_approval_comes_first_and_the_rest_within_five_working_days() -> None:
    found = days(EMERGENCY, at(BIRMINGHAM))
    after_the_start = {"placement_plan", "area_notice", "placement_notice"}
    assert {code for code, day in found.items() if day == "2026-05-11"} == after_the_start
    # reg.11(3) counts from the approval, which may be given on 1 April; Easter is in between
    after_the_approval = {"area_consulted", "relatives"}
    assert {code for code, day in found.items() if day == "2026-04-10"} == after_the_approval
    assert {code for code, day in found.items() if day == "2026-05-01"} == {
        "director",
        "wishes",
        "impact",
        "reason_area",
    }


def test_in_an_emergency_the_notice_of_the_end_has_ten_working_days() -> None:
    given = case([referral(current_home="H2", **EMERGENCY)], [home(), home("H2")])
    [found] = route(given, referral="A", home="H1").routes
    assert {step.code: str(step.due) for step in found.steps}["ending_notice"] == "2026-05-18"


@pytest.mark.parametrize(
    ("child", "there", "start"),
    [
        ({"needed_by": "2026-03-01"}, {}, "2026-04-01"),
        ({"needed_by": "2026-04-02"}, {}, "2026-04-02"),
        ({"needed_by": "2026-04-02"}, {"available_from": "2026-06-01"}, "2026-06-01"),
    ],
)
def test_a_placement_starts_when_needed_and_not_before_today_or_the_home_opens(
    child: dict[str, Any], there: dict[str, Any], start: str
) -> None:
    assert str(route_of(child, there).starts_on) == start


def test_what_is_not_known_yet_is_named_and_taken_the_stricter_way() -> None:
    unknown = {"birth_date": "2010-01-01", "unknown": ["urgency", "needed_by", "school"]}
    found = route_of(EMERGENCY | unknown)
    assert found.not_known == ("urgency", "needed_by", "school")
    assert (found.emergency, str(found.starts_on), found.approval) == (
        False,
        "2026-04-01",
        "nominated_officer",
    )


def test_every_row_of_the_table_has_a_code_of_its_own_and_a_source_with_a_link() -> None:
    assert len({step.code for step in STEPS}) == len(STEPS)
    assert all(step.source.words and step.source.link.startswith("https://") for step in STEPS)
