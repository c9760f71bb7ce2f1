"""Runs: a question asked of today's case. The case is kept as it was, then solved, then the answer is kept.

The engine works between two transactions and never inside one. A run ends exactly once: done or failed
(invariant I9); one that a crash left behind is told as failed as soon as its time is over.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event
from typing import Any

from matcher import __version__
from matcher.domain.asked import Asked, AskedWhatIf
from matcher.domain.case import Case, canonical_json
from matcher.domain.reading import read_case
from matcher.domain.shown import ShownOption
from matcher.errors import Conflict, MatcherError, ProposalRejected, StoreFailed
from matcher.library import Settings
from matcher.service import cases, questions, results, scenarios
from matcher.service.actor import Actor, system
from matcher.service.binding import bound_hash, fresh_salt
from matcher.service.days import today
from matcher.service.questions import Answered
from matcher.service.record import recorded
from matcher.store import councils
from matcher.store import proposals as kept_proposals
from matcher.store import runs as kept
from matcher.store.proposals import NewProposal
from matcher.store.runs import NewRun, StoredRun
from matcher.store.work import EVERY_COUNCIL, Store, Work


@dataclass(frozen=True)
class Begun:
    """A run that is being solved, on the case as it is kept, and what its references are in the store."""

    run: StoredRun
    asked: Asked
    case: Case
    referral_ids: dict[str, int]
    home_ids: dict[str, int]

    @property
    def run_id(self) -> int:
        """The run's id."""
        return self.run.id


def begin(work: Work, actor: Actor, question: str, parameters: dict[str, Any]) -> Begun:
    """Keep today's case and what is asked of it. Raises Forbidden, BadCase, NotFound, Conflict (no_policy).

    The case given back is read from what is kept, so that a replay solves the very same.
    """
    _may_ask(actor)
    asked = scenarios.resolved(work, actor, questions.read_asked(question, parameters))
    now = cases.todays(work, today(work))
    questions.refuse_unknown(now.case, asked)
    snapshot = canonical_json(now.case)
    run_id = kept.add_run(work, _new(actor, question, asked, now.policy_id, snapshot))
    run = kept.run(work, run_id)
    return Begun(run, asked, read_case(snapshot), dict(now.referral_ids), dict(now.home_ids))


def _may_ask(actor: Actor) -> None:
    """Who asks reads the answer."""
    actor.require("ask")
    actor.require("read_runs")


def _new(actor: Actor, question: str, asked: Asked, policy_id: int, snapshot: bytes) -> NewRun:
    ids = asked.scenario_ids if isinstance(asked, AskedWhatIf) else ()
    return NewRun(
        question=question,
        parameters=asked.model_dump(mode="json", by_alias=True),
        scenario_id=ids[0] if len(ids) == 1 else None,
        policy_id=policy_id,
        snapshot=snapshot,
        engine_version=__version__,
        asked_by=actor.id if actor.kind == "human" else None,
        asked_by_service=actor.id if actor.kind == "service" else None,
    )


def finish(work: Work, actor: Actor, begun: Begun, answer: Answered) -> None:
    """Keep a verified answer and its proposals. Raises Conflict (run_ended), ProposalRejected.

    An answer to another case than the one kept is refused.
    """
    _refuse_foreign(begun, answer)
    if not kept.end_done(work, begun.run_id, answer.document):
        raise Conflict("run_ended", "this run has ended already: ask again")
    proposals = [_proposal(begun, option) for option in answer.options]
    kept_proposals.add_proposals(work, begun.run_id, proposals)
    run = kept.run(work, begun.run_id)
    told = {"question": run.question, "snapshot": run.snapshot_hash, "answer": run.answer_hash}
    recorded(work, actor, "run_done", ("run", run.id), **told, proposals=len(proposals))


def _refuse_foreign(begun: Begun, answer: Answered) -> None:
    document = json.loads(answer.document)
    answers = [document["plan"], document["options"]] if "plan" in document else [document]
    prints = {one["case_fingerprint"] for one in answers} | {o.case_fingerprint for o in answer.options}
    if prints != {begun.run.snapshot_hash}:
        raise ProposalRejected(["case_fingerprint: the answer is to another case than the run's"])


def _proposal(begun: Begun, option: ShownOption) -> NewProposal:
    shown = NewProposal(
        referral_id=begun.referral_ids[option.referral],
        home_id=None if option.home is None else begun.home_ids[option.home],
        rank=option.rank,
        proposed=option.proposed,
        document=option.model_dump(mode="json", by_alias=True),
        salt=fresh_salt(),
        hash="",
    )
    return replace(shown, hash=bound_hash(begun.run, shown))


def failed(work: Work, actor: Actor, run_id: int, code: str) -> None:
    """Say why a run gave no answer; one that has ended stays as it is."""
    if kept.end_failed(work, run_id, code):
        recorded(work, actor, "run_failed", ("run", run_id), failure=code)


def solved(
    store: Store,
    actor: Actor,
    question: str,
    parameters: dict[str, Any],
    workers: int = 1,
    cancel: Event | None = None,
) -> int:
    """Ask, solve and keep: the id of a run that has an answer. Raises what `begin` and the engine raise."""
    with store.read(actor.council_id) as work:
        refuse_impossible(work, actor, question, parameters)
    begun = store.write(actor.council_id, lambda work: begin(work, actor, question, parameters))
    carry_out(store, actor, begun, workers, cancel)
    return begun.run_id


def refuse_impossible(work: Work, actor: Actor, question: str, parameters: dict[str, Any]) -> None:
    """What `begin` refuses, and scenarios that today's case cannot be made into; nothing is written."""
    _may_ask(actor)
    asked = scenarios.resolved(work, actor, questions.read_asked(question, parameters))
    case = cases.case_of(work, today(work))
    questions.refuse_unknown(case, asked)
    questions.refuse_impossible(case, asked)


def carry_out(
    store: Store, actor: Actor, begun: Begun, workers: int = 1, cancel: Event | None = None
) -> None:
    """Solve what was begun and keep its answer, or its failure. Raises what the engine raises."""
    settings = Settings(limit_s=begun.asked.limit_s, workers=workers, cancel=cancel or Event())
    try:
        answer = questions.answered(begun.case, begun.run.question, begun.asked, settings)
        store.write(actor.council_id, lambda work: finish(work, actor, begun, answer))
    except Exception as error:
        code = error.code if isinstance(error, MatcherError) else "internal"
        with suppress(StoreFailed):
            # What cannot be written now is told as lost when the run's time is over.
            store.write(actor.council_id, lambda work: failed(work, actor, begun.run_id, code))
        raise


def settle_lost(work: Work) -> int:
    """End the runs that nobody solves any more, at start and by whoever keeps house; how many."""
    lost = [run for run in kept.solving(work) if results.is_lost(work, run)]
    for one in lost:
        failed(work, system(work.council_id), one.id, results.LOST)
    return len(lost)


def settle_every(store: Store) -> None:
    """The same in every council, as far as the database lets; what is left is told as lost all the same."""
    with suppress(StoreFailed):
        with store.read(EVERY_COUNCIL) as work:
            ids = councils.every_id(work)
        for council_id in ids:
            store.write(council_id, settle_lost)
