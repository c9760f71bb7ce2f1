"""Whether this program may work on that database: its version, and who it lets the program be."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from matcher.store import migrate
from matcher.store.engine import is_sqlite
from matcher.store.work import EVERY_COUNCIL, Store

UPGRADE = "run `placements db upgrade`"


def unfit(engine: Engine) -> str | None:
    """Why not, in one sentence with the way out; None where all is well. Raises StoreDown.

    A version that this program does not know is of a later program: it is left alone (failure case F19).
    """
    found = _version(engine)
    if found is None:
        return f"there is no database yet: {UPGRADE}"
    if found == migrate.newest():
        return None
    if found in migrate.known():
        return f"the database has version {found} and this program needs {migrate.newest()}: {UPGRADE}"
    return "the database is of a later version of this program: use that one"


def above_row_security(store: Store) -> bool:
    """Whether this program's role sees every council's rows whatever the policies say (PostgreSQL)."""
    if is_sqlite(store.engine):
        return False
    asked = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    with store.read(EVERY_COUNCIL) as work:
        return bool(work.connection.execute(text(asked)).scalar())


def _version(engine: Engine) -> str | None:
    """A file that is not there is not made by asking."""
    name = engine.url.database
    if is_sqlite(engine) and name and name != ":memory:" and not Path(name).is_file():
        return None
    return migrate.version(engine)
