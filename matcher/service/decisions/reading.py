"""One decision's whole story: what was shown, by which run, who decided, who agreed, what the record says."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.service.actor import Actor
from matcher.store import decisions, runs
from matcher.store.decisions import Decision, RecordRow, State
from matcher.store.proposals import StoredProposal, proposal
from matcher.store.runs import StoredRun
from matcher.store.work import Work


@dataclass(frozen=True)
class Story:
    """A decision with all that it rests on. `together`: the decisions of its siblings in the same act."""

    decision: Decision
    together: tuple[Decision, ...]
    proposal: StoredProposal
    run: StoredRun
    record: tuple[RecordRow, ...]


def story(work: Work, actor: Actor, decision_id: int) -> Story:
    """Everything about one decision. Raises Forbidden, NotFound."""
    actor.require("read_decisions")
    decision = decisions.one(work, decision_id)
    shown = proposal(work, decision.proposal_id)
    others = tuple(one for one in decisions.together_with(work, decision) if one.id != decision.id)
    run = runs.run(work, shown.run_id)
    return Story(decision, others, shown, run, decisions.record_of(work, decision.id))


def page_of_decisions(
    work: Work,
    actor: Actor,
    after: int | None,
    limit: int,
    *,
    referral_id: int | None = None,
    state: State | None = None,
) -> tuple[Decision, ...]:
    """Decisions by id, of one child or in one state where asked. Raises Forbidden."""
    actor.require("read_decisions")
    return decisions.page(work, after, limit, referral_id=referral_id, state=state)
