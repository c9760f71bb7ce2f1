"""One change to the record by somebody with every right on the database, and what must be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import (
    Connection,
    LargeBinary,
    Row,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    insert,
    select,
    update,
)

from matcher.store import audit
from matcher.store.chain import BadRow
from matcher.store.tables.record import AUDIT, AUDIT_HEADS, AUDIT_PAYLOADS
from tests.conftest import NOON

BEFORE = NOON.replace(month=1)
ERASED, ROWS = 6, 40
"""The payloads of the first rows were erased on purpose."""
ANCHORED = (10, 25, ROWS)
STRAYS = (41, 57)
"""Numbers that no row has."""


@dataclass(frozen=True)
class Hand:
    """One hand on the record, for one change."""

    connection: Connection
    council_id: int
    empty_council_id: int
    draw: Random

    def row(self, table: Table, sequence: int | None = None) -> Row[Any]:
        """A row as it stands."""
        return self.connection.execute(select(table).where(self._where(table, sequence))).one()

    def set(self, table: Table, at_sequence: int | None, **values: Any) -> None:
        """Change one row."""
        self.connection.execute(update(table).where(self._where(table, at_sequence)).values(**values))

    def remove(self, table: Table, sequence: int | None) -> None:
        """Delete one row."""
        self.connection.execute(delete(table).where(self._where(table, sequence)))

    def _where(self, table: Table, sequence: int | None) -> Any:
        ours = table.c.council_id == self.council_id
        return ours if sequence is None else ours & (table.c.sequence == sequence)


# The changes: each returns what must be said of it.


def _a_byte_of_a_row(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(1, ROWS)
    names = [column.name for column in AUDIT.columns if column.name not in ("council_id", "sequence")]
    _change_a_byte(hand, AUDIT, sequence, hand.draw.choice(names))
    return BadRow(sequence, "altered")


def _the_number_of_a_row(hand: Hand) -> BadRow:
    sequence, number = hand.draw.randint(1, ROWS), hand.draw.choice((*STRAYS, 0, -3))
    hand.set(AUDIT, sequence, sequence=number)
    return BadRow(1, "out_of_order") if number < 1 else BadRow(sequence, "missing")


def _the_council_of_a_row(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(1, ROWS)
    hand.set(AUDIT, sequence, council_id=hand.empty_council_id)
    return BadRow(sequence, "missing")


def _a_byte_of_a_payload(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(ERASED + 1, ROWS)
    _change_a_byte(hand, AUDIT_PAYLOADS, sequence, hand.draw.choice(("salt", "payload")))
    return BadRow(sequence, "payload_altered")


def _the_place_of_a_payload(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(ERASED + 1, ROWS)
    if hand.draw.random() < 0.3:
        hand.set(AUDIT_PAYLOADS, sequence, council_id=hand.empty_council_id)
        return BadRow(sequence, "payload_missing")
    number = hand.draw.choice((*STRAYS, *range(1, ERASED + 1)))
    hand.set(AUDIT_PAYLOADS, sequence, sequence=number)
    return BadRow(number, "payload_altered") if number <= ERASED else BadRow(sequence, "payload_missing")


def _the_head(hand: Hand) -> BadRow:
    match hand.draw.choice(("hash", "sequence", "council", "removed")):
        case "hash":
            _change_a_byte(hand, AUDIT_HEADS, None, "hash")
        case "sequence":
            hand.set(AUDIT_HEADS, None, sequence=hand.draw.choice((*range(-1, ROWS), *STRAYS)))
        case "council":
            hand.set(AUDIT_HEADS, None, council_id=hand.empty_council_id)
        case _:
            hand.remove(AUDIT_HEADS, None)
    return BadRow(ROWS, "head_differs")


def _a_row_removed(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(1, ROWS)
    hand.remove(AUDIT, sequence)
    if hand.draw.random() < 0.5:
        hand.remove(AUDIT_PAYLOADS, sequence)
    return BadRow(sequence, "missing")


def _a_payload_removed(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(ERASED + 1, ROWS)
    hand.remove(AUDIT_PAYLOADS, sequence)
    return BadRow(sequence, "payload_missing")


def _the_end_cut_off(hand: Hand) -> BadRow:
    """With or without the head moved back to fit: then the anchors alone know."""
    last = hand.draw.randint(1, ROWS - 1)
    for sequence in range(last + 1, ROWS + 1):
        hand.remove(AUDIT, sequence)
        hand.remove(AUDIT_PAYLOADS, sequence)
    if hand.draw.random() < 0.5:
        hand.set(AUDIT_HEADS, None, sequence=last, hash=hand.row(AUDIT, last).hash)
        return BadRow(last + 1, "missing", max((a for a in ANCHORED if a <= last), default=0))
    return BadRow(last + 1, "missing")


def _two_rows_swapped(hand: Hand) -> BadRow:
    first, second = sorted(hand.draw.sample(range(1, ROWS + 1), 2))
    for sequence, number in ((first, -1), (second, first), (-1, second)):
        hand.set(AUDIT, sequence, sequence=number)
    return BadRow(first, "altered")


def _two_payloads_swapped(hand: Hand) -> BadRow:
    first, second = sorted(hand.draw.sample(range(ERASED + 1, ROWS + 1), 2))
    for sequence, number in ((first, -1), (second, first), (-1, second)):
        hand.set(AUDIT_PAYLOADS, sequence, sequence=number)
    return BadRow(first, "payload_altered")


def _a_row_added(hand: Hand) -> BadRow:
    """One that follows properly, but for the head."""
    last = dict(hand.row(AUDIT, ROWS)._mapping)  # noqa: SLF001
    row = {**last, "sequence": ROWS + 1, "previous": last["hash"]}
    hand.connection.execute(insert(AUDIT).values(**row | {"hash": _hash_of(row)}))
    return BadRow(ROWS + 1, "head_differs")


def _a_payload_put_back(hand: Hand) -> BadRow:
    sequence = hand.draw.randint(1, ERASED)
    row = {"council_id": hand.council_id, "sequence": sequence, "salt": "0" * 64, "payload": "{}"}
    hand.connection.execute(insert(AUDIT_PAYLOADS).values(**row))
    return BadRow(sequence, "payload_altered")


def _a_row_and_its_own_hash(hand: Hand) -> BadRow:
    """The next row knows; after the last one, the head."""
    sequence = hand.draw.randint(1, ROWS)
    row = {**hand.row(AUDIT, sequence)._mapping, "actor_id": 8}  # noqa: SLF001
    hand.set(AUDIT, sequence, actor_id=8, hash=_hash_of(row))
    if sequence in ANCHORED:
        return BadRow(sequence, "not_as_anchored", _anchor_before(sequence))
    return BadRow(sequence + 1, "out_of_order")


def _everything_recomputed_from_a_row(hand: Hand) -> BadRow:
    """A perfect forgery of all that follows, the head among it."""
    first = hand.draw.randint(1, ROWS)
    previous = None
    for sequence in range(first, ROWS + 1):
        row = dict(hand.row(AUDIT, sequence)._mapping)  # noqa: SLF001
        row |= {"previous": previous} if previous else {"actor_id": 8}
        previous = _hash_of(row)
        changed = {name: row[name] for name in ("actor_id", "previous")}
        hand.set(AUDIT, sequence, **changed, hash=previous)
    hand.set(AUDIT_HEADS, None, hash=previous)
    anchor = next(one for one in ANCHORED if one >= first)
    return BadRow(anchor, "not_as_anchored", _anchor_before(anchor))


def _anchor_before(sequence: int) -> int:
    return max((one for one in ANCHORED if one < sequence), default=0)


def _hash_of(row: dict[str, Any]) -> str:
    fields = {name: row[name] for name in row if name not in ("council_id", "at", "hash")}
    return audit.hash_of(row["council_id"], audit.instant_text(row["at"]), fields)


def _change_a_byte(hand: Hand, table: Table, sequence: int | None, name: str) -> None:
    """Any other byte in a text on SQLite, any other letter on PostgreSQL; another number; another moment."""
    column = table.c[name]
    if name.endswith("_id"):
        old = hand.row(table, sequence)._mapping[name]  # noqa: SLF001
        hand.set(table, sequence, **{name: hand.draw.choice([n for n in (None, 0, 1, 9, 2**40) if n != old])})
        return
    if hand.connection.dialect.name == "sqlite":
        raw = hand.connection.execute(
            select(cast(column, LargeBinary)).where(hand._where(table, sequence))  # noqa: SLF001
        ).scalar_one()
        place = hand.draw.randrange(len(raw))
        other = bytes([hand.draw.choice([byte for byte in range(256) if byte != raw[place]])])
        mangled = bindparam(None, raw[:place] + other + raw[place + 1 :], LargeBinary)
        hand.set(table, sequence, **{name: cast(mangled, Text)})
        return
    value = hand.row(table, sequence)._mapping[name]  # noqa: SLF001
    if name == "at":
        hand.set(table, sequence, at=value + hand.draw.choice((-1, 1)) * (NOON - BEFORE) / 7)
        return
    place = hand.draw.randrange(len(value))
    letter = hand.draw.choice([one for one in "0aZ{ ,€" if one != value[place]])
    hand.set(table, sequence, **{name: value[:place] + letter + value[place + 1 :]})


CHANGES: tuple[Callable[[Hand], BadRow], ...] = (
    _a_byte_of_a_row,
    _a_byte_of_a_row,
    _a_byte_of_a_row,
    _the_number_of_a_row,
    _the_council_of_a_row,
    _a_byte_of_a_payload,
    _a_byte_of_a_payload,
    _the_place_of_a_payload,
    _the_head,
    _a_row_removed,
    _a_payload_removed,
    _the_end_cut_off,
    _two_rows_swapped,
    _two_payloads_swapped,
    _a_row_added,
    _a_payload_put_back,
    _a_row_and_its_own_hash,
    _everything_recomputed_from_a_row,
)
