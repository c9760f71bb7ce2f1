"""Holds: a bed kept for a child while people ask around; few an officer, short, and seen by all (T10)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from matcher.domain.commands.decisions import HoldBed
from matcher.errors import Broken, Conflict, Forbidden, NotFound
from matcher.service.actor import Actor
from matcher.service.cases import deciding_of
from matcher.service.days import today
from matcher.service.decisions.scene import (
    Scene,
    beds_for,
    locked,
    refuse_impossible_start,
    refuse_unless_open,
)
from matcher.service.record import recorded
from matcher.store import holds
from matcher.store.holds import Hold
from matcher.store.placing import LockedBed
from matcher.store.work import Work


def hold(work: Work, actor: Actor, command: HoldBed) -> Hold:
    """Keep a free bed of a home for a child, until the policy's minutes are over.

    Raises Forbidden, NotFound, Conflict (too_many_holds, decided, held, closed, bed_taken, starts).
    """
    actor.require("decide")
    assert actor.id is not None
    starts = command.starts or today(work)
    refuse_impossible_start(work, starts)
    limits = deciding_of(work)
    holds.lock_officer(work, actor.id)
    _refuse_too_many(work, actor.id, limits.holds_per_officer)
    scene = locked(work, [command.referral_id], [command.home_id])
    refuse_unless_open(work, scene)
    bed = _free_bed(work, scene, command, starts)
    until = work.now + timedelta(minutes=limits.hold_minutes)
    kept = _keep(work, actor.id, command, bed.id, until)
    told = {"bed_id": kept.bed_id, "home_id": kept.home_id, "referral_id": kept.referral_id}
    recorded(work, actor, "hold.made", ("hold", kept.id), **told, expires_at=until.isoformat())
    return kept


def release(work: Work, actor: Actor, hold_id: int) -> Hold:
    """Give a bed back: who holds it, or a commissioner. Raises Forbidden, NotFound, Conflict (awaiting)."""
    if not actor.may("write_budgets"):
        actor.require("decide")
    if not actor.may("write_budgets"):
        actor.require("decide")
    found = holds.live(work, hold_id=hold_id)
    if not found:
        raise NotFound("there is nothing with this id here")
    kept = found[0]
    if kept.held_by != actor.id and not actor.may("write_budgets"):
        raise Forbidden("this bed is held by another officer: ask them, or a commissioner, to release it")
    if kept.awaiting is not None:
        words = f"the bed is kept for decision {kept.awaiting}: withdraw that, and the bed is free"
        raise Conflict("awaiting", words)
    holds.release(work, kept.id)
    recorded(work, actor, "hold.released", ("hold", kept.id), bed_id=kept.bed_id, home_id=kept.home_id)
    return kept


def page_of_holds(work: Work, actor: Actor, after: int | None, limit: int) -> tuple[Hold, ...]:
    """Every live hold of the council, whoever made it."""
    actor.require("read_decisions")
    return holds.live(work, after, limit)


def _refuse_too_many(work: Work, officer_id: int, most: int) -> None:
    if holds.count_of(work, officer_id) >= most:
        words = f"you hold {most} beds already, as many as the policy allows: release one first"
        raise Conflict("too_many_holds", words)


def _free_bed(work: Work, scene: Scene, command: HoldBed, starts: date) -> LockedBed:
    home, child = scene.home(command.home_id), scene.child(command.referral_id)
    if not scene.homes[command.home_id].open:
        raise Conflict("closed", f"{home} is closed: hold a bed elsewhere")
    if any(kept.home_id == command.home_id for kept in holds.live(work, referral_id=command.referral_id)):
        raise Conflict("held", f"{home} keeps a bed for {child} already")
    beds = beds_for(work, scene, [(command.referral_id, command.home_id)], starts)
    if not beds:
        raise Conflict("bed_taken", f"{home} has no bed free from {starts:%Y-%m-%d}: hold one elsewhere")
    return beds[command.referral_id]


def _keep(work: Work, officer_id: int, command: HoldBed, bed_id: int, until: datetime) -> Hold:
    try:
        hold_id = holds.hold(work, bed_id, command.referral_id, officer_id, until)
    except Broken as broken:
        if broken.constraint == holds.ONE_HOLD:
            raise Conflict("bed_taken", "the bed has just been held: ask again") from None
        raise
    return Hold(hold_id, command.home_id, bed_id, command.referral_id, officer_id, work.now, until, None)
