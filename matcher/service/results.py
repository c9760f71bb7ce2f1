"""What came of runs, for whoever may read it: each as it stands now, its answer, its proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from matcher.errors import Conflict, ProposalRejected
from matcher.service.actor import Actor
from matcher.store import proposals as kept_proposals
from matcher.store import runs as kept
from matcher.store.proposals import StoredProposal
from matcher.store.runs import StoredRun
from matcher.store.work import Work

GRACE = timedelta(seconds=120)
"""Beyond its own limit: for waiting, for putting the case together and for checking the answer."""
LOST = "lost"


def run(work: Work, actor: Actor, run_id: int) -> StoredRun:
    """One run as it stands now. Raises Forbidden, NotFound."""
    actor.require("read_runs")
    return as_it_stands(work, kept.run(work, run_id))


def page_of_runs(work: Work, actor: Actor, after: int | None, limit: int) -> Sequence[StoredRun]:
    """At most `limit` runs asked before the run `after`, the newest first. Raises Forbidden."""
    actor.require("read_runs")
    return tuple(as_it_stands(work, one) for one in kept.page_of(work, after, limit))


def answer(work: Work, actor: Actor, run_id: int) -> tuple[StoredRun, bytes]:
    """A run and its answer. Raises Forbidden, NotFound, Conflict (no_answer), ProposalRejected."""
    found = run(work, actor, run_id)
    document = kept.answer_of(work, run_id)
    if document is None:
        raise Conflict("no_answer", f"this run has no answer: it is {found.failure or found.state}")
    if kept.sha256(document) != found.answer_hash:
        raise ProposalRejected(["answer: what is stored is not what was stored with its hash"])
    return found, document


def proposals_of(
    work: Work, actor: Actor, run_id: int, referral_id: int | None = None
) -> Sequence[StoredProposal]:
    """A run's proposals by child and rank. Raises Forbidden, NotFound."""
    run(work, actor, run_id)
    return kept_proposals.proposals_of(work, run_id, referral_id)


def page_of_proposals(
    work: Work, actor: Actor, run_id: int, after: int | None, limit: int, referral_id: int | None = None
) -> Sequence[StoredProposal]:
    """At most `limit` of the same behind the proposal `after`. Raises Forbidden, NotFound."""
    run(work, actor, run_id)
    return kept_proposals.page_of(work, run_id, after, limit, referral_id)


def proposal(work: Work, actor: Actor, proposal_id: int) -> StoredProposal:
    """One proposal. Raises Forbidden, NotFound."""
    actor.require("read_runs")
    return kept_proposals.proposal(work, proposal_id)


def as_it_stands(work: Work, run: StoredRun) -> StoredRun:
    """The run, as failed where its time is over and nobody has ended it."""
    return replace(run, state="failed", failure=LOST) if is_lost(work, run) else run


def is_lost(work: Work, run: StoredRun) -> bool:
    """Whether nobody can be solving this run any more."""
    limit = timedelta(seconds=float(run.parameters.get("limit_s", 0)))
    return run.state == "solving" and work.now > run.asked_at + limit + GRACE
