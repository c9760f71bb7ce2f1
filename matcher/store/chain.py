"""Is the record whole? Each row hashed again and bound to the one before it; payloads, head, anchors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, LargeBinary, Row, Text, and_, cast, func, select, type_coerce

from matcher.store.audit import GENESIS, digest_of, hash_of, instant_text
from matcher.store.tables.record import AUDIT, AUDIT_HEADS, AUDIT_PAYLOADS
from matcher.store.work import Work

ERASED = "payloads_erased"
"""The act whose subject is the last row without a payload (trust.md T18)."""
BATCH = 5_000
"""Rows in memory at a time."""
Kind = Literal[
    "altered",
    "missing",
    "out_of_order",
    "payload_altered",
    "payload_missing",
    "head_differs",
    "not_as_anchored",
]


@dataclass(frozen=True)
class BadRow:
    """The first row that is not as it was written, and how. `after`: the last row that an anchor proves."""

    sequence: int
    kind: Kind
    after: int = 0


@dataclass(frozen=True)
class Head:
    """The end of a chain."""

    sequence: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """What a walk along the whole chain found; `bad` is None where every row is as it was written."""

    rows: int
    end: Head
    payloads_erased_through: int
    bad: BadRow | None


def verify(work: Work, anchors: Mapping[int, str] | None = None) -> Verdict:
    """Walk this council's chain from its first row, in constant memory.

    `anchors`: hashes of rows that were kept outside, by their numbers: only they betray a chain that was
    recomputed as a whole (failure case F23). A payload that is not there is judged last, because a row of a
    chain that holds says which were erased.
    """
    walk = _Walk(work.council_id, anchors or {}, erased_through(work))
    bad = next((found for row in _rows(work) if (found := walk.take(row))), None)
    bad = bad or _at_the_end(work, walk) or walk.payload_missing or _stray_payload(work, walk.end.sequence)
    faults = [one for one in (walk.payload, bad) if one]
    first = min(faults, key=lambda one: one.sequence, default=None)
    return Verdict(walk.end.sequence, walk.end, walk.erased_through, first)


def head_of(work: Work) -> Head | None:
    """Where this council's chain says it ends; None: it has no readable head."""
    raw, ours = _raw_of(work), AUDIT_HEADS.c.council_id == work.council_id
    head = select(AUDIT_HEADS.c.sequence, raw(AUDIT_HEADS.c.hash)).where(ours)
    row = work.connection.execute(head).one_or_none()
    try:
        return Head(row.sequence, _text(row.hash)) if row and isinstance(row.sequence, int) else None
    except (TypeError, ValueError):
        return None


def erased_through(work: Work) -> int:
    """The last row whose payload was erased on purpose; 0: none was."""
    ours = (AUDIT.c.council_id == work.council_id) & (AUDIT.c.action == ERASED)
    last = work.connection.execute(select(func.max(AUDIT.c.subject_id)).where(ours)).scalar()
    return last if isinstance(last, int) else 0


@dataclass
class _Walk:
    council_id: int
    anchors: Mapping[int, str]
    erased_through: int
    end: Head = field(default_factory=lambda: Head(0, GENESIS))
    anchored: int = 0
    payload: BadRow | None = None
    payload_missing: BadRow | None = None

    def take(self, row: Row[Any]) -> BadRow | None:
        """What is wrong with the next row of the chain itself."""
        expected = self.end.sequence + 1
        if row.sequence != expected:
            later = isinstance(row.sequence, int) and row.sequence > expected
            return BadRow(expected, "missing" if later else "out_of_order")
        if not _fits(self.council_id, row):
            return BadRow(expected, "altered")
        if _text(row.previous) != self.end.hash:
            return BadRow(expected, "out_of_order")
        self.end = Head(expected, _text(row.hash))
        if (anchor := self.anchors.get(expected)) is not None:
            if anchor != self.end.hash:
                return BadRow(expected, "not_as_anchored", self.anchored)
            self.anchored = expected
        self._judge_payload(row)
        return None

    def _judge_payload(self, row: Row[Any]) -> None:
        if row.salt is None:
            if row.sequence > self.erased_through:
                self.payload_missing = self.payload_missing or BadRow(row.sequence, "payload_missing")
        elif self.payload is None and not _payload_fits(row):
            self.payload = BadRow(row.sequence, "payload_altered")


