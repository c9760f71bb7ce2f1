"""A database whose promises were taken away, as somebody with its own password could."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event, text

from matcher.store.engine import is_sqlite
from matcher.store.migrations.guards import TABLES
from matcher.store.work import Store

_ONE_HOLD = "uq_holds_one_a_bed"


def unguarded(store: Store) -> None:
    """Take every constraint, trigger and row policy away; the tables and their rows stay."""
    if is_sqlite(store.engine):
        event.listen(store.engine, "connect", _unchecked)
        store.engine.dispose()
    with store.engine.connect() as connection, connection.begin():
        for statement in _sqlite(connection) if is_sqlite(store.engine) else _postgresql(connection):
            connection.execute(text(statement))
        connection.execute(text(f"DROP INDEX {_ONE_HOLD}"))


def _unchecked(connection: Any, record: object) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")


def _sqlite(connection: Connection) -> list[str]:
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return [f"DROP TRIGGER {name}" for name in found.scalars()]


def _postgresql(connection: Connection) -> list[str]:
    found = text(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint "
        "WHERE contype IN ('c', 'f', 'x') AND connamespace = 'public'::regnamespace"
    )
    constraints = [f"ALTER TABLE {table} DROP CONSTRAINT {name}" for table, name in connection.execute(found)]
    triggers = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES]
    return [
        *constraints,
        *triggers,
        *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in TABLES),
    ]
