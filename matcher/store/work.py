"""One transaction in one council: what every query is given, and the only way to a connection.

On PostgreSQL the council is also told to the database, which shows and takes no other council's rows
(row-level security); the setting ends with the transaction, so a pooled connection carries nothing over.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from matcher.store.broken import may_be_retried, translated
from matcher.store.engine import is_sqlite

Result = TypeVar("Result")
ATTEMPTS = 5
FIRST_PAUSE_S = 0.02
EVERY_COUNCIL = 0
"""No council has this id: what it sees are the tables without a council."""


@dataclass(frozen=True)
class Work:
    """An open transaction, whose rows it may touch, and the moment it counts as."""

    connection: Connection
    council_id: int
    now: datetime


@dataclass(frozen=True)
class Store:
    """A database and a clock."""

    engine: Engine
    clock: Callable[[], datetime]

    @contextmanager
    def read(self, council_id: int) -> Iterator[Work]:
        """A transaction that only reads, all of it at one moment. Raises StoreBusy, StoreDown."""
        with self._opened(council_id, writes=False) as work:
            yield work

    def write(self, council_id: int, act: Callable[[Work], Result]) -> Result:
        """Do this whole act in one transaction, again where the database asks for it.

        Raises Broken (with the constraint's name), StoreBusy, StoreDown, and what `act` raises; then
        nothing of it has happened.
        """
        for attempt in range(ATTEMPTS):
            try:
                with self._begun(council_id, writes=True) as work:
                    return act(work)
            except DBAPIError as error:
                if not may_be_retried(error) or attempt == ATTEMPTS - 1:
                    raise translated(error) from None
                time.sleep(FIRST_PAUSE_S * 2**attempt * (1 + random.random()))
            except PoolTimeout as error:
                raise translated(error) from None
        raise AssertionError("the last attempt returns or raises")

    @contextmanager
    def _opened(self, council_id: int, writes: bool) -> Iterator[Work]:
        try:
            with self._begun(council_id, writes) as work:
                yield work
        except (DBAPIError, PoolTimeout) as error:
            raise translated(error) from None

    @contextmanager
    def _begun(self, council_id: int, writes: bool) -> Iterator[Work]:
        with self.engine.connect().execution_options(writes=writes) as connection, connection.begin():
            if not is_sqlite(self.engine):
                _name_council(connection, council_id, writes)
            yield Work(connection, council_id, self.clock())


def _name_council(connection: Connection, council_id: int, writes: bool) -> None:
    if not writes:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    connection.execute(
        text("SELECT set_config('placements.council', :council, true)"), {"council": str(council_id)}
    )
