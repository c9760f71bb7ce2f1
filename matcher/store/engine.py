"""One engine for a database URL: SQLite in WAL mode by default, PostgreSQL when a council outgrows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

LOCK_TIMEOUT_S = 5
"""How long a transaction waits for another's lock before it is refused (failure case F25)."""
STATEMENT_TIMEOUT_S = 15


def connect(url: str, pool_size: int = 10) -> Engine:
    """An engine; nothing is opened yet. Values never reach a log or an error (`hide_parameters`)."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        return _sqlite(where)
    return _postgresql(where, pool_size)


def is_sqlite(engine: Engine) -> bool:
    """Whether this is the embedded database."""
    return engine.dialect.name == "sqlite"


def _sqlite(where: URL) -> Engine:
    engine = create_engine(
        where,
        hide_parameters=True,
        connect_args={"timeout": LOCK_TIMEOUT_S, "check_same_thread": False},
    )
    event.listen(engine, "do_connect", _folder_of)
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _folder_of(dialect: object, record: object, names: list[str], options: object) -> None:
    """The folder is made when a database is first opened, not when its URL is first read."""
    if names and names[0] != ":memory:":
        Path(names[0]).parent.mkdir(parents=True, exist_ok=True)


def _pragmas(connection: Any, record: object) -> None:
    # sqlite3 would begin by itself, and too late: a transaction that reads first could not write after.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        # what is erased is overwritten: it must not stay readable in the file
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes its turn at once: two that both read first would otherwise lock each other out."""
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(where: URL, pool_size: int) -> Engine:
    settings = {
        "lock_timeout": f"{LOCK_TIMEOUT_S}s",
        "statement_timeout": f"{STATEMENT_TIMEOUT_S}s",
        "idle_in_transaction_session_timeout": "60s",
    }
    return create_engine(
        where.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=LOCK_TIMEOUT_S,
        connect_args={
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            "connect_timeout": LOCK_TIMEOUT_S,
        },
    )
