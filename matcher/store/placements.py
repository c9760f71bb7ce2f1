"""Placements: which child sleeps in which bed, from which night up to which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Row

from matcher.store.rows import add, change, every, get, page
from matcher.store.tables.homes import PLACEMENTS
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredPlacement:
    """Nights from `starts` up to, not with, `ends`; None: no end is known."""

    id: int
    child_id: int
    home_id: int
    bed_id: int
    starts: date
    ends: date | None
    weekly_price_pence: int
    source: Literal["decision", "import"]
    decision_id: int | None


def add_placement(
    work: Work,
    child_id: int,
    bed: tuple[int, int],
    nights: tuple[date, date | None],
    weekly_price_pence: int,
    decision_id: int | None = None,
) -> int:
    """A child in a bed, (home id, bed id), decided here or, without a decision, imported; returns the id.

    Raises Broken (ex_placements_bed, ex_placements_child, ck_placements_half_open).
    """
    return add(
        work,
        PLACEMENTS,
        child_id=child_id,
        home_id=bed[0],
        bed_id=bed[1],
        starts=nights[0],
        ends=nights[1],
        weekly_price_pence=weekly_price_pence,
        source="import" if decision_id is None else "decision",
        decision_id=decision_id,
        created_at=work.now,
    )


def placement(work: Work, placement_id: int, lock: bool = False) -> StoredPlacement:
    """Raises NotFound."""
    return _placement(get(work, PLACEMENTS, placement_id, lock=lock))


def lasting(work: Work, day: date) -> tuple[StoredPlacement, ...]:
    """All that have a night on this day or after: those that have not ended, and those to come."""
    return tuple(_placement(row) for row in every(work, PLACEMENTS, _lasts(day)))


def lasting_of(work: Work, child_ids: Collection[int], day: date) -> tuple[StoredPlacement, ...]:
    """The same of these children."""
    where = (_lasts(day), PLACEMENTS.c.child_id.in_(child_ids))
    return tuple(_placement(row) for row in every(work, PLACEMENTS, *where))


def lasting_at_home(work: Work, home_id: int, day: date) -> tuple[StoredPlacement, ...]:
    """The same of one home."""
    where = (_lasts(day), PLACEMENTS.c.home_id == home_id)
    return tuple(_placement(row) for row in every(work, PLACEMENTS, *where))


def page_of(work: Work, after: int | None, limit: int, day: date | None) -> Sequence[StoredPlacement]:
    """At most `limit` placements with ids above `after`; with a day, those that last on it."""
    where = () if day is None else (_lasts(day),)
    return tuple(_placement(row) for row in page(work, PLACEMENTS, after, limit, *where))


def end(work: Work, placement_id: int, ends: date) -> None:
    """The first night that the child no longer sleeps there. Raises NotFound, Broken."""
    change(work, PLACEMENTS, placement_id, ends=ends)


def _lasts(day: date) -> Any:
    return PLACEMENTS.c.ends.is_(None) | (PLACEMENTS.c.ends > day)


def _placement(row: Row[Any]) -> StoredPlacement:
    return StoredPlacement(
        row.id,
        row.child_id,
        row.home_id,
        row.bed_id,
        row.starts,
        row.ends,
        row.weekly_price_pence,
        row.source,
        row.decision_id,
    )
