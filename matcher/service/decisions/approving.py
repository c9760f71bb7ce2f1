"""The second person: agrees to exactly what the first was shown, or refuses; the officer may withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.domain.commands.decisions import Approve, Close
from matcher.errors import Broken, Conflict, Fault, Forbidden
from matcher.service.actor import Actor
from matcher.service.decisions.checking import check
from matcher.service.decisions.finishing import finish
from matcher.service.decisions.money import Override
from matcher.service.decisions.refusing import decided_bed_gone
from matcher.service.decisions.scene import Scene, beds_for, locked, refuse_impossible_start
from matcher.service.decisions.telling import Later, record_close
from matcher.store import decisions, holds
from matcher.store.decisions import Closed, Decision
from matcher.store.placing import LockedBed
from matcher.store.proposals import proposal
from matcher.store.work import Work

_ALONE = "who decided does not approve or refuse it: ask a second person, or withdraw it"


def approve(work: Work, actor: Actor, decision_id: int, command: Approve) -> tuple[Decision, ...]:
    """Everything is looked at again; then the placing is final, for all of its siblings at once.

    Raises Forbidden (the one who decided), NotFound, Conflict (stale, bed_taken, budget, decided, starts).
    """
    actor.require("approve")
    scene, waiting = _waiting(work, decision_id)
    _refuse_the_same_person(actor, waiting)
    _refuse_other_hashes(command, waiting)
    override = _override(actor, command)
    assert waiting[0].starts is not None
    refuse_impossible_start(work, waiting[0].starts)
    shown = [proposal(work, decision.proposal_id) for decision in waiting]
    beds = _decided_beds(work, scene, waiting)
    checked = check(work, scene, shown, waiting[0].starts)
    done = tuple(_close(work, actor, decision, "final") for decision in waiting)
    pairs = [(decision.id, child) for decision, child in zip(waiting, checked, strict=True)]
    over = finish(work, scene, pairs, beds, waiting[0].starts, override)
    for decision in done:
        record_close(work, actor, "decision.approved", decision, over)
    return done


def refuse(work: Work, actor: Actor, decision_id: int, command: Close) -> tuple[Decision, ...]:
    """The second person says no, with a reason; the beds are free again. Raises as `approve` does."""
    actor.require("approve")
    _, waiting = _waiting(work, decision_id)
    _refuse_the_same_person(actor, waiting)
    return _closed(work, actor, waiting, "refused", command.reason)


def withdraw(work: Work, actor: Actor, decision_id: int, command: Close) -> tuple[Decision, ...]:
    """An officer takes back what awaits a second person: any officer, since the first may be away."""
    actor.require("decide")
    _, waiting = _waiting(work, decision_id)
    return _closed(work, actor, waiting, "withdrawn", command.reason)


def withdraw_all(work: Work, actor: Actor, waiting: Sequence[Decision], reason: str) -> tuple[Decision, ...]:
    """The same for decisions that the caller has locked."""
    return _closed(work, actor, waiting, "withdrawn", reason)


def _waiting(work: Work, decision_id: int) -> tuple[Scene, tuple[Decision, ...]]:
    """Lock the children, the homes, the beds, then the decisions of one act. Raises NotFound, Conflict."""
    act = decisions.together_with(work, decisions.one(work, decision_id))
    scene = locked(work, [one.referral_id for one in act], [one.home_id for one in act if one.home_id])
    waiting = decisions.together_with(work, act[0], lock=True)
    closed = next((decision for decision in waiting if decision.state != "awaiting"), None)
    if closed is not None:
        raise Conflict("decided", f"decision {closed.id} is {closed.state}: it awaits nobody")
    return scene, waiting


def _refuse_the_same_person(actor: Actor, waiting: Sequence[Decision]) -> None:
    if any(decision.decided_by == actor.id for decision in waiting):
        raise Forbidden(_ALONE)


def _refuse_other_hashes(command: Approve, waiting: Sequence[Decision]) -> None:
    if set(command.shown_hashes) != {decision.shown_hash for decision in waiting}:
        fault = Fault("$.shown_hashes", "are not those of this decision: read it again, then approve")
        raise Conflict("stale", "what was shown is not what was decided: nothing was approved", [fault])


def _override(actor: Actor, command: Approve) -> Override | None:
    if command.over_budget_reason is None:
        return None
    actor.require("write_budgets")
    assert actor.id is not None
    return Override(actor.id, command.over_budget_reason)


def _decided_beds(work: Work, scene: Scene, waiting: Sequence[Decision]) -> dict[int, LockedBed]:
    """The very beds that were decided on: their hold may have run out, and somebody have come first."""
    starts = waiting[0].starts
    assert starts is not None
    beds: dict[int, LockedBed] = {}
    for decision in waiting:
        assert decision.home_id is not None
        own = replace(scene, beds=tuple(bed for bed in scene.beds if bed.id == decision.bed_id))
        beds |= beds_for(work, own, [(decision.referral_id, decision.home_id)], starts)
    if len(beds) < len(waiting):
        raise decided_bed_gone(scene, waiting, starts)
    return beds


def _closed(
    work: Work, actor: Actor, waiting: Sequence[Decision], state: Closed, reason: str
) -> tuple[Decision, ...]:
    action: Later = "decision.refused" if state == "refused" else "decision.withdrawn"
    done = tuple(_close(work, actor, decision, state, reason) for decision in waiting)
    for decision in done:
        holds.release_of(work, decision.referral_id, decision.bed_id)
    for decision in done:
        record_close(work, actor, action, decision)
    return done


def _close(
    work: Work, actor: Actor, decision: Decision, state: Closed, reason: str | None = None
) -> Decision:
    second = None if state == "withdrawn" else actor.id
    try:
        decisions.close(work, decision.id, state, second, reason)
    except Broken as broken:
        if broken.constraint == decisions.TWO_PEOPLE:
            raise Forbidden(_ALONE) from None
        raise
    return replace(decision, state=state, approver_id=second, closed_at=work.now, closing_reason=reason)
