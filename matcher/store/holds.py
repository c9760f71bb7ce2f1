"""Holds: a bed kept for one child, for some minutes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, select, update

from matcher.store.placing import constraints_told
from matcher.store.rows import add
from matcher.store.tables.decisions import DECISIONS, HOLDS
from matcher.store.tables.homes import BEDS
from matcher.store.tables.people import USERS
from matcher.store.work import Work

ONE_HOLD = "uq_holds_one_a_bed"
"""The constraint that refuses a second hold of one bed."""


@dataclass(frozen=True)
class Hold:
    """A bed that is kept. `awaiting`: the decision that it is kept for; None: an officer's own hold."""

    id: int
    home_id: int
    bed_id: int
    referral_id: int
    held_by: int
    held_at: datetime
    expires_at: datetime
    awaiting: int | None


def hold(work: Work, bed_id: int, referral_id: int, officer_id: int, expires_at: datetime) -> int:
    """Keep a bed; the caller has locked it. The database refuses a second hold of one bed."""
    values = {"bed_id": bed_id, "referral_id": referral_id, "held_by": officer_id}
    with constraints_told():
        return add(work, HOLDS, **values, held_at=work.now, expires_at=expires_at)


def live(
    work: Work,
    after: int | None = None,
    limit: int = 1_000,
    *,
    hold_id: int | None = None,
    bed_ids: Collection[int] | None = None,
    referral_id: int | None = None,
) -> tuple[Hold, ...]:
    """Holds that are neither released nor expired, by id; narrowed by what is given."""
    where = [_live(work)]
    if after is not None:
        where.append(HOLDS.c.id > after)
    if hold_id is not None:
        where.append(HOLDS.c.id == hold_id)
    if bed_ids is not None:
        where.append(HOLDS.c.bed_id.in_(bed_ids))
    if referral_id is not None:
        where.append(HOLDS.c.referral_id == referral_id)
    statement = (
        select(HOLDS, BEDS.c.home_id, DECISIONS.c.id.label("awaiting"))
        .join(BEDS, and_(BEDS.c.council_id == HOLDS.c.council_id, BEDS.c.id == HOLDS.c.bed_id))
        .outerjoin(DECISIONS, _waits_for())
        .where(*where)
        .order_by(HOLDS.c.id)
        .limit(limit)
    )
    return tuple(_read(row) for row in work.connection.execute(statement))


def count_of(work: Work, officer_id: int) -> int:
    """How many beds an officer keeps; those of decisions that await a second person are not counted."""
    statement = (
        select(func.count())
        .select_from(HOLDS)
        .where(_live(work), HOLDS.c.held_by == officer_id, ~exists().where(_waits_for()))
    )
    return int(work.connection.execute(statement).scalar_one())


def lock_officer(work: Work, officer_id: int) -> None:
    """One officer's holds are counted and made one at a time."""
    where = (USERS.c.council_id == work.council_id) & (USERS.c.id == officer_id)
    work.connection.execute(select(USERS.c.id).where(where).with_for_update(key_share=True))


def release_expired(work: Work, bed_ids: Collection[int]) -> None:
    """Release what has run out on these beds: nobody may be kept from a bed by a hold that is over."""
    _release(work, HOLDS.c.bed_id.in_(bed_ids), HOLDS.c.expires_at <= work.now)


def release(work: Work, hold_id: int) -> None:
    """This hold is over."""
    _release(work, HOLDS.c.id == hold_id)


def release_of(work: Work, referral_id: int, bed_id: int | None = None) -> None:
    """All holds for a child are over, or the one on this bed."""
    where = [HOLDS.c.referral_id == referral_id]
    if bed_id is not None:
        where.append(HOLDS.c.bed_id == bed_id)
    _release(work, *where)


def _release(work: Work, *where: ColumnElement[bool]) -> None:
    ours = (HOLDS.c.council_id == work.council_id) & HOLDS.c.released_at.is_(None)
    work.connection.execute(update(HOLDS).where(ours, *where).values(released_at=work.now))


def _live(work: Work) -> ColumnElement[bool]:
    return and_(
        HOLDS.c.council_id == work.council_id,
        HOLDS.c.released_at.is_(None),
        HOLDS.c.expires_at > work.now,
    )


def _waits_for() -> ColumnElement[bool]:
    return and_(
        DECISIONS.c.council_id == HOLDS.c.council_id,
        DECISIONS.c.referral_id == HOLDS.c.referral_id,
        DECISIONS.c.bed_id == HOLDS.c.bed_id,
        DECISIONS.c.state == "awaiting",
    )


def _read(row: Row[Any]) -> Hold:
    return Hold(
        row.id,
        row.home_id,
        row.bed_id,
        row.referral_id,
        row.held_by,
        row.held_at,
        row.expires_at,
        row.awaiting,
    )
