"""What one act has locked: the children it is about, their homes, and every bed there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.errors import Conflict, Fault
from matcher.service.days import today
from matcher.store import decisions, holds, placing
from matcher.store.placing import LockedBed, LockedHome, LockedReferral
from matcher.store.work import Work

MAX_DAYS_BACK = 7
"""An emergency of the weekend is written down on Monday; anything older is an import."""
MAX_DAYS_AHEAD = 366


@dataclass(frozen=True)
class Scene:
    """Locked rows by id; nobody else decides about these children or takes these beds until the work ends."""

    referrals: Mapping[int, LockedReferral]
    homes: Mapping[int, LockedHome]
    beds: tuple[LockedBed, ...]

    def child(self, referral_id: int) -> str:
        """The reference of a locked referral."""
        return self.referrals[referral_id].reference

    def home(self, home_id: int) -> str:
        """The reference of a locked home."""
        return self.homes[home_id].reference


def locked(work: Work, referral_ids: Collection[int], home_ids: Collection[int]) -> Scene:
    """Lock referrals, then homes, then their beds, each by id. Raises NotFound."""
    referrals = {row.id: row for row in placing.lock_referrals(work, referral_ids)}
    homes = {row.id: row for row in placing.lock_homes(work, home_ids)}
    beds = placing.lock_beds(work, home_ids)
    holds.release_expired(work, [bed.id for bed in beds])
    return Scene(referrals, homes, beds)


def refuse_unless_open(work: Work, scene: Scene) -> None:
    """Raises Conflict (decided): each child waits still, and nobody has taken a home for it."""
    for decision in decisions.placing_of(work, scene.referrals):
        child = scene.child(decision.referral_id)
        if decision.state == "awaiting":
            way_out = "it awaits a second person: withdraw it first"
            raise Conflict("decided", f"{child}: a placing is decided already ({decision.id}); {way_out}")
        raise Conflict("decided", f"{child}: a placing is decided already ({decision.id})")
    for referral in scene.referrals.values():
        if referral.state != "open":
            raise Conflict("decided", f"{referral.reference} is {referral.state}: it waits for no decision")


def beds_for(
    work: Work, scene: Scene, wanted: Iterable[tuple[int, int]], starts: date
) -> dict[int, LockedBed]:
    """A bed for each (referral, home), by referral, in the order given; a child without one is left out.

    A bed is free when it is not blocked, no other child has a night in it from `starts` on, and it is not
    held for another child. One that is held for the child itself comes first; a child who lives there with
    no end known has its own. One whose end is known is looked at like any other: its bed may be promised.
    """
    chosen: dict[int, LockedBed] = {}
    for referral_id, home_id in wanted:
        used = {bed.id for bed in chosen.values()}
        for bed in _free(work, scene, referral_id, home_id, starts):
            if bed.id not in used:
                chosen[referral_id] = bed
                break
    return chosen


def refuse_impossible_start(work: Work, starts: date) -> None:
    """Raises Conflict (starts): a first night is neither long past nor more than a year away."""
    days = (starts - today(work)).days
    if not -MAX_DAYS_BACK <= days <= MAX_DAYS_AHEAD:
        limits = f"at most {MAX_DAYS_BACK} days back and {MAX_DAYS_AHEAD} ahead"
        fault = Fault("$.starts", f"is {abs(days)} days {'back' if days < 0 else 'ahead'}: {limits}")
        raise Conflict("starts", f"a placement starts {limits}", [fault])


def _free(work: Work, scene: Scene, referral_id: int, home_id: int, starts: date) -> list[LockedBed]:
    child_id = scene.referrals[referral_id].child_id
    beds = [bed for bed in scene.beds if bed.home_id == home_id]
    own = placing.bed_of(work, child_id, home_id, today(work))
    if own is not None:
        return [bed for bed in beds if bed.id == own]
    ids = [bed.id for bed in beds]
    taken = placing.taken(work, ids, starts, child_id)
    holders = {hold.bed_id: hold.referral_id for hold in holds.live(work, bed_ids=ids)}
    free = [
        bed
        for bed in beds
        if not bed.blocked and bed.id not in taken and holders.get(bed.id, referral_id) == referral_id
    ]
    return sorted(free, key=lambda bed: (bed.id not in holders, bed.id))
