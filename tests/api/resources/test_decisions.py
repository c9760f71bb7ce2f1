"""Holds and decisions over HTTP: once for each key, refused in plain words, told whole."""

from __future__ import annotations

from typing import Any

import pytest

from matcher.domain.deciding import Deciding
from matcher.store.invariants import breaches
from matcher.store.work import Store
from tests.api.client import code_of, problem_of
from tests.api.council import Council, behind_door
from tests.service.decisions.acts import BOTH, TODAY, plan
from tests.service.seeded import small


class Door:
    """The tiny council with a plan, behind its door."""

    def __init__(self, store: Store, deciding: Deciding) -> None:
        council = small(store, deciding=deciding)
        self.council: Council = behind_door(store, council)
        self.run_id = plan(store, council)
        self.ids = {**council.referrals, **council.homes}

    def proposals(self, child: str) -> list[dict[str, Any]]:
        place = f"/v1/runs/{self.run_id}/proposals?referral_id={self.ids[child]}"
        found: list[dict[str, Any]] = self.council.get("officer", place).json()["proposals"]
        return found

    def accept_body(self, child: str) -> dict[str, Any]:
        shown = next(one for one in self.proposals(child) if one["proposed"])
        choice = {"proposal_id": shown["id"], "shown_hash": shown["hash"]}
        return {"kind": "accept", "choices": [choice], "starts": TODAY.isoformat()}

    def accepted(self, child: str) -> dict[str, Any]:
        answer = self.council.ask("officer", "POST", "/v1/decisions", self.accept_body(child))
        assert answer.status_code == 201
        decision: dict[str, Any] = answer.json()["decisions"][0]
        return decision

    def breaches(self) -> list[object]:
        with self.council.store.read(self.council.seeded.council_id) as work:
            return list(breaches(work))


@pytest.fixture
def door(store: Store) -> Door:
    """Every placing needs a second person."""
    return Door(store, BOTH)


@pytest.fixture
def alone(store: Store) -> Door:
    """No placing needs a second person."""
    return Door(store, Deciding(second_person_above_weekly_pence=10**9))


def test_a_decision_is_made_read_and_approved(door: Door) -> None:
    decision = door.accepted("A")
    place = f"/v1/decisions/{decision['id']}"
    assert (decision["state"], decision["grounds"]) == ("awaiting", ["price"])

    agreed = {"shown_hashes": [decision["shown_hash"]]}
    answer = door.council.ask("panel", "POST", f"{place}/approval", agreed)
    assert answer.status_code == 201
    assert answer.json()["decisions"][0]["state"] == "final"

    story = door.council.get("auditor", place).json()
    assert story["decision"]["approver_id"] == door.council.seeded.panel.id
    assert story["proposal"]["hash"] == decision["shown_hash"]
    assert story["run"]["id"] == door.run_id
    assert [row["action"] for row in story["record"]] == ["decision.accepted", "decision.approved"]
    assert door.breaches() == []


@pytest.mark.parametrize(("end", "who"), [("refusal", "panel"), ("withdrawal", "second_officer")])
def test_what_awaits_is_refused_or_withdrawn(door: Door, end: str, who: str) -> None:
    decision = door.accepted("A")
    place = f"/v1/decisions/{decision['id']}"
    answer = door.council.ask(who, "POST", f"{place}/{end}", {"reason": "too far from school"})
    assert answer.status_code == 201
    assert door.council.get("officer", "/v1/holds").json() == {"next": None, "holds": []}
    again = door.council.ask(who, "POST", f"{place}/{end}", {"reason": "too far from school"})
    assert code_of(again) == (409, "decided")


def test_one_key_is_one_decision_with_the_same_bytes(alone: Door) -> None:
    body = alone.accept_body("A")
    first, second = (
        alone.council.ask("officer", "POST", "/v1/decisions", body, Idempotency_Key="once") for _ in range(2)
    )
    assert (first.status_code, first.content) == (201, second.content)
    assert second.headers["idempotent-replay"] == "true"
    assert len(alone.council.get("officer", "/v1/decisions").json()["decisions"]) == 1


