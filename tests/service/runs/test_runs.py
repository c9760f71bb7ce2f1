"""A run keeps the case it solved, its answer and its proposals; or says why there is none."""

from __future__ import annotations

import hashlib
import json
from threading import Event
from typing import Any

import pytest

from matcher import library
from matcher.answers import allocation as engine
from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.errors import (
    BadCase,
    Broken,
    Cancelled,
    Conflict,
    Forbidden,
    NotFound,
    OutOfTime,
    PinsClash,
    ProposalRejected,
    SolverCrashed,
)
from matcher.library import Settings
from matcher.service import questions, results, runs
from matcher.service.actor import Actor
from matcher.service.cases import case_of
from matcher.service.questions import Answered
from matcher.store import runs as kept
from matcher.store.rows import every
from matcher.store.tables.record import AUDIT, AUDIT_PAYLOADS
from matcher.store.work import Store, Work
from tests.conftest import NOON
from tests.service.runs.asked import asked, later, seen, shown, written
from tests.service.seeded import Seeded, seeded, small


@pytest.fixture
def council(store: Store) -> Seeded:
    return small(store)


def begun(store: Store, council: Seeded, question: str = "plan", **parameters: Any) -> runs.Begun:
    return written(store, council, lambda work: runs.begin(work, council.officer, question, parameters))


def places(store: Store, council: Seeded, run_id: int) -> list[tuple[str, str | None, int, bool]]:
    """Child, home, rank, whether the plan has it so; a home proposed behind the first ones stands last."""
    found = ((one.document, one.rank, one.proposed) for one in shown(store, council, run_id))
    return sorted((document["referral"], document["home"], *rest) for document, *rest in found)


def actions(store: Store, council: Seeded) -> list[str]:
    with store.read(council.council_id) as work:
        return [row.action for row in every(work, AUDIT)][1:]


def test_a_run_keeps_todays_case_and_the_hash_of_the_bytes_that_it_keeps(
    store: Store, council: Seeded
) -> None:
    run_id = asked(store, council)
    with store.read(council.council_id) as work:
        run, snapshot = kept.run(work, run_id), kept.snapshot_of(work, run_id)
        today = case_of(work, council.case.as_of)
    assert hashlib.sha256(snapshot).hexdigest() == run.snapshot_hash == today.fingerprint
    assert library.load_case(snapshot).fingerprint == council.case.fingerprint


def test_a_plan_is_kept_with_its_answer_and_the_options_of_every_child(store: Store, council: Seeded) -> None:
    run_id = asked(store, council, first=1)
    run, document = seen(store, council.officer, results.answer, run_id)
    answer = json.loads(document)
    assert (run.state, run.failure, run.asked_by) == ("done", None, council.officer.id)
    assert hashlib.sha256(document).hexdigest() == run.answer_hash
    assert answer["plan"]["allocation"] == answer["options"]["allocation"] == {"A": "H1", "B": "H2"}
    assert places(store, council, run_id) == [
        ("A", "H1", 1, True),
        ("B", "H1", 1, False),
        ("B", "H2", 2, True),
    ]
    assert actions(store, council) == ["run_done"]


def test_the_demonstration_council_gets_the_plan_of_its_own_case(store: Store) -> None:
    council = seeded(store)
    run_id = asked(store, council)
    proposals = shown(store, council, run_id)
    plan = library.allocate(council.case)
    planned = {one.document["referral"]: one.document["home"] for one in proposals if one.proposed}
    assert planned == plan.allocation
    assert {one.rank for one in proposals if one.home_id is None} == {0}
    assert all(one.home_id == council.homes[one.document["home"]] for one in proposals if one.home_id)
    figures = {entry.referral: entry for entry in plan.placements}
    for one in proposals:
        if one.proposed and one.home_id is not None:
            lines = figures[one.document["referral"]].model_dump(mode="json")["lines"]
            assert one.document["at_home"]["lines"] == lines


