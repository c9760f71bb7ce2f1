"""Right questions get the library's own answers, whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.domain.types import Model
from tests.api.client import app_with, code_of, fault_paths, get, post, question
from tests.bad_cases import good_case
from tests.builders import document, home, pair, place, referral, sent


def case_of(case: dict[str, Any]) -> Case:
    return read_case(json.dumps(case).encode())


def as_sent(answer: Model) -> dict[str, Any]:
    """An answer's JSON without how long it took and how long it might have."""
    return timeless(sent(answer))


def timeless(sent: dict[str, Any]) -> dict[str, Any]:
    for run in [sent.get("run", {}), *(plan["run"] for plan in sent.get("proposals", []))]:
        run.pop("seconds", None)
        run.pop("limit_s", None)
    return sent


def test_match_answers_with_the_proved_proposal() -> None:
    answer = post(app_with(), "/v1/match", good_case())

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert timeless(answer.json()) == as_sent(library.allocate(case_of(good_case())))
    assert answer.json()["status"] == "optimal"


def test_a_child_whom_no_home_may_take_is_an_answer_with_its_reason() -> None:
    case = document([referral("R1", need="autism")], [home("H1")])

    answer = post(app_with(), "/v1/match", case)

    assert answer.status_code == 200
    assert answer.json()["allocation"] == {"R1": None}
    assert answer.json()["unplaced"][0]["shut_by"] == {"need": 1}


def test_options_without_referrals_are_every_childs() -> None:
    answer = post(app_with(), "/v1/options", {"case": good_case()})

    assert timeless(answer.json()) == as_sent(library.options(case_of(good_case())))
    assert {option["referral"] for option in answer.json()["options"]} == {"R1", "R2"}


def test_options_with_referrals_are_theirs_alone() -> None:
    answer = post(app_with(), "/v1/options", {"case": good_case(), "referrals": ["R2"]})

    assert timeless(answer.json()) == as_sent(library.options(case_of(good_case()), ["R2"]))
    assert {option["referral"] for option in answer.json()["options"]} == {"R2"}


def test_why_not_names_every_home_with_its_rules() -> None:
    case = document([referral("R1", need="autism")], [home("H1"), home("H2", needs_met=["autism"])])

    answer = post(app_with(), "/v1/why-not", {"case": case, "referral": "R1"})

    assert answer.json() == as_sent(library.why_not(case_of(case), "R1"))
    assert answer.json()["eligible"] == ["H2"]


def test_alternatives_are_the_k_best_plans() -> None:
    answer = post(app_with(), "/v1/alternatives", {"case": good_case(), "k": 2, "differ": 2})

    expected = library.alternatives(case_of(good_case()), k=2, differ=2)
    assert timeless(answer.json()) == as_sent(expected)


def test_what_match_answers_is_verified() -> None:
    app = app_with()
    proposal = post(app, "/v1/match", good_case()).json()

    answer = post(app, "/v1/verify", {"case": good_case(), "answer": proposal})

    assert answer.json() == {"right": True, "breaches": []}


def test_an_answer_changed_by_a_penny_is_not_verified() -> None:
    app = app_with()
    proposal = post(app, "/v1/match", good_case()).json()

    answer = post(
        app, "/v1/verify", {"case": good_case(), "answer": proposal | {"tier2": proposal["tier2"] + 1}}
    )

    assert answer.status_code == 200
    assert answer.json()["right"] is False
    assert answer.json()["breaches"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"allocation": None},
        {"allocation": [1]},
        {"allocation": {"R1": "H9"}},
        {"allocation": {"R9": "H1"}},
        {"allocation": {"R1": 5}},
        {"tier1": "x"},
        {"schema": "placement-options/1"},
    ],
    ids=json.dumps,
)
def test_an_answer_that_is_no_answer_is_not_verified(wrong: dict[str, Any]) -> None:
    answer = post(app_with(), "/v1/verify", {"case": good_case(), "answer": wrong})

    assert answer.status_code in (200, 422)
    assert answer.json().get("right") is not True


