"""A home says no: its answer is kept, and what waited for a second person about it is over."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.domain.commands.decisions import Rejected
from matcher.errors import Conflict
from matcher.service.actor import Actor
from matcher.service.decisions.approving import withdraw_all
from matcher.service.decisions.scene import locked
from matcher.service.record import recorded
from matcher.store import decisions, holds, offers
from matcher.store.decisions import Decision
from matcher.store.work import Work


@dataclass(frozen=True)
class Rejection:
    """The offer that now says declined, and the decisions that were withdrawn with it."""

    offer_id: int
    withdrawn: tuple[Decision, ...]


def record_rejection(work: Work, actor: Actor, command: Rejected) -> Rejection:
    """A home's no for a child, with its reason: the rule `declined` shuts the home to the child from now on.

    An awaiting decision for that home is withdrawn, its siblings' with it, and the beds are free again.
    Raises Forbidden, NotFound, Conflict (decided).
    """
    actor.require("decide")
    act = _awaiting_there(work, command)
    children = {command.referral_id, *(one.referral_id for one in act)}
    scene = locked(work, children, [command.home_id])
    waiting = decisions.together_with(work, act[0], lock=True) if act else ()
    _refuse_after_the_fact(work, command, scene.child(command.referral_id))
    offer_id = _declined(work, actor, command)
    for kept in holds.live(work, bed_ids=[bed.id for bed in scene.beds], referral_id=command.referral_id):
        holds.release(work, kept.id)
    still = [decision for decision in waiting if decision.state == "awaiting"]
    withdrawn = withdraw_all(work, actor, still, command.reason)
    recorded(
        work,
        actor,
        "offer.declined",
        ("offer", offer_id),
        referral_id=command.referral_id,
        home_id=command.home_id,
        withdrawn=[decision.id for decision in withdrawn],
    )
    return Rejection(offer_id, withdrawn)


def _awaiting_there(work: Work, command: Rejected) -> tuple[Decision, ...]:
    """The act that waits for this child to go there, its siblings' decisions among it; not locked yet."""
    for decision in decisions.placing_of(work, [command.referral_id]):
        if decision.state == "awaiting" and decision.home_id == command.home_id:
            return decisions.together_with(work, decision)
    return ()


def _refuse_after_the_fact(work: Work, command: Rejected, child: str) -> None:
    for decision in decisions.placing_of(work, [command.referral_id]):
        if decision.state == "final" and decision.home_id == command.home_id:
            raise Conflict("decided", f"{child}: the placing is final: end the placement instead")


def _declined(work: Work, actor: Actor, command: Rejected) -> int:
    """The home's one answer for this child, now no."""
    answer = {"status": "declined", "reason": command.reason, "weekly_price_pence": None, "expires": None}
    known = offers.offer_of(work, command.referral_id, command.home_id)
    if known is None:
        return offers.add_offer(work, command.referral_id, command.home_id, actor.id, **answer)
    offers.change_offer(work, known.id, None, actor.id, **answer)
    return known.id
