"""Placements that were made elsewhere, and the end of any. A placement made here comes of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from matcher.domain.commands.placements import EndPlacement, ImportPlacement
from matcher.domain.home import Resident
from matcher.errors import Conflict
from matcher.service.actor import Actor
from matcher.service.alone import check_resident
from matcher.service.days import today
from matcher.service.record import recorded
from matcher.service.told import told
from matcher.store import beds, children, holds, homes, referrals
from matcher.store import placements as kept
from matcher.store.placements import StoredPlacement
from matcher.store.work import Work

_BED = (
    "bed_taken",
    "somebody else sleeps in this bed in some of these nights: choose another bed or other days",
)
_CHILD = ("child_placed", "the child has a placement in some of these nights: end that one first")


def get_placement(work: Work, actor: Actor, placement_id: int) -> StoredPlacement:
    """Raises Forbidden, NotFound."""
    actor.require("read_referrals")
    return kept.placement(work, placement_id)


def page_of_placements(
    work: Work, actor: Actor, after: int | None, limit: int, on: date | None = None
) -> Sequence[StoredPlacement]:
    """At most `limit` placements with ids above `after`; with a day, those not over by it.

    Raises Forbidden.
    """
    actor.require("read_referrals")
    return kept.page_of(work, after, limit, on)


def import_placement(work: Work, actor: Actor, command: ImportPlacement) -> StoredPlacement:
    """A child who lives in a bed already, or will; the database itself refuses nights that overlap.

    A child who waits for a home is placed by a decision, never by an import: no second person would be
    asked and no fund charged. Raises Forbidden, NotFound, BadCase, Conflict (bed_taken, bed_held,
    child_placed, child_waits, child_differs, reference_taken).
    """
    actor.require("import_data")
    check_resident(command.child, today(work))
    homes.home(work, command.home_id, lock=True)
    beds.bed(work, command.home_id, command.bed_id)
    child_id = _child(work, command.child)
    _refuse_waiting(work, child_id, command)
    if holds.live(work, bed_ids=[command.bed_id]) and not _over(work, command):
        raise Conflict("bed_held", "this bed is held for a child: release the hold, or choose another bed")
    with told(ex_placements_bed=_BED, ex_placements_child=_CHILD):
        placement_id = kept.add_placement(
            work,
            child_id,
            (command.home_id, command.bed_id),
            (command.starts, command.ends),
            command.weekly_price_pence,
        )
    what = {"child_id": child_id, "home_id": command.home_id, "bed_id": command.bed_id}
    recorded(work, actor, "placement_imported", ("placement", placement_id), **what)
    return kept.placement(work, placement_id)


def _refuse_waiting(work: Work, child_id: int, command: ImportPlacement) -> None:
    """What is over is history, and says nothing of where a child who waits goes next."""
    if referrals.open_referral_of(work, child_id) is not None and not _over(work, command):
        raise Conflict(
            "child_waits",
            "this child has an open referral: decide on a proposal, or import before it is referred",
        )


def _over(work: Work, command: ImportPlacement) -> bool:
    return command.ends is not None and command.ends <= today(work)


def end_placement(work: Work, actor: Actor, placement_id: int, command: EndPlacement) -> StoredPlacement:
    """The night from which the bed is free; a known end may be moved until it has passed.

    Raises Forbidden, NotFound, Conflict (placement_over, ends_too_early, bed_taken, child_placed).
    """
    actor.require("decide")
    home_id = kept.placement(work, placement_id).home_id
    homes.home(work, home_id, lock=True)
    before = kept.placement(work, placement_id, lock=True)
    if before.ends is not None and before.ends <= today(work):
        raise Conflict("placement_over", f"it ended on {before.ends.isoformat()} already")
    early = ("ends_too_early", "a placement lasts a night at least: choose a later day")
    with told(ck_placements_half_open=early, ex_placements_bed=_BED, ex_placements_child=_CHILD):
        kept.end(work, placement_id, command.ends)
    what = {"ends": command.ends.isoformat(), "reason": command.reason, "home_id": home_id}
    recorded(work, actor, "placement_ended", ("placement", placement_id), **what)
    return kept.placement(work, placement_id)


def _child(work: Work, given: Resident) -> int:
    known = children.child_by_reference(work, given.id)
    if known is not None:
        if (known.birth_date, known.gender, known.flags) != (given.birth_date, given.gender, given.flags):
            words = "this child is known otherwise here: correct one of the two, then import again"
            raise Conflict("child_differs", words)
        return known.id
    taken = ("reference_taken", "another child is known by this code: choose another")
    if referrals.with_reference(work, given.id) is not None:
        raise Conflict(*taken)
    with told(uq_children_council_id_reference=taken):
        return children.add_child(work, given.id, given.birth_date, given.gender, given.flags)
