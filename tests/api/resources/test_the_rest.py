"""Offers, budgets, policies, placements, links and today's case over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain.commands.policies import POLICY_EXAMPLE
from matcher.domain.reading import read_case
from tests.api.client import code_of
from tests.api.council import Council
from tests.service.acting import day, last_recorded


def pair(desk: Council) -> dict[str, int]:
    return {"referral_id": desk.seeded.referrals["A"], "home_id": desk.seeded.homes["H1"]}


def offered(desk: Council) -> dict[str, Any]:
    body = pair(desk) | {"status": "offered", "weekly_price_pence": 312_377}
    answer = desk.ask("officer", "POST", "/v1/offers", body)
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def test_an_offer_is_recorded_once_and_answered_anew_by_version(desk: Council) -> None:
    offer = offered(desk)
    place = f"/v1/offers/{offer['id']}"

    assert desk.get("officer", place).json() == offer
    again = desk.ask("officer", "POST", "/v1/offers", pair(desk) | {"status": "offered"})
    assert code_of(again) == (409, "offer_exists")
    declined = {"status": "declined", "reason": "no waking night staff"}
    changed = desk.ask("provider", "PUT", place, declined, If_Match='"1"')
    assert (changed.status_code, changed.headers["etag"], changed.json()["status"]) == (
        200,
        '"2"',
        "declined",
    )
    assert code_of(desk.ask("officer", "PUT", place, declined, If_Match='"1"'))[0] == 412


def test_offers_are_listed_for_one_referral(desk: Council) -> None:
    offer = offered(desk)

    listed = desk.get("officer", f"/v1/offers?referral_id={offer['referral_id']}").json()["offers"]
    assert listed == [offer]
    other = desk.seeded.referrals["B"]
    assert desk.get("officer", f"/v1/offers?referral_id={other}").json() == {"offers": [], "next": None}


def test_the_price_of_an_offer_is_kept_from_a_program(desk: Council) -> None:
    seen = desk.get("service", f"/v1/offers/{offered(desk)['id']}")

    assert (seen.json()["weekly_price_pence"], seen.json()["kept_back"]) == (None, ["weekly_price_pence"])
    assert "312377" not in seen.text


def test_a_fund_is_limited_by_a_commissioner_and_by_nobody_else(desk: Council) -> None:
    body = {"fund": "health", "weekly_limit_pence": 700_000}

    assert code_of(desk.ask("officer", "POST", "/v1/budgets", body)) == (403, "forbidden")
    made = desk.ask("commissioner", "POST", "/v1/budgets", body)
    assert (made.status_code, made.json()["headroom_pence"]) == (201, 700_000)
    place = made.headers["location"]
    changed = desk.ask("commissioner", "PUT", place, {"weekly_limit_pence": 1}, If_Match='"1"')
    assert changed.json()["weekly_limit_pence"] == 1
    assert desk.get("panel", place).json() == changed.json()
    assert changed.json() in desk.get("officer", "/v1/budgets").json()["budgets"]


def proposed(desk: Council) -> str:
    body = {"policy": POLICY_EXAMPLE, "in_force_from": day(30).isoformat(), "reason": "agreed in November"}
    made = desk.ask("commissioner", "POST", "/v1/policies", body)
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    return made.headers["location"]


def test_a_policy_is_approved_by_another_person_than_proposed_it(desk: Council) -> None:
    place = proposed(desk)

    assert code_of(desk.ask("commissioner", "POST", f"{place}/approval")) == (403, "forbidden")
    assert desk.ask("panel", "POST", f"{place}/approval").json()["state"] == "approved"
    assert [policy["version"] for policy in sorted_policies(desk)] == [1, 2]
    assert desk.get("auditor", "/v1/policies/in-force").json()["version"] == 1


def test_a_draft_that_is_withdrawn_makes_room_for_another(desk: Council) -> None:
    place = proposed(desk)

    assert desk.ask("panel", "POST", f"{place}/withdrawal").json()["state"] == "withdrawn"
    proposed(desk)


def sorted_policies(desk: Council) -> list[dict[str, Any]]:
    policies: list[dict[str, Any]] = desk.get("panel", "/v1/policies").json()["policies"]
    return sorted(policies, key=lambda policy: int(policy["version"]))


def imported(desk: Council) -> dict[str, Any]:
    home = desk.get("officer", f"/v1/homes/{desk.seeded.homes['H1']}").json()
    body = {
        "child": {"id": "C-77", "birth_date": "2011-06-30", "gender": "male", "flags": []},
        "home_id": home["id"],
        "bed_id": home["beds"][0]["id"],
        "starts": day(-30).isoformat(),
        "weekly_price_pence": 391_377,
    }
    answer = desk.ask("officer", "POST", "/v1/placements", body)
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def test_a_placement_is_entered_read_listed_and_ended(desk: Council) -> None:
    made = imported(desk)
    place = f"/v1/placements/{made['id']}"

    assert desk.get("officer", place).json() == made
    assert desk.get("officer", f"/v1/placements?on={day(0).isoformat()}").json()["placements"] == [made]
    body = {"ends": day(1).isoformat(), "reason": "moved"}
    assert desk.ask("officer", "POST", f"{place}/end", body).json()["ends"] == body["ends"]
    assert desk.get("officer", f"/v1/placements?on={day(1).isoformat()}").json()["placements"] == []
    assert "391377" not in desk.get("service", place).text


LINKS: dict[str, dict[str, Any]] = {
    "/v1/sibling-groups": {"reference": "S-1", "rule": "together", "child_ids": "both"},
    "/v1/relationships": {"kind": "avoid", "child_ids": "both"},
    "/v1/pairs": {"kind": "forbid", "reason": "known to the family", "pair": True},
}


@pytest.mark.parametrize("path", LINKS)
def test_what_is_said_of_children_together_is_in_todays_case(desk: Council, path: str) -> None:
    body = dict(LINKS[path])
    if body.get("child_ids"):
        body["child_ids"] = list(desk.seeded.children.values())
    if body.pop("pair", False):
        body |= pair(desk)
    before = desk.get("officer", "/v1/case").json()["case"]
    who = "panel" if path == "/v1/pairs" else "officer"

    answer = desk.ask(who, "POST", path, body)
    assert (answer.status_code, answer.content) == (204, b"")
    assert desk.get("officer", "/v1/case").json()["case"] != before


def test_a_waived_rule_holds_again_once_the_waiver_ends(desk: Council) -> None:
    body = pair(desk) | {"rule": "distance", "reason": "an aunt lives near"}
    made = desk.ask("panel", "POST", "/v1/waivers", body)

    assert made.status_code == 201
    assert len(desk.get("officer", "/v1/case").json()["case"]["waivers"]) == 1
    assert desk.ask("panel", "DELETE", f"/v1/waivers/{made.json()['id']}").status_code == 204
    assert desk.get("officer", "/v1/case").json()["case"]["waivers"] == []


def test_todays_case_is_shown_without_where_homes_are(desk: Council) -> None:
    seen = desk.get("officer", "/v1/case").json()

    assert {home["id"]: home["location"] for home in seen["case"]["homes"]} == {
        "H1": {"area": "E08000026"},
        "H2": {"area": "E08000026"},
    }
    assert seen["referral_ids"] == dict(desk.seeded.referrals)
    assert seen["case"]["referrals"][0]["origin"]["easting"] == 430_000
    assert "easting" not in desk.get("panel", "/v1/case").text


def test_todays_case_is_taken_out_whole_by_an_officer_and_that_is_recorded(desk: Council) -> None:
    taken = desk.ask("officer", "POST", "/v1/case/export", {"reason": "checking_an_answer"})

    assert read_case(taken.content).fingerprint == desk.seeded.case.fingerprint
    action, _, what = last_recorded(desk.store, desk.seeded.officer)
    assert (action, what["reason"], what["fingerprint"]) == (
        "case_exported",
        "checking_an_answer",
        desk.seeded.case.fingerprint,
    )
    for role in ("panel", "commissioner", "service", "auditor"):
        refused = desk.ask(role, "POST", "/v1/case/export", {"reason": "checking_an_answer"})
        assert code_of(refused) == (403, "forbidden")
