"""The few things done to any table of a council: add, get, lock, change, page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, insert, select, update

from matcher.errors import NotFound, Precondition
from matcher.store.tables.base import new_id
from matcher.store.work import Work


def add(work: Work, table: Table, **values: Any) -> int:
    """A new row with an id of its own. Raises IntegrityError, which `Store` tells as Broken."""
    key = values.pop("id", None) or new_id()
    work.connection.execute(insert(table).values(council_id=work.council_id, id=key, **values))
    return int(key)


def put(work: Work, table: Table, **values: Any) -> None:
    """A new row of a table whose key is made of other things."""
    work.connection.execute(insert(table).values(council_id=work.council_id, **values))


def find(work: Work, table: Table, *where: ColumnElement[bool]) -> Row[Any] | None:
    """The one row of this council that these conditions name, or None."""
    return work.connection.execute(_of(work, table, *where)).one_or_none()


def get(work: Work, table: Table, key: int, lock: bool = False) -> Row[Any]:
    """The row with this id; with `lock`, nobody else changes it until this work ends. Raises NotFound."""
    statement = _of(work, table, table.c.id == key)
    row = work.connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise NotFound("there is nothing with this id here")
    return row


def every(work: Work, table: Table, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """All rows of this council that these conditions name, in the order of their ids."""
    return work.connection.execute(_of(work, table, *where).order_by(*table.primary_key)).all()


def page(
    work: Work, table: Table, after: int | None, limit: int, *where: ColumnElement[bool]
) -> Sequence[Row[Any]]:
    """At most `limit` rows with ids above `after`, in the order of their ids."""
    statement = _of(work, table, *where).order_by(table.c.id).limit(limit)
    return work.connection.execute(statement if after is None else statement.where(table.c.id > after)).all()


def change(work: Work, table: Table, key: int, version: int | None = None, **values: Any) -> None:
    """New values for one row; with `version`, only while it is the row's, and then it counts one up.

    Raises NotFound, Precondition.
    """
    row = get(work, table, key, lock=True)
    if version is not None:
        if row.version != version:
            raise Precondition("it has changed since you read it: read it again, then change it")
        values["version"] = version + 1
    where = (table.c.council_id == work.council_id) & (table.c.id == key)
    work.connection.execute(update(table).where(where).values(**values))


def _of(work: Work, table: Table, *where: ColumnElement[bool]) -> Any:
    return select(table).where(table.c.council_id == work.council_id, *where)
