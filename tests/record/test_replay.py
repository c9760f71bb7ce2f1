"""A stored run is solved again from its snapshot: the same answer, or exactly what is not the same."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

import pytest

from matcher import __version__
from matcher.errors import Conflict, Forbidden, NotFound
from matcher.service import questions, replay, runs
from matcher.service.actor import Actor, system
from matcher.service.past import page_of_record
from matcher.service.questions import Answered
from matcher.service.replay import Kept, Replayed
from matcher.store import runs as kept_runs
from matcher.store.work import Store
from tests.conftest import NOON
from tests.people import council
from tests.service.seeded import Seeded, small

ASKED: list[tuple[str, dict[str, Any]]] = [
    ("plan", {}),
    ("options", {"referral": "A"}),
    ("alternatives", {"k": 2}),
    ("relax", {"referral": "A"}),
    ("what_if", {"scenarios": [{"name": "closed", "changes": [{"kind": "close_home", "home_id": "H1"}]}]}),
    ("why_not", {"referral": "A"}),
]


@pytest.fixture
def settled(store: Store) -> tuple[Store, Seeded]:
    return store, small(store)


def kept(store: Store, ours: Seeded, run_id: int) -> Kept:
    with store.read(ours.council_id) as work:
        return replay.kept_of(work, system(ours.council_id), run_id)


def outcome(left: Kept) -> tuple[str, tuple[str, ...]]:
    found = replay.solved_again(left)
    return found.outcome, found.places


def test_every_question_asked_again_has_the_same_answer_and_the_record_says_so(
    settled: tuple[Store, Seeded],
) -> None:
    store, ours = settled
    for question, parameters in ASKED:
        run_id = runs.solved(store, ours.officer, question, parameters)

        found = replay.replayed(store, system(ours.council_id), run_id)

        assert found == Replayed(run_id, question, "same", (), __version__, __version__)
        with store.read(ours.council_id) as work:
            row = page_of_record(work, system(ours.council_id), 0, 200).rows[-1]
        assert (row.action, row.subject_kind, row.subject_id) == ("run_replayed", "run", run_id)
        assert row.payload == {"outcome": "same", "engine_then": __version__, "engine_now": __version__}


@pytest.fixture
def plan(settled: tuple[Store, Seeded]) -> Kept:
    store, ours = settled
    return kept(store, ours, runs.solved(store, ours.officer, "plan", {}))


def with_answer(left: Kept, change: Any) -> Kept:
    """The same run as if another answer had been given, and been stored with its proper hash."""
    document = json.loads(left.answer)
    change(document)
    answer = json.dumps(document).encode()
    return replace(left, answer=answer, run=replace(left.run, answer_hash=kept_runs.sha256(answer)))


def test_another_answer_is_told_with_the_places_where_it_differs(plan: Kept) -> None:
    def otherwise(document: dict[str, Any]) -> None:
        document["plan"]["allocation"]["A"] = None
        document["plan"]["tier2"] += 1

    assert outcome(with_answer(plan, otherwise)) == ("differs", ("$.plan.allocation.A", "$.plan.tier2"))


def test_how_long_a_run_took_and_by_which_engine_is_not_compared(plan: Kept) -> None:
    def slower(document: dict[str, Any]) -> None:
        for answer in document.values():
            if isinstance(answer, dict):
                answer["run"] |= {"seconds": 99.0, "limit_s": 1.5, "engine_version": "0.0.1"}
        document["plan"]["proof"]["second_solver"] = "not_finished"

    left = with_answer(plan, slower)
    found = replay.solved_again(left)

    assert (found.outcome, found.places) == ("same", ())


def test_an_answer_that_time_cut_short_promised_nothing(plan: Kept) -> None:
    def cut_short(document: dict[str, Any]) -> None:
        document["plan"]["status"] = "best_found"
        document["plan"]["tier2"] += 1

    assert outcome(with_answer(plan, cut_short)) == ("unfinished", ("$.plan.status", "$.plan.tier2"))


def test_another_engine_is_named(plan: Kept) -> None:
    left = replace(plan, run=replace(plan.run, engine_version="0.0.9"), proposals=())

    found = replay.solved_again(left)

    assert (found.engine_then, found.engine_now) == ("0.0.9", __version__)


def test_proposals_that_the_answer_does_not_have_differ(plan: Kept) -> None:
    left = replace(plan, proposals=plan.proposals[1:])
    first = plan.proposals[0].document

    assert outcome(left) == ("differs", (f"proposals.{first['referral']}/{first['rank']}",))


@pytest.mark.parametrize("place", ["snapshot", "answer"])
def test_a_stored_document_that_was_altered_is_told_and_nothing_is_solved(
    plan: Kept, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(questions, "answered")
    for document in (b"", getattr(plan, place).replace(b"A", b"B", 1)):
        changed: dict[str, Any] = {place: document}
        assert outcome(replace(plan, **changed)) == ("altered", (place,))


def test_a_stored_proposal_that_was_altered_is_told(plan: Kept) -> None:
    first, *others = plan.proposals
    changed = [
        replace(first, rank=first.rank + 50),
        replace(first, home_id=1),
        replace(first, proposed=not first.proposed),
        replace(first, document={**first.document, "regret": None, "status": "best_found"}),
    ]
    for one in changed:
        assert outcome(replace(plan, proposals=[one, *others])) == ("altered", ("proposals",))


def test_a_snapshot_that_cannot_even_be_read_is_altered(
    settled: tuple[Store, Seeded], plan: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: Any) -> bytes:
        return zlib.decompress(b"torn")

    monkeypatch.setattr(kept_runs, "snapshot_of", torn)

    assert outcome(kept(*settled, plan.run.id))[0] == "altered"


def test_a_run_without_an_answer_is_not_replayed(settled: tuple[Store, Seeded]) -> None:
    store, ours = settled
    begun = store.write(ours.council_id, lambda work: runs.begin(work, ours.officer, "plan", {}))

    with pytest.raises(Conflict, match="it is solving"):
        replay.replayed(store, ours.officer, begun.run_id)


def test_who_may_not_read_runs_may_not_replay_them(settled: tuple[Store, Seeded], plan: Kept) -> None:
    store, ours = settled
    with pytest.raises(Forbidden):
        replay.replayed(store, ours.administrator, plan.run.id)


def test_another_councils_run_is_not_there(settled: tuple[Store, Seeded], plan: Kept) -> None:
    store, _ = settled
    theirs = council(store, "theirs")
    for run_id in (plan.run.id, 1):
        with pytest.raises(NotFound, match=r"^there is nothing with this id here$"):
            replay.replayed(store, system(theirs), run_id)


def test_a_replay_solves_the_stored_case_and_not_todays(
    settled: tuple[Store, Seeded], plan: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, ours = settled
    asked: list[Any] = []

    def seen(case: Any, *rest: Any) -> Answered:
        asked.append(case)
        return answered(case, *rest)

    answered = questions.answered
    monkeypatch.setattr(questions, "answered", seen)
    tomorrow = Store(store.engine, lambda: NOON.replace(day=24))

    replay.replayed(tomorrow, Actor(ours.council_id, "system", None, frozenset()), plan.run.id)

    assert [case.fingerprint for case in asked] == [plan.run.snapshot_hash]
