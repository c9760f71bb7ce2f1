"""What could not be done: told with the way out, and written down, since somebody tried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matcher.errors import Conflict, Fault
from matcher.service.actor import Actor
from matcher.service.decisions.scene import Scene
from matcher.service.record import recorded
from matcher.store import placing
from matcher.store.decisions import Decision
from matcher.store.proposals import StoredProposal, proposals_of
from matcher.store.work import Work

NAMED_HOMES = 3
"""So many other homes with room are named, the best ranked first."""


def bed_taken(work: Work, scene: Scene, shown: Sequence[StoredProposal], starts: date) -> Conflict:
    """No bed is left for every child of an act: what else there is, from the same run."""
    home = scene.home(shown[0].home_id or 0)
    room = "no bed" if len(shown) == 1 else f"no {len(shown)} beds"
    faults = [Fault("$.home", f"{home} has {room} free from {starts:%Y-%m-%d}")]
    others = _with_room(work, shown, starts)
    faults += [Fault(f"$.alternatives[{i}]", f"{other} has a bed free") for i, other in enumerate(others)]
    told = f"free among the next ranked: {', '.join(others)}" if others else "ask for a new plan"
    return Conflict("bed_taken", f"{home} has {room} free any more; {told}", faults)


def decided_bed_gone(scene: Scene, waiting: Sequence[Decision], starts: date) -> Conflict:
    """The bed that an awaiting act was decided on is taken or blocked by now; others may be free."""
    home = scene.home(waiting[0].home_id or 0)
    bed = "the bed" if len(waiting) == 1 else "one of the beds"
    words = f"{bed} at {home} that was decided on is gone: withdraw the decision, and decide again"
    return Conflict("bed_taken", words, [Fault("$.bed", f"is not free from {starts:%Y-%m-%d}")])


def record_refusal(work: Work, actor: Actor, subject: tuple[str, int], refused: Conflict) -> int:
    """One row for an act that today's data did not allow: its code and no words. In a work of its own."""
    return recorded(work, actor, "act.refused", subject, code=refused.code)


def _with_room(work: Work, shown: Sequence[StoredProposal], starts: date) -> list[str]:
    """References of the first child's other homes, by rank, where a bed is free now."""
    first = shown[0]
    ranked = [
        one.home_id
        for one in proposals_of(work, first.run_id, first.referral_id)
        if one.home_id is not None and one.home_id != first.home_id
    ]
    room = placing.with_room(work, ranked, starts, first.referral_id)
    return [room[home_id] for home_id in ranked if home_id in room][:NAMED_HOMES]
