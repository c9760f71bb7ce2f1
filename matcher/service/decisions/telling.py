"""What the record keeps of a decision: ids, codes, hashes and dates, and no reason in words."""

from __future__ import annotations

from typing import Literal

from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.store.decisions import Decision
from matcher.store.work import Work

FIRST = {
    "accept": "decision.accepted",
    "override": "decision.overridden",
    "decline": "decision.declined",
}
"""The action that a decision is first recorded by; exactly one row each (invariant I4)."""
Later = Literal["decision.approved", "decision.refused", "decision.withdrawn"]


def record_decision(work: Work, actor: Actor, decision: Decision) -> None:
    """The first row about a decision."""
    recorded(
        work,
        actor,
        FIRST[decision.kind],
        ("decision", decision.id),
        state=decision.state,
        proposal_id=decision.proposal_id,
        shown_hash=decision.shown_hash,
        referral_id=decision.referral_id,
        home_id=decision.home_id,
        bed_id=decision.bed_id,
        starts=None if decision.starts is None else decision.starts.isoformat(),
        loss=decision.loss,
        grounds=list(decision.grounds),
        together_id=decision.together_id,
    )


def record_close(
    work: Work, actor: Actor, action: Later, decision: Decision, over_centipence: dict[str, int] | None = None
) -> None:
    """A later row: how what awaited a second person ended, and by how much which fund was let over."""
    recorded(
        work,
        actor,
        action,
        ("decision", decision.id),
        shown_hash=decision.shown_hash,
        referral_id=decision.referral_id,
        home_id=decision.home_id,
        over_centipence=over_centipence or {},
    )
