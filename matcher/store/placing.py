"""The rows that a placement turns on, locked in one order, and the placement itself.

Every act locks in this order and by id within each: referrals, homes, beds, decisions, budgets, and last the
head of the record. None takes an earlier lock after a later one, so no two acts can wait for each other.
The locks leave a row's key alone: whoever only refers to the row is not kept waiting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from matcher.errors import NotFound
from matcher.store.broken import translated
from matcher.store.rows import add
from matcher.store.tables.children import REFERRALS
from matcher.store.tables.decisions import HOLDS
from matcher.store.tables.homes import BEDS, HOMES, PLACEMENTS
from matcher.store.work import Work


@dataclass(frozen=True)
class LockedReferral:
    """A referral that nobody else decides about until this work ends."""

    id: int
    reference: str
    child_id: int
    state: str


@dataclass(frozen=True)
class LockedHome:
    """A home whose beds nobody else takes until this work ends."""

    id: int
    reference: str
    open: bool


@dataclass(frozen=True)
class LockedBed:
    """One registered place of a locked home."""

    id: int
    home_id: int
    blocked: bool


@contextmanager
def constraints_told() -> Iterator[None]:
    """What the database refuses inside comes out as Broken, with the constraint's name."""
    try:
        yield
    except IntegrityError as error:
        raise translated(error) from None


def lock_referrals(work: Work, ids: Collection[int]) -> tuple[LockedReferral, ...]:
    """These referrals, by id. Raises NotFound."""
    rows = _locked(work, REFERRALS, REFERRALS.c.id.in_(ids), expected=len(set(ids)))
    return tuple(LockedReferral(row.id, row.reference, row.child_id, row.state) for row in rows)


def lock_homes(work: Work, ids: Collection[int]) -> tuple[LockedHome, ...]:
    """These homes, by id. Raises NotFound."""
    rows = _locked(work, HOMES, HOMES.c.id.in_(ids), expected=len(set(ids)))
    return tuple(LockedHome(row.id, row.reference, row.open) for row in rows)


def lock_beds(work: Work, home_ids: Collection[int]) -> tuple[LockedBed, ...]:
    """Every bed of these homes, by id."""
    rows = _locked(work, BEDS, BEDS.c.home_id.in_(home_ids))
    return tuple(LockedBed(row.id, row.home_id, row.blocked) for row in rows)


def taken(work: Work, bed_ids: Collection[int], starts: date, child_id: int) -> frozenset[int]:
    """In which of these beds another child has a night from `starts` on."""
    statement = select(PLACEMENTS.c.bed_id).where(
        PLACEMENTS.c.council_id == work.council_id,
        PLACEMENTS.c.bed_id.in_(bed_ids),
        PLACEMENTS.c.child_id != child_id,
        or_(PLACEMENTS.c.ends.is_(None), PLACEMENTS.c.ends > starts),
    )
    return frozenset(work.connection.execute(statement).scalars())


def with_room(work: Work, home_ids: Collection[int], starts: date, referral_id: int) -> dict[int, str]:
    """Which of these homes are open with a bed free for this child, references by id. Nothing is locked."""
    its = and_(PLACEMENTS.c.council_id == BEDS.c.council_id, PLACEMENTS.c.bed_id == BEDS.c.id)
    night = or_(PLACEMENTS.c.ends.is_(None), PLACEMENTS.c.ends > starts)
    kept = and_(
        HOLDS.c.council_id == BEDS.c.council_id,
        HOLDS.c.bed_id == BEDS.c.id,
        HOLDS.c.released_at.is_(None),
        HOLDS.c.expires_at > work.now,
        HOLDS.c.referral_id != referral_id,
    )
    home = and_(HOMES.c.council_id == BEDS.c.council_id, HOMES.c.id == BEDS.c.home_id)
    statement = (
        select(HOMES.c.id, HOMES.c.reference)
        .select_from(BEDS.join(HOMES, home))
        .where(BEDS.c.council_id == work.council_id, HOMES.c.id.in_(home_ids), HOMES.c.open.is_(True))
        .where(BEDS.c.blocked.is_(False), ~exists().where(its, night), ~exists().where(kept))
        .distinct()
    )
    return {key: reference for key, reference in work.connection.execute(statement)}


def bed_of(work: Work, child_id: int, home_id: int, on: date) -> int | None:
    """The bed that a child has in this home on this night and keeps: no end of the placement is known."""
    row = _lives(work, child_id, on)
    return None if row is None or row.home_id != home_id or row.ends is not None else int(row.bed_id)


def place(work: Work, *, decision_id: int, child_id: int, bed: LockedBed, starts: date, price: int) -> int:
    """A placement by a decision, without an end. `price`: pence a week."""
    with constraints_told():
        return add(
            work,
            PLACEMENTS,
            child_id=child_id,
            home_id=bed.home_id,
            bed_id=bed.id,
            starts=starts,
            weekly_price_pence=price,
            source="decision",
            decision_id=decision_id,
            created_at=work.now,
        )


def end_where_the_child_lives(work: Work, child_id: int, ends: date) -> None:
    """The child's placement of the night before `ends` is over on that day."""
    row = _lives(work, child_id, ends)
    if row is not None:
        where = (PLACEMENTS.c.council_id == work.council_id) & (PLACEMENTS.c.id == row.id)
        with constraints_told():
            work.connection.execute(update(PLACEMENTS).where(where).values(ends=ends))


def mark_placed(work: Work, referral_id: int) -> None:
    """The referral is answered."""
    where = (REFERRALS.c.council_id == work.council_id) & (REFERRALS.c.id == referral_id)
    values = {"state": "placed", "closed_at": work.now, "version": REFERRALS.c.version + 1}
    work.connection.execute(update(REFERRALS).where(where).values(**values))


def use_up(work: Work, home_id: int, staff_hours: int) -> None:
    """One admission more, and these hours of its spare staff are given; the caller has locked the home."""
    where = (HOMES.c.council_id == work.council_id) & (HOMES.c.id == home_id)
    document = dict(work.connection.execute(select(HOMES.c.document).where(where)).scalar_one())
    for field, used in (("admissions_limit", 1), ("spare_staff_hours", staff_hours)):
        if document.get(field) is not None:
            document[field] = max(document[field] - used, 0)
    values = {"document": document, "version": HOMES.c.version + 1}
    work.connection.execute(update(HOMES).where(where).values(**values))


def _lives(work: Work, child_id: int, on: date) -> Row[Any] | None:
    statement = select(PLACEMENTS).where(
        PLACEMENTS.c.council_id == work.council_id,
        PLACEMENTS.c.child_id == child_id,
        PLACEMENTS.c.starts <= on,
        or_(PLACEMENTS.c.ends.is_(None), PLACEMENTS.c.ends > on),
    )
    return work.connection.execute(statement).one_or_none()


def _locked(
    work: Work, table: Table, where: ColumnElement[bool], expected: int | None = None
) -> Iterable[Row[Any]]:
    statement = (
        select(table)
        .where(and_(table.c.council_id == work.council_id, where))
        .order_by(table.c.id)
        .with_for_update(key_share=True)
    )
    rows = work.connection.execute(statement).all()
    if expected is not None and len(rows) != expected:
        raise NotFound("there is nothing with this id here")
    return rows
