"""The record: appended in the transaction of what it tells, each row bound to the one before it."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import insert, select, update

from matcher.store.rows import put
from matcher.store.tables.record import AUDIT, AUDIT_HEADS, AUDIT_PAYLOADS
from matcher.store.work import Work

GENESIS = "0" * 64
"""What the first row of a council follows."""
ActorKind = Literal["human", "service", "system"]


def append(
    work: Work,
    actor_kind: ActorKind,
    actor_id: int | None,
    action: str,
    subject: tuple[str, int | None],
    payload: dict[str, Any],
) -> int:
    """Write one row at the end of this council's chain and return its number, from 1 without a gap.

    Appenders of one council take turns from here to the end of their transactions, so this comes last in a
    transaction. No payload holds a name, an address or free text of a child.
    """
    previous, sequence = _locked_head(work)
    salt, text = secrets.token_hex(32), canonical(payload)
    row = {
        "sequence": sequence + 1,
        "actor_kind": actor_kind,
        "actor_id": actor_id,
        "action": action,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "digest": digest_of(salt, text),
        "previous": previous,
    }
    head = {"sequence": sequence + 1, "hash": hash_of(work.council_id, instant_text(work.now), row)}
    put(work, AUDIT, **row, at=work.now, hash=head["hash"])
    put(work, AUDIT_PAYLOADS, sequence=sequence + 1, salt=salt, payload=text)
    ours = AUDIT_HEADS.c.council_id == work.council_id
    work.connection.execute(update(AUDIT_HEADS).where(ours).values(**head))
    return sequence + 1


def digest_of(salt: str, payload: str) -> str:
    """Salted, so that an erased payload cannot be guessed from what the chain keeps."""
    return hashlib.sha256(f"{salt}{payload}".encode()).hexdigest()


def hash_of(council_id: int, at: str, row: dict[str, Any]) -> str:
    """SHA-256 of a row's own fields, its council and moment among them, and of the hash before it."""
    return hashlib.sha256(canonical({**row, "council_id": council_id, "at": at}).encode()).hexdigest()


def instant_text(moment: datetime) -> str:
    """A moment as it is hashed: in UTC, to the microsecond."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode
"""JSON with sorted keys and no white space: the same text for the same value."""


def begin_chain(work: Work) -> None:
    """The head of a new council's chain."""
    work.connection.execute(insert(AUDIT_HEADS).values(council_id=work.council_id, sequence=0, hash=GENESIS))


def _locked_head(work: Work) -> tuple[str, int]:
    ours = AUDIT_HEADS.c.council_id == work.council_id
    head = work.connection.execute(select(AUDIT_HEADS).where(ours).with_for_update()).one()
    return head.hash, head.sequence
