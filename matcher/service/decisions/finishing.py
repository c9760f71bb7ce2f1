"""A decision becomes final: the bed is taken, the money committed, the referral answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from matcher.errors import Broken, Conflict
from matcher.service.decisions.checking import Checked
from matcher.service.decisions.money import Override, charge
from matcher.service.decisions.scene import Scene
from matcher.store import holds, placing
from matcher.store.placing import LockedBed
from matcher.store.work import Work

_OVERLAPS = {
    "ex_placements_bed": ("bed_taken", "the bed has just been taken: ask again, then decide"),
    "ex_placements_child": ("decided", "the child has a placement on these nights already"),
    "ck_placements_half_open": ("starts", "the child's present placement begins on that day or later"),
}


def finish(
    work: Work,
    scene: Scene,
    decided: Sequence[tuple[int, Checked]],
    beds: Mapping[int, LockedBed],
    starts: date,
    override: Override | None = None,
) -> dict[str, int]:
    """Place every child of an act, (decision id, what was checked); by how much each fund was let over.

    A child who lives somewhere leaves on the day it starts; one who stays begins anew in the same bed.
    Raises Conflict (budget, bed_taken, decided, starts).
    """
    over = charge(work, decided, override)
    for decision_id, child in decided:
        referral = scene.referrals[child.proposal.referral_id]
        bed = beds[referral.id]
        try:
            placing.end_where_the_child_lives(work, referral.child_id, starts)
            placing.place(
                work,
                decision_id=decision_id,
                child_id=referral.child_id,
                bed=bed,
                starts=starts,
                price=child.weekly_price_pence,
            )
        except Broken as broken:
            raise _told(broken) from None
        placing.mark_placed(work, referral.id)
        holds.release_of(work, referral.id)
        if not child.stays:
            placing.use_up(work, bed.home_id, child.staff_hours)
    return over


def _told(broken: Broken) -> Conflict | Broken:
    if broken.constraint not in _OVERLAPS:
        return broken
    code, words = _OVERLAPS[broken.constraint]
    return Conflict(code, words)
