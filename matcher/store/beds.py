"""Beds: one row a registered place, blocked or not, held for a child or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from matcher.errors import NotFound
from matcher.store.rows import add, change, every, get
from matcher.store.tables.decisions import HOLDS
from matcher.store.tables.homes import BEDS
from matcher.store.work import Work


@dataclass(frozen=True)
class Bed:
    """One registered place of a home."""

    id: int
    home_id: int
    label: str
    blocked: bool
    blocked_reason: str | None


def add_bed(work: Work, home_id: int, label: str) -> int:
    """A new place; returns the id. Raises Broken (uq_beds_council_id_home_id_label)."""
    return add(work, BEDS, home_id=home_id, label=label, blocked=False)


def every_bed(work: Work) -> tuple[Bed, ...]:
    """All beds of the council, in the order of their ids."""
    return tuple(_bed(row) for row in every(work, BEDS))


def beds_of(work: Work, home_id: int, lock: bool = False) -> tuple[Bed, ...]:
    """The beds of a home in the order of their ids; with `lock`, nobody else takes one meanwhile."""
    ours = (BEDS.c.council_id == work.council_id) & (BEDS.c.home_id == home_id)
    statement = select(BEDS).where(ours).order_by(BEDS.c.id)
    rows = work.connection.execute(statement.with_for_update() if lock else statement)
    return tuple(_bed(row) for row in rows)


def bed(work: Work, home_id: int, bed_id: int) -> Bed:
    """A bed of this home, locked until this work ends. Raises NotFound."""
    found = _bed(get(work, BEDS, bed_id, lock=True))
    if found.home_id != home_id:
        raise NotFound("there is nothing with this id here")
    return found


def set_blocked(work: Work, bed_id: int, reason: str | None) -> None:
    """Not usable, for this reason; usable again where there is none."""
    change(work, BEDS, bed_id, blocked=reason is not None, blocked_reason=reason)


def live_holds(work: Work) -> Mapping[int, int]:
    """The beds that are held at this moment, and the referral that each is held for."""
    now = (HOLDS.c.released_at.is_(None), HOLDS.c.expires_at > work.now)
    return {row.bed_id: row.referral_id for row in every(work, HOLDS, *now)}


def _bed(row: Row[Any]) -> Bed:
    return Bed(row.id, row.home_id, row.label, row.blocked, row.blocked_reason)