def test_a_refused_act_names_what_changed_and_is_on_record(alone: Door) -> None:
    alone.accepted("A")
    answer = alone.council.ask("officer", "POST", "/v1/decisions", alone.accept_body("A"))
    assert code_of(answer) == (409, "decided")
    record = alone.council.get("auditor", "/v1/audit?limit=200").json()
    assert "act.refused" in [row["action"] for row in record["rows"]]
    assert alone.breaches() == []


def test_a_lost_bed_names_the_alternatives(alone: Door) -> None:
    first = next(one for one in alone.proposals("A") if one["proposed"])
    other = next(one for one in alone.proposals("B") if one["home_id"] == first["home_id"])
    choice = {"proposal_id": other["id"], "shown_hash": other["hash"]}
    alone.accepted("A")
    kind = {"kind": "override", "reason": "near her grandmother"}
    if other["proposed"]:
        kind = {"kind": "accept"}
    body = {"choices": [choice], "starts": TODAY.isoformat()} | kind
    told = problem_of(alone.council.ask("officer", "POST", "/v1/decisions", body))
    assert (told["status"], told["code"]) == (409, "bed_taken")
    assert [moved["path"] for moved in told["changed"]] == ["$.home", "$.alternatives[0]"]


def test_a_bed_is_held_listed_and_given_back(alone: Door) -> None:
    body = {"referral_id": alone.ids["A"], "home_id": alone.ids["H1"]}
    answer = alone.council.ask("officer", "POST", "/v1/holds", body)
    assert answer.status_code == 201
    assert alone.council.get("panel", "/v1/holds").json()["holds"] == [answer.json()]
    place = f"/v1/holds/{answer.json()['id']}"
    assert alone.council.ask("second_officer", "DELETE", place).status_code == 403
    assert alone.council.ask("officer", "DELETE", place).status_code == 204
    assert alone.council.ask("officer", "DELETE", place).status_code == 404


def test_a_homes_no_is_written_down(door: Door) -> None:
    decision = door.accepted("A")
    body = {"referral_id": door.ids["A"], "home_id": decision["home_id"], "reason": "no waking night staff"}
    answer = door.council.ask("officer", "POST", "/v1/rejections", body)
    assert answer.status_code == 201
    assert [one["state"] for one in answer.json()["withdrawn"]] == ["withdrawn"]


def test_decisions_are_listed_by_child_and_by_state(door: Door) -> None:
    first, second = door.accepted("A"), door.accepted("B")
    both = sorted([first, second], key=lambda one: int(one["id"]))
    assert door.council.get("officer", "/v1/decisions").json() == {"next": None, "decisions": both}
    of_a = door.council.get("officer", f"/v1/decisions?referral_id={door.ids['A']}&state=awaiting").json()
    assert of_a["decisions"] == [first]
    page = door.council.get("officer", "/v1/decisions?state=awaiting&limit=1").json()
    assert page["decisions"] == both[:1]
    assert page["next"].endswith("&limit=1&state=awaiting")
    assert door.council.get("officer", page["next"]).json()["decisions"] == both[1:]


def test_a_loss_is_rounded_for_who_sees_no_exact_distance(alone: Door) -> None:
    dearer = next(one for one in alone.proposals("A") if not one["proposed"])
    choice = {"proposal_id": dearer["id"], "shown_hash": dearer["hash"]}
    body = {"kind": "override", "choices": [choice], "starts": TODAY.isoformat(), "reason": "near school"}
    made = alone.council.ask("officer", "POST", "/v1/decisions", body).json()["decisions"][0]
    seen = alone.council.get("panel", f"/v1/decisions/{made['id']}").json()["decision"]
    assert seen["loss"]["tier2"] % 10_000 == 0
    assert seen | {"loss": None} == made | {"loss": None}


@pytest.mark.parametrize("place", ["/v1/decisions/{}", "/v1/decisions/{}/approval", "/v1/holds/{}"])
def test_another_councils_and_an_unknown_id_are_told_the_same(alone: Door, place: str) -> None:
    mine = alone.accepted("A")["id"]
    theirs = behind_door(alone.council.store, small(alone.council.store, "other"), app=alone.council.app)
    answers = []
    for key in (mine, 1):
        if place.endswith("approval"):
            answer = theirs.ask("panel", "POST", place.format(key), {"shown_hashes": ["0" * 64]})
        else:
            method = "DELETE" if "holds" in place else "GET"
            answer = theirs.ask("officer", method, place.format(key))
        answers.append(answer)
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content
