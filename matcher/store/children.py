"""Children by their codes: a birth date, a gender and risk flags, and nothing that names one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from matcher.store.rows import add, change, every, find, get
from matcher.store.tables.children import CHILDREN
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredChild:
    """One child; `reference` is the council's own code."""

    id: int
    reference: str
    birth_date: date
    gender: str
    flags: tuple[str, ...]
    version: int


def add_child(work: Work, reference: str, birth_date: date, gender: str, flags: Sequence[str]) -> int:
    """A new child; returns the id. Raises Broken (uq_children_council_id_reference)."""
    return add(
        work,
        CHILDREN,
        reference=reference,
        birth_date=birth_date,
        gender=gender,
        flags=list(flags),
        created_at=work.now,
    )


def child(work: Work, child_id: int, lock: bool = False) -> StoredChild:
    """Raises NotFound."""
    return _child(get(work, CHILDREN, child_id, lock=lock))


def child_by_reference(work: Work, reference: str) -> StoredChild | None:
    """The child that the council knows by this code."""
    row = find(work, CHILDREN, CHILDREN.c.reference == reference)
    return None if row is None else _child(row)


def every_child(work: Work) -> Mapping[int, StoredChild]:
    """All children of this council, by id."""
    return {row.id: _child(row) for row in every(work, CHILDREN)}


def children_of(work: Work, child_ids: Sequence[int]) -> Mapping[int, StoredChild]:
    """These children, by id."""
    return {row.id: _child(row) for row in every(work, CHILDREN, CHILDREN.c.id.in_(child_ids))}


def change_child(work: Work, child_id: int, birth_date: date, gender: str, flags: Sequence[str]) -> None:
    """What is known of a child now; the version counts one up. Raises NotFound."""
    now = get(work, CHILDREN, child_id, lock=True)
    change(work, CHILDREN, child_id, now.version, birth_date=birth_date, gender=gender, flags=list(flags))


def _child(row: Row[Any]) -> StoredChild:
    return StoredChild(row.id, row.reference, row.birth_date, row.gender, tuple(row.flags), row.version)