def test_every_option_of_one_child_can_be_asked_for(store: Store, council: Seeded) -> None:
    run_id = asked(store, council, "options", referral="A")
    assert places(store, council, run_id) == [("A", "H1", 1, True), ("A", "H2", 2, False)]


@pytest.mark.parametrize(
    ("question", "parameters", "schema"),
    [
        ("alternatives", {"k": 2}, "placement-alternatives/1"),
        ("relax", {"referral": "A"}, "placement-relax/1"),
        ("price_of_rules", {"rules": ["age"]}, "placement-price-of-rules/1"),
        ("frontier", {}, "placement-frontier/1"),
        ("refusals", {"referral": "A"}, "placement-refusals/1"),
        ("reviews", {}, "placement-reviews/1"),
        ("emergency", {"referral": "A"}, "placement-emergency/1"),
        ("why_not", {"referral": "A"}, "placement-why-not/1"),
        (
            "what_if",
            {"scenarios": [{"name": "H1 closes", "changes": [{"kind": "close_home", "home_id": "H1"}]}]},
            "placement-what-if/1",
        ),
    ],
)
def test_the_other_questions_keep_their_answers_and_propose_nothing(
    store: Store, council: Seeded, question: str, parameters: dict[str, Any], schema: str
) -> None:
    run_id = asked(store, council, question, **parameters)
    run, document = seen(store, council.officer, results.answer, run_id)
    assert (run.question, json.loads(document)["schema"]) == (question, schema)
    assert shown(store, council, run_id) == ()


def test_the_parameters_are_kept_word_for_word_with_those_left_out(store: Store, council: Seeded) -> None:
    run_id = asked(store, council, "options", referral="A", limit_s=9.5)
    run = seen(store, council.officer, results.run, run_id)
    assert run.parameters == {"limit_s": 9.5, "referral": "A", "first": None}


