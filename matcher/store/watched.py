"""What whoever watches the database is told: whether each record grows, and the connections in use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.pool import QueuePool

from matcher.store import councils
from matcher.store.engine import is_sqlite
from matcher.store.tables.record import AUDIT, AUDIT_HEADS
from matcher.store.work import EVERY_COUNCIL, Store, Work


@dataclass(frozen=True)
class Head:
    """The end of one council's record. `age_s`: since its last row; None: there is none yet."""

    council: str
    rows: int
    age_s: float | None


def heads(store: Store) -> list[Head]:
    """The head of every council's record, by the council's code. Raises StoreBusy, StoreDown."""
    with store.read(EVERY_COUNCIL) as work:
        ids = councils.every_id(work)
    found = []
    for council_id in ids:
        with store.read(council_id) as work:
            found.append(_head(work))
    return sorted(found, key=lambda head: head.council)


def absent(store: Store) -> bool:
    """Whether the default file was never made: then nobody has asked for a database here."""
    name = store.engine.url.database
    return is_sqlite(store.engine) and name not in (None, "", ":memory:") and not Path(str(name)).is_file()


def in_use(store: Store) -> int:
    """Connections that are at work now."""
    pool = store.engine.pool
    return pool.checkedout() if isinstance(pool, QueuePool) else 0


def _head(work: Work) -> Head:
    joined = AUDIT_HEADS.outerjoin(
        AUDIT,
        (AUDIT.c.council_id == AUDIT_HEADS.c.council_id) & (AUDIT.c.sequence == AUDIT_HEADS.c.sequence),
    )
    last = select(AUDIT_HEADS.c.sequence, AUDIT.c.at).select_from(joined)
    row = work.connection.execute(last.where(AUDIT_HEADS.c.council_id == work.council_id)).one_or_none()
    code = councils.own(work).code
    if row is None or row.at is None:
        return Head(code, 0, None)
    return Head(code, row.sequence, (work.now - row.at).total_seconds())
