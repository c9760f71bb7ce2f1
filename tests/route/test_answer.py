"""The route as an answer: of a plan, of a pair, whole, drafted, and checked by the verifier."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from benchmarks.tiny import case_of, tiny
from matcher import library
from matcher.domain.case import Case, SiblingGroup
from matcher.domain.route import ChildRoute
from matcher.errors import BadCase, NotFound
from tests.builders import Doc, case, group, home, pair, place, referral, resident, sent
from tests.route.pairs import BIRMINGHAM, FRIDAY_BEFORE_MAY_DAY, SOLIHULL


def three() -> Case:
    """A placed at a distance in an emergency, B stays, her brother C beside his school in Solihull."""
    return case(
        [
            referral("A", urgency="emergency", needed_by=FRIDAY_BEFORE_MAY_DAY),
            referral("B", current_home="H2"),
            referral("C", age=15, school=place(), need="autism"),
        ],
        [
            home("H1", location=place(433_000, 284_000, BIRMINGHAM), places=1),
            home("H2", places=1),
            home("H3", location=place(433_000, 284_000, SOLIHULL), places=1, needs_met=["autism"]),
        ],
        sibling_groups=[group("B", "C")],
        pins=[pair("A", "H1"), pair("B", "H2")],
    )


ALLOCATION: dict[str, str | None] = {"A": "H1", "B": "H2", "C": "H3"}


def test_the_route_of_the_best_plan_tells_every_placement_and_counts_the_approvals() -> None:
    found = library.route(three())
    assert (found.status, found.allocation) == ("optimal", ALLOCATION)
    assert found.approvals.model_dump() == {"none": 0, "nominated_officer": 1, "director": 1}
    told = [(r.referral, r.home, r.stays, r.approval, len(r.steps) > 0) for r in found.routes]
    assert told == [
        ("A", "H1", False, "director", True),
        ("B", "H2", True, "none", False),
        ("C", "H3", False, "nominated_officer", True),
    ]


def test_the_draft_to_a_manager_counts_who_lives_there_who_stays_and_who_would_join() -> None:
    """It once counted the residents alone: two children under review who live there were left out."""
    asked = case(
        [referral("A"), referral("B", current_home="H1"), referral("C", current_home="H1"), referral("D")],
        [home("H1", places=6, residents=[resident("R1")]), home("H2", places=2)],
    )
    plan = {"allocation": {"A": "H1", "B": "H1", "C": "H2", "D": "H1"}}

    [with_plan] = library.route(asked, plan, "A").routes
    [pair_alone] = library.route(asked, referral="A", home="H1").routes

    assert "for 2 children who live there now and 1 other who would join them" in _to_manager(with_plan)
    assert "for 3 children who live there now and for the child" in _to_manager(pair_alone)


def _to_manager(found: ChildRoute) -> str:
    [text] = [step.draft for step in found.steps if step.code == "impact"]
    return text or ""


@pytest.mark.parametrize(("there", "shut_by"), [("H1", ()), ("H2", ("need",))])
def test_a_pair_that_a_rule_shuts_says_so(there: str, shut_by: tuple[str, ...]) -> None:
    asked = case([referral("A", need="autism")], [home("H1", needs_met=["autism"]), home("H2")])
    assert library.route(asked, referral="A", home=there).routes[0].shut_by == shut_by


def test_a_route_that_hides_or_invents_a_rule_is_refused() -> None:
    asked = case([referral("A", need="autism")], [home("H1", needs_met=["autism"]), home("H2")])
    for there, claim in (("H1", ["need"]), ("H2", []), ("H2", ["need", "age"])):
        answer = sent(library.route(asked, referral="A", home=there))
        answer["routes"][0]["shut_by"] = claim
        assert [breach.code for breach in library.verify(asked, answer)] == ["routes.shut_by"]


def test_a_sibling_in_another_home_wants_a_reason_unless_they_are_to_live_apart() -> None:
    [route] = library.route(three(), {"allocation": ALLOCATION}, "C").routes
    assert "reason_siblings" in [step.code for step in route.steps]
    apart = three().model_copy(
        update={"sibling_groups": (SiblingGroup(id="G", members=("B", "C"), rule="apart"),)}
    )
    [route] = library.route(apart, {"allocation": ALLOCATION}, "C").routes
    assert "reason_siblings" not in [step.code for step in route.steps]


def test_a_plan_brought_along_is_told_without_solving_and_has_no_status() -> None:
    found = library.route(three(), {"allocation": ALLOCATION}, "A")
    assert (found.status, found.referral, [r.referral for r in found.routes]) == (None, "A", ["A"])


def test_a_child_without_a_home_in_the_plan_has_no_route() -> None:
    found = library.route(three(), {"allocation": ALLOCATION | {"C": None}}, "C")
    assert found.routes == ()


def test_a_plan_that_breaks_a_rule_is_refused_and_the_rule_is_named() -> None:
    with pytest.raises(BadCase, match=r"\$\.answer: is wrong \(need\): "):
        library.route(three(), {"allocation": ALLOCATION | {"C": "H2", "B": "H2"}})


@pytest.mark.parametrize("answer", [{}, {"proposals": []}, {"allocation": None}])
def test_a_document_without_a_plan_is_refused_with_the_way_out(answer: Doc) -> None:
    with pytest.raises(BadCase, match="match"):
        library.route(three(), answer)


def test_unknown_ids_and_a_home_without_a_child_are_refused() -> None:
    with pytest.raises(NotFound, match="no referral"):
        library.route(three(), referral="Z", home="H1")
    with pytest.raises(NotFound, match="no home"):
        library.route(three(), referral="A", home="Z")
    with pytest.raises(BadCase, match="give both"):
        library.route(three(), home="H1")


def test_each_approval_consultation_and_notice_has_a_draft_and_nothing_else_has() -> None:
    for route in library.route(three(), {"allocation": ALLOCATION}).routes:
        for step in route.steps:
            assert (step.draft is not None) == (step.kind in ("approval", "consult", "notice")), step.code


def test_a_draft_says_it_is_one_names_the_ids_the_day_and_the_area_and_leaves_blanks() -> None:
    [route] = library.route(three(), referral="A", home="H1").routes
    draft = next(step.draft for step in route.steps if step.code == "area_notice")
    assert draft is not None
    assert draft.splitlines()[:5] == [
        "DRAFT, not sent: for a named person to check, finish and sign.",
        "To: the area authority (Birmingham, E08000025)",
        "About: child A, home H1, from 2026-05-01 (emergency)",
        "Where: Birmingham, E08000025; the child's own area is Coventry, E08000026: "
        "outside the area, not adjoining; 3.1 miles from home",
        "By: 2026-05-11",
    ]
    assert draft.count("[fill in]") == 6


def test_no_draft_holds_a_birthday_a_need_or_a_flag() -> None:
    given = three()
    for route in library.route(given, {"allocation": ALLOCATION}).routes:
        text = " ".join(step.draft or "" for step in route.steps)
        assert not [secret for secret in ("2014-04-01", "2011-04-01", "autism", "general") if secret in text]


CHANGES: dict[str, Any] = {
    "routes.home": "H2",
    "routes.stays": True,
    "routes.emergency": False,
    "routes.starts_on": "2026-05-02",
    "routes.area": "adjoining",
    "routes.key_stage_4": True,
    "routes.approval": "none",
}


@pytest.mark.parametrize("place", CHANGES)
def test_a_route_tampered_with_in_any_field_is_refused(place: str) -> None:
    answer = sent(library.route(three(), {"allocation": ALLOCATION}))
    answer["routes"][0][place.removeprefix("routes.")] = CHANGES[place]
    assert [breach.code for breach in library.verify(three(), answer)] == [place]


@pytest.mark.parametrize(
    ("field", "value"), [("due", "2026-05-02"), ("due", None), ("who", "director"), ("kind", "task")]
)
def test_a_step_tampered_with_in_any_field_is_refused(field: str, value: str | None) -> None:
    answer = sent(library.route(three(), {"allocation": ALLOCATION}))
    step = next(s for s in answer["routes"][0]["steps"] if s["code"] == "area_notice")
    step[field] = value
    assert [breach.code for breach in library.verify(three(), answer)] == [f"routes.steps.{field}"]


def test_a_step_left_out_or_made_up_is_refused() -> None:
    answer = sent(library.route(three(), {"allocation": ALLOCATION}))
    short, long = copy.deepcopy(answer), copy.deepcopy(answer)
    short["routes"][0]["steps"].pop()
    long["routes"][0]["steps"].append({"code": "under_16"})
    for wrong in (short, long):
        assert [breach.code for breach in library.verify(three(), wrong)] == ["routes.steps"]


def test_a_route_left_out_told_twice_or_counted_wrongly_is_refused() -> None:
    answer = sent(library.route(three(), {"allocation": ALLOCATION}))
    fewer, twice, counts = copy.deepcopy(answer), copy.deepcopy(answer), copy.deepcopy(answer)
    fewer["routes"].pop()
    twice["routes"].append(twice["routes"][0])
    counts["approvals"]["director"] = 0
    codes = [[breach.code for breach in library.verify(three(), wrong)] for wrong in (fewer, twice, counts)]
    assert codes == [["routes.referral"], ["routes.referral"], ["approvals.director"]]


def test_a_pair_of_unknown_ids_or_with_company_is_refused() -> None:
    answer = sent(library.route(three(), referral="A", home="H1"))
    assert library.verify(three(), answer) == ()
    stranger, company = copy.deepcopy(answer), copy.deepcopy(answer)
    stranger["routes"][0]["home"] = "Z"
    company["routes"].append(company["routes"][0])
    codes = [[breach.code for breach in library.verify(three(), wrong)] for wrong in (stranger, company)]
    assert codes == [["routes.home"], ["routes"]]


def test_the_table_and_the_verifiers_own_agree_on_every_pair_of_many_random_cases() -> None:
    flags = ["deprivation_of_liberty"]
    kinds = ["childrens_home", "secure_home", "foster", "supported_accommodation", "short_break"]
    areas = ["E08000026", SOLIHULL, BIRMINGHAM]
    pairs = 0
    for seed in range(40):
        document = tiny(seed)
        for number, child in enumerate(document["referrals"]):
            child["flags"] = flags if (seed + number) % 3 == 0 else child["flags"]
            child["birth_date"] = f"{2008 + (seed + number) % 8}-0{1 + seed % 9}-15"
        for number, where in enumerate(document["homes"]):
            where["placement_type"] = kinds[(seed + number) % 5]
            where["location"]["area"] = areas[(seed * 2 + number) % 3]
        given = case_of(document | {"pins": [], "sibling_groups": [], "waivers": []})
        for child in document["referrals"]:
            for where in document["homes"]:
                found = library.route(given, referral=child["id"], home=where["id"])
                pairs += len(found.routes[0].steps) > 0
    assert pairs > 400
