"""The councils themselves: the only rows that belong to none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from matcher.store.tables.base import new_id
from matcher.store.tables.people import COUNCILS
from matcher.store.work import Work


@dataclass(frozen=True)
class Council:
    """`code` is what people type to sign in; `area` is the upper-tier authority, where it has one."""

    id: int
    code: str
    name: str
    area: str | None


def found(work: Work, code: str, name: str, area: str | None) -> int:
    """A new council, in the work of EVERY_COUNCIL; returns its id. Raises Broken (uq_councils_code)."""
    key = new_id()
    values = {"id": key, "code": code, "name": name, "area": area, "created_at": work.now}
    work.connection.execute(insert(COUNCILS).values(**values))
    return key


def by_code(work: Work, code: str) -> Council | None:
    """The council with this code, whoever asks: its existence is no secret of another."""
    row = work.connection.execute(select(COUNCILS).where(COUNCILS.c.code == code)).one_or_none()
    return None if row is None else Council(row.id, row.code, row.name, row.area)


def own(work: Work) -> Council:
    """The council whose work this is."""
    row = work.connection.execute(select(COUNCILS).where(COUNCILS.c.id == work.council_id)).one()
    return Council(row.id, row.code, row.name, row.area)


def every_id(work: Work) -> list[int]:
    """The ids of all councils: for whoever keeps house, who then works in each by itself."""
    return list(work.connection.execute(select(COUNCILS.c.id).order_by(COUNCILS.c.id)).scalars())
