"""Reading the record, and erasing payloads whose time is over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, select

from matcher.store.audit import ActorKind
from matcher.store.tables.record import AUDIT, AUDIT_PAYLOADS
from matcher.store.work import Work


@dataclass(frozen=True)
class RecordRow:
    """One row of the record. `payload` is None once it has been erased."""

    sequence: int
    at: datetime
    actor_kind: ActorKind
    actor_id: int | None
    action: str
    subject_kind: str
    subject_id: int | None
    payload: dict[str, Any] | None
    hash: str


@dataclass(frozen=True)
class Wanted:
    """Which rows of the record; whatever is None leaves all of them. From `since` until before `until`."""

    action: str | None = None
    subject_kind: str | None = None
    subject_id: int | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Wanted()


def page(work: Work, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Sequence[RecordRow]:
    """At most `limit` rows with numbers above `after`, oldest first."""
    payload = AUDIT_PAYLOADS.c
    same = and_(payload.council_id == AUDIT.c.council_id, payload.sequence == AUDIT.c.sequence)
    rows = select(AUDIT, payload.payload).outerjoin_from(AUDIT, AUDIT_PAYLOADS, same)
    ours = rows.where(AUDIT.c.council_id == work.council_id, AUDIT.c.sequence > after, *_where(wanted))
    found = work.connection.execute(ours.order_by(AUDIT.c.sequence).limit(limit))
    return [_record_row(row) for row in found]


def erase_payloads(work: Work, before: datetime) -> tuple[int, int]:
    """Erase the payloads of all rows before the first one of this moment or later.

    Returns the last row that has none now, and how many had one. Rows themselves stay.
    """
    ours = AUDIT.c.council_id == work.council_id
    first_kept = select(func.min(AUDIT.c.sequence)).where(ours, AUDIT.c.at >= before)
    newest = select(func.max(AUDIT.c.sequence)).where(ours)
    kept = work.connection.execute(first_kept).scalar()
    through = kept - 1 if kept is not None else work.connection.execute(newest).scalar() or 0
    payload = AUDIT_PAYLOADS.c
    old = (payload.council_id == work.council_id) & (payload.sequence <= through)
    return through, work.connection.execute(delete(AUDIT_PAYLOADS).where(old)).rowcount


def _where(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    for name in ("action", "subject_kind", "subject_id", "actor_id"):
        if (value := getattr(wanted, name)) is not None:
            yield AUDIT.c[name] == value
    if wanted.since is not None:
        yield AUDIT.c.at >= wanted.since
    if wanted.until is not None:
        yield AUDIT.c.at < wanted.until


def _record_row(row: Row[Any]) -> RecordRow:
    return RecordRow(
        row.sequence,
        row.at,
        row.actor_kind,
        row.actor_id,
        row.action,
        row.subject_kind,
        row.subject_id,
        None if row.payload is None else json.loads(row.payload),
        row.hash,
    )