@pytest.mark.parametrize(
    ("question", "parameters", "path"),
    [
        ("plans", {}, "$.question"),
        ("plan", {"first": 0}, "$.parameters.first"),
        ("plan", {"limit_s": "20"}, "$.parameters.limit_s"),
        ("options", {}, "$.parameters.referral"),
        ("what_if", {}, "$.parameters"),
        (
            "what_if",
            {"scenarios": [{"name": "None", "changes": [{"kind": "close_home", "home_id": "H9"}]}]},
            "$.parameters.scenarios[0].changes[0].home_id",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place_and_no_run_begins(
    store: Store, council: Seeded, question: str, parameters: dict[str, Any], path: str
) -> None:
    with pytest.raises(BadCase) as refused:
        runs.solved(store, council.officer, question, parameters)
    assert [fault.path for fault in refused.value.faults] == [path]
    assert seen(store, council.officer, results.page_of_runs, None, 9) == ()


def test_a_child_whom_todays_case_does_not_hold_is_not_found(store: Store, council: Seeded) -> None:
    with pytest.raises(NotFound, match="referral"):
        asked(store, council, "options", referral="Z")
    assert seen(store, council.officer, results.page_of_runs, None, 9) == ()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("officer", True),
        ("panel", True),
        ("commissioner", True),
        ("service", True),
        ("auditor", False),
        ("administrator", False),
        ("provider", False),
    ],
)
def test_only_who_may_ask_asks(store: Store, council: Seeded, role: str, may: bool) -> None:
    actor: Actor = getattr(council, role)
    if not may:
        with pytest.raises(Forbidden, match="ask"):
            written(store, council, lambda work: runs.begin(work, actor, "plan", {}))
        return
    run = written(store, council, lambda work: runs.begin(work, actor, "plan", {})).run
    by_service = role == "service"
    assert (run.asked_by, run.asked_by_service) == ((None, actor.id) if by_service else (actor.id, None))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OutOfTime("no plan in the time allowed"), "out_of_time"),
        (SolverCrashed("the solving process ended"), "solver_crashed"),
        (PinsClash([("A", "H1")]), "pins_clash"),
        (Cancelled("stopped"), "cancelled"),
        (RuntimeError("something of ours"), "internal"),
    ],
)
def test_a_run_without_an_answer_says_why(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def failing(case: Case, settings: Settings) -> Proposal:
        raise error

    monkeypatch.setattr(engine, "allocation", failing)
    with pytest.raises(type(error)):
        asked(store, council)
    [run] = seen(store, council.officer, results.page_of_runs, None, 9)
    assert (run.state, run.failure, run.finished_at, run.answer_hash) == ("failed", code, NOON, None)
    assert shown(store, council, run.id) == ()
    with pytest.raises(Conflict, match=code):
        seen(store, council.officer, results.answer, run.id)
    assert actions(store, council) == ["run_failed"]


def test_a_solver_that_is_told_to_stop_ends_the_run(store: Store, council: Seeded) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        runs.solved(store, council.officer, "plan", {}, cancel=stop)
    [run] = seen(store, council.officer, results.page_of_runs, None, 9)
    assert (run.state, run.failure) == ("failed", "cancelled")


def test_an_answer_that_the_verifier_refuses_is_not_kept(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = engine.allocation

    def tampered(case: Case, settings: Settings) -> Proposal:
        plan = right(case, settings)
        return plan.model_copy(update={"tier2": plan.tier2 - 1})

    monkeypatch.setattr(engine, "allocation", tampered)
    with pytest.raises(ProposalRejected):
        asked(store, council)
    [run] = seen(store, council.officer, results.page_of_runs, None, 9)
    assert (run.state, run.failure) == ("failed", "proposal_rejected")
    assert shown(store, council, run.id) == ()


def test_an_answer_to_another_case_is_not_kept(store: Store, council: Seeded) -> None:
    run = begun(store, council)
    settings = Settings(limit_s=20.0, workers=1)
    dearer = council.case.model_copy(
        update={"homes": tuple(h.model_copy(update={"void_charge_pence": 1}) for h in council.case.homes)}
    )
    answer = questions.answered(dearer, "plan", run.asked, settings)
    with pytest.raises(ProposalRejected):
        written(store, council, lambda work: runs.finish(work, council.officer, run, answer))
    assert seen(store, council.officer, results.run, run.run_id).state == "solving"


def test_a_run_ends_once(store: Store, council: Seeded) -> None:
    run = begun(store, council, "why_not", referral="A")
    answer = questions.answered(run.case, "why_not", run.asked, Settings())
    written(store, council, lambda work: runs.finish(work, council.officer, run, answer))
    with pytest.raises(Conflict, match="ended"):
        written(store, council, lambda work: runs.finish(work, council.officer, run, answer))
    written(store, council, lambda work: runs.failed(work, council.officer, run.run_id, "internal"))
    assert seen(store, council.officer, results.run, run.run_id).state == "done"
    assert actions(store, council) == ["run_done"]


@pytest.mark.parametrize(("seconds", "state"), [(140, "solving"), (141, "failed")])
def test_a_run_that_nobody_ends_is_told_as_lost_when_its_time_is_over(
    store: Store, council: Seeded, seconds: int, state: str
) -> None:
    run = begun(store, council, limit_s=20.0)
    told = seen(later(store, seconds=seconds), council.officer, results.run, run.run_id)
    assert (told.state, told.failure) == (state, None if state == "solving" else "lost")


def test_lost_runs_are_ended_in_every_council_and_those_in_time_are_left(
    store: Store, council: Seeded
) -> None:
    other = small(store, "other")
    lost = [begun(store, one, limit_s=20.0).run_id for one in (council, other)]
    late = later(store, seconds=141)
    fresh = written(late, council, lambda work: runs.begin(work, council.officer, "plan", {})).run_id
    runs.settle_every(late)
    ended = [
        seen(store, one.officer, results.run, run_id)
        for one, run_id in zip((council, other), lost, strict=True)
    ]
    assert [(run.state, run.failure) for run in ended] == [("failed", "lost")] * 2
    assert seen(store, council.officer, results.run, fresh).state == "solving"
    runs.settle_every(late)
    assert actions(store, council) == ["run_failed"]


def test_an_answer_that_comes_after_the_run_was_given_up_is_not_kept(store: Store, council: Seeded) -> None:
    run = begun(store, council, "why_not", referral="A")
    written(later(store, seconds=999), council, runs.settle_lost)
    answer = questions.answered(run.case, "why_not", run.asked, Settings())
    with pytest.raises(Conflict, match="ended"):
        written(store, council, lambda work: runs.finish(work, council.officer, run, answer))
    assert seen(store, council.officer, results.run, run.run_id).failure == "lost"


def test_runs_are_listed_the_newest_first_page_by_page(store: Store, council: Seeded) -> None:
    ids = []
    for minute in range(5):
        at = later(store, minutes=minute)
        ids.append(written(at, council, lambda work: runs.begin(work, council.officer, "plan", {})).run_id)
    first = seen(store, council.officer, results.page_of_runs, None, 3)
    rest = seen(store, council.officer, results.page_of_runs, first[-1].id, 3)
    assert [run.id for run in (*first, *rest)] == ids[::-1]


def test_another_councils_run_is_as_unknown_as_none(store: Store, council: Seeded) -> None:
    other = small(store, "other")
    run_id = asked(store, council)
    for look in (results.run, results.answer, results.proposals_of):
        for unknown in (run_id, 1):
            with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
                seen(store, other.officer, look, unknown)
    assert seen(store, other.officer, results.page_of_runs, None, 9) == ()


def test_a_stored_answer_that_is_not_the_one_of_its_hash_is_not_shown(
    store: Store, council: Seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(store, council, "why_not", referral="A")
    with monkeypatch.context() as forged:
        forged.setattr(kept, "sha256", lambda document: "0" * 64)
        written(store, council, lambda work: kept.end_done(work, run.run_id, b"{}"))
    with pytest.raises(ProposalRejected):
        seen(store, council.officer, results.answer, run.run_id)


@pytest.mark.parametrize(
    "rewritten",
    [
        "answer_hash = 'other'",
        "state = 'solving', answer = NULL",
        "parameters = '{}'",
        "asked_at = '2026-01-01'",
    ],
)
def test_the_database_itself_refuses_to_change_a_run_that_has_ended(
    store: Store, council: Seeded, rewritten: str
) -> None:
    run_id = asked(store, council, "why_not", referral="A")

    def rewrite(work: Work) -> None:
        work.connection.exec_driver_sql(f"UPDATE runs SET {rewritten} WHERE id = {run_id}")

    with pytest.raises(Broken) as refused:
        written(store, council, rewrite)
    assert refused.value.constraint == "frozen_runs"


def test_the_record_binds_the_hashes_of_a_run(store: Store, council: Seeded) -> None:
    run_id = asked(store, council)
    run = seen(store, council.officer, results.run, run_id)
    told = {"question": "plan", "snapshot": run.snapshot_hash, "answer": run.answer_hash, "proposals": 4}
    with store.read(council.council_id) as work:
        row = every(work, AUDIT)[-1]
        [payload] = [p for p in every(work, AUDIT_PAYLOADS) if p.sequence == row.sequence]
    assert (row.action, row.subject_id, row.actor_id) == ("run_done", run_id, council.officer.id)
    assert json.loads(payload.payload) == told


def test_an_answer_with_nothing_in_it_is_not_one(store: Store, council: Seeded) -> None:
    run = begun(store, council, "why_not", referral="A")
    foreign = Answered(json.dumps({"case_fingerprint": "0" * 64}).encode())
    with pytest.raises(ProposalRejected):
        written(store, council, lambda work: runs.finish(work, council.officer, run, foreign))