def test_a_postcode_is_resolved_before_anything_else() -> None:
    case = document([referral("R1", origin={"postcode": "CV1 2"})], [home("H1")])

    answer = post(app_with(), "/v1/match", case)

    assert answer.status_code == 200
    assert (
        answer.json()["placements"][0]["distance_m"]
        != library.allocate(case_of(document([referral("R1", origin=place())], [home("H1")])))
        .placements[0]
        .distance_m
    )


def test_a_postcode_is_found_though_its_field_name_is_written_with_an_escape() -> None:
    written = json.dumps(document([referral("R1", origin={"postcode": "CV1 2"})], [home("H1")]))

    answer = post(app_with(), "/v1/match", written.replace('"postcode"', '"\\u0070ostcode"').encode())

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "more"), [("/v1/options", {"referrals": ["R9"]}), ("/v1/why-not", {"referral": "R9"})]
)
def test_an_id_that_the_case_does_not_hold_is_not_found(path: str, more: dict[str, Any]) -> None:
    assert code_of(post(app_with(), path, {"case": good_case(), **more})) == (404, "not_found")


def test_pins_that_clash_are_named() -> None:
    case = document(
        [referral("R1"), referral("R2")], [home("H1", places=1)], pins=[pair("R1", "H1"), pair("R2", "H1")]
    )

    answer = post(app_with(), "/v1/match", case)

    assert code_of(answer) == (422, "pins_clash")
    assert answer.json()["pins"] == [["R1", "H1"], ["R2", "H1"]]


@pytest.mark.parametrize(
    ("path", "body", "faults"),
    [
        ("/v1/options", {}, ["$.case"]),
        ("/v1/options", question("/v1/options", referrals=[]), ["$.referrals"]),
        ("/v1/options", question("/v1/options", referrals="R1"), ["$.referrals"]),
        ("/v1/why-not", {"case": good_case()}, ["$.referral"]),
        ("/v1/why-not", question("/v1/why-not", referral=5), ["$.referral"]),
        ("/v1/why-not", question("/v1/why-not", surname="canary_jane_doe"), ["$.(unknown field)"]),
        ("/v1/verify", {"case": good_case()}, ["$.answer"]),
        ("/v1/verify", question("/v1/verify", answer=[]), ["$.answer"]),
        ("/v1/alternatives", question("/v1/alternatives", k=0), ["$.k"]),
        ("/v1/alternatives", question("/v1/alternatives", k="3"), ["$.k"]),
        ("/v1/alternatives", question("/v1/alternatives", k=True), ["$.k"]),
        ("/v1/alternatives", question("/v1/alternatives", k=21), ["$.k"]),
        ("/v1/alternatives", question("/v1/alternatives", differ=0), ["$.differ"]),
        ("/v1/match", {"case": good_case()}, ["$"]),
        ("/v1/match", {"case": 5}, ["$.schema", "$.as_of", "$.policy", "$.(unknown field)"]),
    ],
)
def test_a_question_of_the_wrong_shape_is_refused_by_its_field(
    path: str, body: Any, faults: list[str]
) -> None:
    assert fault_paths(post(app_with(), path, body)) == faults


def test_a_case_that_is_wrapped_where_it_should_not_be_is_told_the_way_out() -> None:
    answer = post(app_with(), "/v1/match", {"case": good_case()})

    told = "this address takes the case itself: send what is in the field case, not wrapped"
    assert answer.json()["faults"] == [{"path": "$", "message": told}]


def test_a_fault_of_the_question_and_one_of_its_case_are_told_together() -> None:
    case = good_case() | {"as_of": "2026-02-30"}

    assert fault_paths(post(app_with(), "/v1/why-not", {"case": case})) == ["$.case.as_of", "$.referral"]


def test_the_demonstration_case_is_matched_as_it_is_given() -> None:
    app = app_with()

    answer = post(app, "/v1/match", get(app, "/v1/demo").content)

    assert answer.status_code == 200
    assert answer.json()["status"] == "optimal"