def _at_the_end(work: Work, walk: _Walk) -> BadRow | None:
    last = walk.end.sequence
    head = head_of(work)
    if head is None:
        return BadRow(last, "head_differs")
    # a chain cut short keeps the head's hash of a row that is gone; a head changed alone does not
    if head.sequence > last and head.hash != walk.end.hash:
        return BadRow(last + 1, "missing")
    if head != walk.end:
        return BadRow(last, "head_differs")
    if max(walk.anchors, default=0) > last:
        return BadRow(last + 1, "missing", walk.anchored)
    return None


def _stray_payload(work: Work, last: int) -> BadRow | None:
    sequence = AUDIT_PAYLOADS.c.sequence
    stray = select(func.min(sequence)).where(
        AUDIT_PAYLOADS.c.council_id == work.council_id, (sequence > last) | (sequence < 1)
    )
    found = work.connection.execute(stray).scalar()
    return None if found is None else BadRow(found, "payload_altered")


def _rows(work: Work) -> Iterator[Row[Any]]:
    """Each row with its payload, in order; a batch is read when the one before it is used up."""
    statement = _with_payloads(work)
    batch = work.connection.execute(statement).all()
    while batch:
        yield from batch
        batch = work.connection.execute(statement.where(AUDIT.c.sequence > batch[-1].sequence)).all()


def _with_payloads(work: Work) -> Any:
    raw = _raw_of(work)
    payload = AUDIT_PAYLOADS.c
    same_row = and_(payload.council_id == AUDIT.c.council_id, payload.sequence == AUDIT.c.sequence)
    columns = (
        AUDIT.c.sequence,
        raw(AUDIT.c.at),
        raw(AUDIT.c.actor_kind),
        AUDIT.c.actor_id,
        raw(AUDIT.c.action),
        raw(AUDIT.c.subject_kind),
        AUDIT.c.subject_id,
        *(raw(column) for column in (AUDIT.c.digest, AUDIT.c.previous, AUDIT.c.hash)),
        *(raw(column) for column in (payload.salt, payload.payload)),
    )
    chosen = select(*columns).outerjoin_from(AUDIT, AUDIT_PAYLOADS, same_row)
    ours = chosen.where(AUDIT.c.council_id == work.council_id)
    return ours.order_by(AUDIT.c.sequence).limit(BATCH)


def _raw_of(work: Work) -> Any:
    """How a column is asked for so that no value, however mangled, stops the walk.

    SQLite keeps any bytes in a text column, and its driver refuses to read what is not UTF-8.
    """

    def raw(column: ColumnElement[Any]) -> ColumnElement[Any]:
        if work.connection.dialect.name == "sqlite":
            return cast(column, LargeBinary).label(column.key)
        return type_coerce(column, Text).label(column.key)

    return raw


def _fits(council_id: int, row: Row[Any]) -> bool:
    try:
        fields = {
            "sequence": row.sequence,
            "actor_kind": _text(row.actor_kind),
            "actor_id": row.actor_id,
            "action": _text(row.action),
            "subject_kind": _text(row.subject_kind),
            "subject_id": row.subject_id,
            "digest": _text(row.digest),
            "previous": _text(row.previous),
        }
        return hash_of(council_id, _moment(row.at), fields) == _text(row.hash)
    except (TypeError, ValueError):
        return False


def _payload_fits(row: Row[Any]) -> bool:
    try:
        return digest_of(_text(row.salt), _text(row.payload)) == _text(row.digest)
    except (TypeError, ValueError):
        return False


def _text(value: Any) -> str:
    text = value.decode() if isinstance(value, bytes) else value
    if not isinstance(text, str):
        raise TypeError
    return text


def _moment(value: Any) -> str:
    """As it was hashed, only if the database holds exactly what it was given."""
    if not isinstance(value, bytes):
        return instant_text(value)
    day, _, time = value.decode().partition(" ")
    return f"{day}T{time}+00:00"
