"""Accept, override or decline what was proposed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from matcher.domain.commands.decisions import Decide
from matcher.errors import BadCase, Broken, Conflict, Fault
from matcher.service.actor import Actor
from matcher.service.cases import deciding_of
from matcher.service.decisions.checking import Checked, check
from matcher.service.decisions.finishing import finish
from matcher.service.decisions.money import ASK, over_budget, short_funds
from matcher.service.decisions.refusing import bed_taken
from matcher.service.decisions.scene import (
    beds_for,
    locked,
    refuse_impossible_start,
    refuse_unless_open,
)
from matcher.service.decisions.telling import record_decision
from matcher.store import decisions, holds
from matcher.store.decisions import Decision
from matcher.store.placing import LockedBed
from matcher.store.proposals import StoredProposal, proposal
from matcher.store.tables.base import new_id
from matcher.store.work import Work


def decide(work: Work, actor: Actor, command: Decide) -> tuple[Decision, ...]:
    """Accept or override, whose placing is then final or awaits a second person, or decline.

    One decision a choice; siblings who must live together are decided in one act, all of them or none.
    Raises Forbidden, NotFound, BadCase, Conflict (stale, decided, bed_taken, together, budget, starts).
    """
    actor.require("decide")
    shown = _as_shown(work, command)
    if command.kind == "decline":
        return _decline(work, actor, command, shown[0])
    _refuse_wrong_kind(command, shown)
    return _place(work, actor, command, shown)


def _as_shown(work: Work, command: Decide) -> tuple[StoredProposal, ...]:
    shown = tuple(proposal(work, choice.proposal_id) for choice in command.choices)
    other = [
        Fault(f"$.choices[{i}].shown_hash", "is not the hash of this proposal: read it again, then decide")
        for i, (choice, one) in enumerate(zip(command.choices, shown, strict=True))
        if choice.shown_hash != one.hash
    ]
    if other:
        raise Conflict("stale", "what was shown is not what is stored: nothing was decided", other)
    return shown


def _refuse_wrong_kind(command: Decide, shown: Sequence[StoredProposal]) -> None:
    faults = [
        Fault(f"$.choices[{i}]", "has no home: it can only be declined")
        for i, one in enumerate(shown)
        if one.home_id is None
    ]
    if len({one.referral_id for one in shown}) < len(shown):
        faults.append(Fault("$.choices", "names a child twice: choose one proposal for each"))
    if len({one.home_id for one in shown}) > 1:
        faults.append(Fault("$.choices", "names several homes: only siblings going to one home are one act"))
    as_proposed = all(one.proposed and not one.document["pinned"] for one in shown)
    if command.kind == "accept" and not as_proposed:
        faults.append(
            Fault("$.kind", "is not the plan's own proposal, or is pinned: override, with a reason")
        )
    if command.kind == "override" and as_proposed:
        faults.append(Fault("$.kind", "is the plan's own proposal: accept it"))
    if faults:
        raise BadCase(faults)


def _place(
    work: Work, actor: Actor, command: Decide, shown: Sequence[StoredProposal]
) -> tuple[Decision, ...]:
    assert command.starts is not None
    refuse_impossible_start(work, command.starts)
    scene = locked(work, [one.referral_id for one in shown], [one.home_id or 0 for one in shown])
    refuse_unless_open(work, scene)
    beds = beds_for(work, scene, [(one.referral_id, one.home_id or 0) for one in shown], command.starts)
    if len(beds) < len(shown):
        raise bed_taken(work, scene, shown, command.starts)
    checked = _with_budget_ground(work, command, check(work, scene, shown, command.starts))
    made = _made(work, actor, command, checked, beds)
    if made[0].state == "awaiting":
        _hold_for_the_second_person(work, actor, made)
    else:
        pairs = [(decision.id, child) for decision, child in zip(made, checked, strict=True)]
        finish(work, scene, pairs, beds, command.starts)
    for decision in made:
        record_decision(work, actor, decision)
    return made


def _with_budget_ground(work: Work, command: Decide, checked: tuple[Checked, ...]) -> tuple[Checked, ...]:
    """The same, with `budget` among the grounds where a commissioner is asked to let a fund go over."""
    short = short_funds(work, checked)
    if not short:
        return checked
    if not command.over_budget:
        raise over_budget(short, ASK)
    return tuple(
        replace(child, grounds=(*child.grounds, "budget")) if short.keys() & child.shares.keys() else child
        for child in checked
    )


def _made(
    work: Work,
    actor: Actor,
    command: Decide,
    checked: Sequence[Checked],
    beds: Mapping[int, LockedBed],
) -> tuple[Decision, ...]:
    two_people = any(child.grounds for child in checked)
    ids = [new_id() for _ in checked]
    made = tuple(
        replace(
            _decision(work, actor, command, child.proposal, decision_id),
            bed_id=beds[child.proposal.referral_id].id,
            state="awaiting" if two_people else "final",
            grounds=child.grounds,
            two_people=two_people,
            together_id=ids[0] if len(ids) > 1 else None,
            closed_at=None if two_people else work.now,
        )
        for decision_id, child in zip(ids, checked, strict=True)
    )
    for decision in made:
        _insert(work, decision)
    return made


def _decision(work: Work, actor: Actor, command: Decide, shown: StoredProposal, decision_id: int) -> Decision:
    assert actor.id is not None
    return Decision(
        id=decision_id,
        proposal_id=shown.id,
        referral_id=shown.referral_id,
        home_id=shown.home_id,
        bed_id=None,
        kind=command.kind,
        state="final",
        shown_hash=shown.hash,
        starts=command.starts,
        reason=command.reason,
        loss=dict(shown.document["regret"] or {}),
        grounds=(),
        two_people=False,
        together_id=None,
        decided_by=actor.id,
        decided_at=work.now,
        closed_at=work.now,
    )


def _insert(work: Work, decision: Decision) -> None:
    try:
        decisions.insert(work, decision)
    except Broken as broken:
        if broken.constraint == decisions.ONE_PLACING:
            raise Conflict("decided", "a placing of this child is decided already") from None
        raise


def _hold_for_the_second_person(work: Work, actor: Actor, made: Sequence[Decision]) -> None:
    """The beds are kept as long as any hold, and not counted among the officer's own."""
    assert actor.id is not None
    until = work.now + timedelta(minutes=deciding_of(work).hold_minutes)
    for decision in made:
        assert decision.bed_id is not None
        holds.release_of(work, decision.referral_id, decision.bed_id)
        holds.hold(work, decision.bed_id, decision.referral_id, actor.id, until)


def _decline(work: Work, actor: Actor, command: Decide, shown: StoredProposal) -> tuple[Decision, ...]:
    scene = locked(work, [shown.referral_id], [])
    refuse_unless_open(work, scene)
    if decisions.declined(work, shown.id):
        raise Conflict("decided", "this proposal has been declined already")
    decision = _decision(work, actor, command, shown, new_id())
    _insert(work, decision)
    record_decision(work, actor, decision)
    return (decision,)
