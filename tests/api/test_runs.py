"""Runs and scenarios over HTTP: asked once for a key, told by rights, unknown to another council."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import partial
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI

from api import waiting
from api.main import create_app
from api.settings import ServerSettings
from api.signed_in import actor_of
from matcher import library
from matcher.answers import allocation as engine
from matcher.domain.case import Case
from matcher.errors import OutOfTime
from matcher.library import Settings
from matcher.service import runs
from matcher.service.actor import Actor
from matcher.service.binding import bound_hash
from matcher.store import runs as kept
from matcher.store.work import Store
from tests.api.client import JSON, code_of, fault_paths, send
from tests.builders import place
from tests.service.runs.asked import asked, later, proposed, written
from tests.service.seeded import Seeded, small

CLOSES = {"name": "H1 closes", "changes": [{"kind": "close_home", "home_id": "H1"}]}


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def app_for(store: Store, actor: Actor, **settings: Any) -> FastAPI:
    """An application in which everybody is this actor."""
    app = create_app(ServerSettings(**settings), store)
    app.dependency_overrides[actor_of] = lambda: actor
    return app


def ask(app: FastAPI, key: str = "k-1", question: str = "plan", **parameters: Any) -> httpx.Response:
    return sent(app, "POST", "/v1/runs", {"question": question, "parameters": parameters}, key)


def sent(
    app: FastAPI, method: str, path: str, body: Any = None, key: str = "k-1", **headers: str
) -> httpx.Response:
    content = None if body is None else json.dumps(body).encode()
    return send(app, method, path, content, JSON | {"Idempotency-Key": key} | headers)


def got(app: FastAPI, path: str) -> Any:
    answer = send(app, "GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_run_is_answered_when_it_has_ended_and_can_be_read_again(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    answer = ask(app)
    run = answer.json()
    assert (answer.status_code, run["state"], run["failure"]) == (201, "done", None)
    assert answer.headers["location"] == f"/v1/runs/{run['id']}"
    assert run["parameters"] == {"first": 5, "limit_s": 20.0}
    assert run["snapshot_hash"] == council.case.fingerprint
    assert got(app, f"/v1/runs/{run['id']}") == run
    assert got(app, "/v1/runs") == {"runs": [run], "next": None}


def test_the_answer_is_right_for_the_case_that_was_kept(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    answer = got(app, f"/v1/runs/{ask(app).json()['id']}/answer")
    assert answer["schema"] == "placement-ranked-plan/1"
    assert library.verify(council.case, answer["plan"]) == ()
    assert library.verify(council.case, answer["options"]) == ()


def test_proposals_come_by_child_and_rank_page_by_page(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    path = f"/v1/runs/{ask(app).json()['id']}/proposals"
    page = got(app, f"{path}?limit=3")
    rest = got(app, page["next"])
    proposals = [*page["proposals"], *rest["proposals"]]
    places = [(one["referral_id"], one["rank"]) for one in proposals]
    assert (len(places), places, rest["next"]) == (4, sorted(places), None)
    one = proposals[0]
    assert got(app, f"/v1/proposals/{one['id']}") == one
    assert one["shown"]["at_home"]["distance_m"] == 5_000
    child = got(app, f"{path}?referral_id={one['referral_id']}&limit=1")
    assert child["proposals"] == [one]
    assert got(app, child["next"])["proposals"] == [proposals[1]]


def test_a_repeated_request_is_one_run_and_the_same_answer(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    first, again = ask(app), ask(app)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotent-replay"] == "true"
    assert len(got(app, "/v1/runs")["runs"]) == 1
    assert code_of(ask(app, first=1)) == (422, "idempotency_key_reused")


def test_requests_with_one_key_at_one_moment_are_one_run(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer, wait_s=60)
    body = json.dumps({"question": "options", "parameters": {"referral": "A"}}).encode()

    async def all_at_once() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
            one = partial(client.post, "/v1/runs", content=body, headers=JSON | {"Idempotency-Key": "k-1"})
            return await asyncio.gather(*(one() for _ in range(8)))

    answers = asyncio.run(all_at_once())
    done = {answer.content for answer in answers if answer.status_code == 201}
    assert len(done) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len(got(app, "/v1/runs")["runs"]) == 1


def test_a_request_that_is_repeated_while_its_run_is_solved_waits(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_for(store, council.officer)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(runs, "carry_out", lambda *given, **more: None)
        assert code_of(ask(app)) == (409, "idempotency_key_running")
    again = ask(app)
    assert code_of(again) == (409, "idempotency_key_running")
    assert again.headers["retry-after"] == "1"
    lost = app_for(later(store, minutes=5), council.officer)
    assert (ask(lost).json()["state"], ask(lost).json()["failure"]) == ("failed", "lost")


def test_a_run_that_fails_is_made_and_says_why(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(case: Case, settings: Settings) -> None:
        raise OutOfTime("no plan in the time allowed")

    monkeypatch.setattr(engine, "allocation", failing)
    app = app_for(store, council.officer)
    answer = ask(app)
    assert answer.status_code == 201
    assert (answer.json()["state"], answer.json()["failure"]) == ("failed", "out_of_time")
    assert code_of(send(app, "GET", f"{answer.headers['location']}/answer")) == (409, "no_answer")


def test_a_server_that_starts_ends_the_runs_that_nobody_solves(store: Store, council: Seeded) -> None:
    begun = written(store, council, lambda work: runs.begin(work, council.officer, "plan", {}))
    app = app_for(later(store, minutes=5), council.officer)

    async def started() -> None:
        async with waiting.for_the_database(app):
            with anyio.fail_after(20):
                while not _ended(store, council, begun.run_id):
                    await anyio.sleep(0.05)

    anyio.run(started)
    with store.read(council.council_id) as work:
        assert kept.run(work, begun.run_id).failure == "lost"


def _ended(store: Store, council: Seeded, run_id: int) -> bool:
    with store.read(council.council_id) as work:
        return kept.run(work, run_id).finished_at is not None


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"question": "guess"}, ["$.question"]),
        ({"question": "plan", "parameters": {"first": 0}}, ["$.parameters.first"]),
        ({"question": "plan", "parameters": {"limit_s": 61}}, ["$.parameters.limit_s"]),
        ({"question": "plan", "parameters": {"limit_s": True}}, ["$.parameters.limit_s"]),
        (
            {
                "question": "what_if",
                "parameters": {
                    "scenarios": [{"name": "N", "changes": [{"kind": "close_home", "home_id": "H9"}]}]
                },
            },
            ["$.parameters.scenarios[0].changes[0].home_id"],
        ),
    ],
)
def test_a_wrong_question_is_refused_at_its_place(
    store: Store, council: Seeded, body: dict[str, Any], paths: list[str]
) -> None:
    app = app_for(store, council.officer)
    assert fault_paths(sent(app, "POST", "/v1/runs", body)) == paths
    assert got(app, "/v1/runs")["runs"] == []


def test_a_person_who_loses_the_right_meanwhile_is_not_told(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_for(store, council.officer)
    solve = runs.carry_out

    def taken(given: Store, actor: Actor, begun: runs.Begun, **more: Any) -> None:
        solve(given, actor, begun, **more)
        gone = f"UPDATE user_roles SET role = 'administrator' WHERE user_id = {council.officer.id}"
        written(store, council, lambda work: work.connection.exec_driver_sql(gone))

    monkeypatch.setattr(runs, "carry_out", taken)
    assert code_of(ask(app)) == (403, "forbidden")


@pytest.mark.parametrize(
    "path",
    ["/v1/runs/{run}", "/v1/runs/{run}/answer", "/v1/runs/{run}/proposals", "/v1/proposals/{proposal}"],
)
def test_another_councils_ids_and_unknown_ones_are_answered_alike(
    store: Store, council: Seeded, path: str
) -> None:
    other = small(store, "other")
    run_id = asked(store, other)
    theirs = path.format(run=run_id, proposal=proposed(store, other, run_id, "A").id)
    assert send(app_for(store, other.officer), "GET", theirs).status_code == 200
    app = app_for(store, council.officer)
    told, unknown = send(app, "GET", theirs), send(app, "GET", path.format(run=1, proposal=1))
    assert code_of(told) == (404, "not_found")
    assert told.content == unknown.content


def test_who_sees_distances_in_bands_gets_no_metre_of_a_proposal_or_an_answer(
    store: Store, council: Seeded
) -> None:
    run_id = asked(store, council)
    one = proposed(store, council, run_id, "A")
    exact, banded = app_for(store, council.officer), app_for(store, council.panel)
    for path in (f"/v1/proposals/{one.id}", f"/v1/runs/{run_id}/proposals", f"/v1/runs/{run_id}/answer"):
        assert '"distance_m":' in send(exact, "GET", path).text.replace(" ", "")
        assert '"distance_m":' not in send(banded, "GET", path).text.replace(" ", "")
    assert got(banded, f"/v1/proposals/{one.id}")["hash"] == one.hash


def test_no_hash_lets_anybody_guess_a_distance_that_is_kept_back(store: Store, council: Seeded) -> None:
    run_id = asked(store, council)
    one = proposed(store, council, run_id, "A")
    exact, banded = app_for(store, council.officer), app_for(store, council.panel)
    with store.read(council.council_id) as work:
        run, answer = kept.run(work, run_id), kept.answer_of(work, run_id)
    assert answer is not None
    guess = bound_hash(run, replace(one, salt=""))
    guessed = (kept.sha256(answer), guess)

    for path in (f"/v1/runs/{run_id}", "/v1/runs", f"/v1/runs/{run_id}/proposals", f"/v1/proposals/{one.id}"):
        told = send(banded, "GET", path).text
        assert not any(known in told for known in guessed)
        assert one.salt not in told + send(exact, "GET", path).text
    assert got(banded, f"/v1/runs/{run_id}")["answer_hash"] is None
    assert got(exact, f"/v1/runs/{run_id}")["answer_hash"] == kept.sha256(answer)


def test_no_place_that_an_officer_chose_is_told_to_who_sees_distances_in_bands(
    store: Store, council: Seeded
) -> None:
    moves = {"kind": "set_referral", "referral_id": "A", "origin": place(437_531, 287_642)}
    scenarios = [{"name": "Elsewhere", "changes": [moves]}]
    run_id = asked(store, council, "what_if", scenarios=scenarios)
    for path in (f"/v1/runs/{run_id}", f"/v1/runs/{run_id}/answer", "/v1/runs"):
        told = send(app_for(store, council.panel), "GET", path)
        assert told.status_code == 200
        assert "437531" not in told.text
        assert "287642" not in told.text
    assert "437531" in send(app_for(store, council.officer), "GET", f"/v1/runs/{run_id}/answer").text


def test_a_scenario_is_kept_changed_shared_asked_and_stays(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    made = sent(app, "POST", "/v1/scenarios", {"scenario": CLOSES})
    path = made.headers["location"]
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert {name: made.json()[name] for name in ("name", "changes", "shared")} == {**CLOSES, "shared": False}
    shared = sent(app, "PATCH", path, {"shared": True, "minutes": "Weighed."}, "k-2", **{"If-Match": '"1"'})
    assert (shared.status_code, shared.headers["etag"], shared.json()["shared"]) == (200, '"2"', True)
    assert got(app_for(store, council.panel), path) == shared.json()
    assert got(app, "/v1/scenarios") == {"scenarios": [shared.json()], "next": None}
    run = ask(app, "k-3", "what_if", scenario_ids=[made.json()["id"]]).json()
    assert (run["state"], run["parameters"]["scenarios"]) == ("done", ["H1 closes"])
    kept = sent(app, "DELETE", path, None, "k-4", **{"If-Match": '"2"'})
    assert code_of(kept) == (409, "in_use")


def test_a_scenario_is_removed_by_its_version(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    path = sent(app, "POST", "/v1/scenarios", {"scenario": CLOSES}).headers["location"]
    assert code_of(sent(app, "DELETE", path, None, "k-2")) == (428, "precondition_required")
    old = sent(app, "DELETE", path, None, "k-3", **{"If-Match": '"7"'})
    assert code_of(old) == (412, "precondition_failed")
    assert sent(app, "DELETE", path, None, "k-4", **{"If-Match": '"1"'}).status_code == 204
    assert code_of(send(app, "GET", path)) == (404, "not_found")


def test_a_wrong_change_of_a_scenario_is_refused_at_its_place(store: Store, council: Seeded) -> None:
    app = app_for(store, council.officer)
    wrong = {"scenario": {"name": "N", "changes": [{"kind": "set_home", "home_id": "H1", "places": -1}]}}
    answer = sent(app, "POST", "/v1/scenarios", wrong)
    assert fault_paths(answer) == ["$.scenario.changes[0].places"]
