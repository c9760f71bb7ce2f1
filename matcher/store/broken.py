"""What a database says went wrong, as one of our own errors and without a value in it."""

from __future__ import annotations

import re

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from matcher.errors import Broken, MatcherError, StoreBusy, StoreDown
from matcher.store.tables import METADATA

RETRIED = frozenset({"40001", "40P01"})
"""A serialization failure and a deadlock: PostgreSQL asks for both to be tried again."""
_BUSY = frozenset({"55P03", "57014"})
_COLUMNS = re.compile(r"UNIQUE constraint failed: (?P<columns>.+)$")
_NAMED = re.compile(r"CHECK constraint failed: (?P<name>\w+)")


def may_be_retried(error: DBAPIError) -> bool:
    """Whether the same work, done again, may well succeed."""
    return _state(error) in RETRIED or "database is locked" in str(error.orig)


def translated(error: DBAPIError | PoolTimeout) -> MatcherError:
    """Broken with the constraint's name, StoreBusy for a lock not had in time, StoreDown for no database."""
    if isinstance(error, PoolTimeout):
        return StoreBusy("every connection to the database is in use: try again shortly")
    if isinstance(error, IntegrityError) or _is_trigger(error):
        return Broken(_constraint(error))
    if may_be_retried(error) or _state(error) in _BUSY:
        return StoreBusy("somebody else is changing the same thing: try again shortly")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return StoreDown("the database does not answer: try again shortly")
    raise error


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _is_trigger(error: DBAPIError) -> bool:
    """PostgreSQL's own functions raise 23P01 through a trigger of ours as an error of the same class."""
    return (_state(error) or "").startswith("23")


def _constraint(error: DBAPIError) -> str:
    """The name of the constraint; SQLite tells a unique one by its columns alone."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "unknown")
    said = str(error.orig)
    if named := _NAMED.search(said):
        return named["name"]
    if columns := _COLUMNS.search(said):
        return _unique_name([column.strip() for column in columns["columns"].split(",")])
    # a trigger of ours says the constraint's name and nothing else; a reference is not named at all
    return said if re.fullmatch(r"\w+", said) else "foreign_key"


def _unique_name(columns: list[str]) -> str:
    table = METADATA.tables[columns[0].partition(".")[0]]
    names = [column.partition(".")[2] for column in columns]
    held = {str(one.name): list(one.columns) for one in table.indexes}
    held |= {str(o.name): list(o.columns) for o in table.constraints if isinstance(o, UniqueConstraint)}
    for name, of in held.items():
        if [column.name for column in of] == names:
            return name
    return f"pk_{table.name}"
