"""The keys that make a repeated request one effect: each written in the transaction of its effect."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, text

from matcher.store.rows import put
from matcher.store.tables.record import IDEMPOTENCY
from matcher.store.work import Work

KEPT_FOR = timedelta(days=7)
"""How long a repetition gets the first answer; after that the rows' own constraints still hold."""


@dataclass(frozen=True)
class Keyed:
    """Whose key it is, and what it was first used for."""

    actor: str
    key: str
    address: str
    body_hash: str


@dataclass(frozen=True)
class Kept:
    """What the first request was answered, byte for byte."""

    address: str
    body_hash: str
    status: int
    headers: dict[str, str]
    body: bytes


def take_turn(work: Work, keyed: Keyed) -> bool:
    """Whether nobody else is at work under this key now; the turn ends with the transaction.

    SQLite has one writer at a time, so who writes there has the turn.
    """
    if work.connection.dialect.name == "sqlite":
        return True
    name = f"{work.council_id} {keyed.actor} {keyed.key}"
    lock = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    asked = text("SELECT pg_try_advisory_xact_lock(:lock)")
    return bool(work.connection.execute(asked, {"lock": lock}).scalar_one())


def kept(work: Work, keyed: Keyed) -> Kept | None:
    """The first answer under this key of this actor, or None when it is new or its time is over."""
    ours = IDEMPOTENCY.c.council_id == work.council_id
    same = (IDEMPOTENCY.c.actor == keyed.actor) & (IDEMPOTENCY.c.key == keyed.key)
    row = work.connection.execute(select(IDEMPOTENCY).where(ours, same)).one_or_none()
    if row is None:
        return None
    if row.created_at <= work.now - KEPT_FOR:
        work.connection.execute(delete(IDEMPOTENCY).where(ours, same))
        return None
    return Kept(row.address, row.body_hash, row.status, row.headers, bytes(row.body))


def keep(work: Work, keyed: Keyed, status: int, headers: dict[str, str], body: bytes) -> None:
    """Keep an answer beside its effect."""
    put(
        work,
        IDEMPOTENCY,
        actor=keyed.actor,
        key=keyed.key,
        address=keyed.address,
        body_hash=keyed.body_hash,
        status=status,
        headers=headers,
        body=body,
        created_at=work.now,
    )


def prune(work: Work) -> int:
    """Forget this council's keys whose time is over; how many there were."""
    old = IDEMPOTENCY.c.created_at <= work.now - KEPT_FOR
    ours = IDEMPOTENCY.c.council_id == work.council_id
    return int(work.connection.execute(delete(IDEMPOTENCY).where(ours, old)).rowcount)
