"""One cell of the matrix: a role asks an address about things of its own council, of another, or of none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from sqlalchemy import func, select

from matcher.store.engine import connect, is_sqlite
from matcher.store.tables.record import AUDIT
from matcher.store.work import Store
from tests.api.client import app_with, get
from tests.api.council import Council
from tests.api.matrix.requests import BODIES, BODY_IDS
from tests.api.matrix.world import Ids, World

ROLES = (
    "officer", "panel", "commissioner", "provider", "auditor", "administrator", "service", "nobody"
)  # fmt: skip
WITHOUT_A_COUNCIL = frozenset({"Questions", "Reference", "Health"})
SIGNING_IN = frozenset({"signIn", "signInElsewhere", "signedInElsewhere"})
"""Who asks these is not known yet; tests of signing in try them."""


class Operation(NamedTuple):
    """An address with a method, as the OpenAPI document has it."""

    name: str
    method: str
    path: str
    parameters: tuple[str, ...]

    @property
    def names_things(self) -> bool:
        """Whether a request holds an id."""
        return "{" in self.path or self.name in BODY_IDS


def operations() -> dict[str, Operation]:
    """Every operation on a council's own data, from the OpenAPI document."""
    document: dict[str, Any] = get(app_with(), "/openapi.json").json()
    return {
        operation["operationId"]: Operation(
            operation["operationId"],
            method.upper(),
            path,
            tuple(part["name"] for part in operation.get("parameters", ())),
        )
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if not WITHOUT_A_COUNCIL & set(operation["tags"])
        if operation["operationId"] not in SIGNING_IN
    }


OPERATIONS = operations()


def address_of(operation: Operation, ids: Ids) -> str:
    """Its address with these ids; what is unblocked is the blocked bed."""
    named = ids | {"bed_id": ids["blocked_bed_id"]} if operation.name == "unblockBed" else ids
    return re.sub(r"{(\w+)}", lambda found: str(named[found[1]]), operation.path)


def asked(council: Council, role: str, operation: Operation, ids: Ids) -> httpx.Response:
    """This role's right request there about these things."""
    path = address_of(operation, ids)
    make = BODIES.get(operation.name)
    headers = {"If_Match": '"1"'} if "If-Match" in operation.parameters else {}
    return council.ask(role, operation.method, path, None if make is None else make(ids), **headers)


@contextmanager
def on_a_copy(world: World, folder: Path) -> Iterator[Council]:
    """The same council on a copy of its SQLite file, to be changed."""
    store = world.ours.store
    assert is_sqlite(store.engine)
    copy = folder / "copy.db"
    shutil.copy(str(store.engine.url.database), copy)
    engine = connect(f"sqlite:///{copy}")
    app, before = world.ours.app, world.ours.app.state.store
    app.state.store = Store(engine, store.clock)
    try:
        yield world.ours
    finally:
        app.state.store = before
        engine.dispose()


def settled(store: Store) -> None:
    """Everything written is in the file itself, so that a copy of it holds everything."""
    if is_sqlite(store.engine):
        with store.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")


def rows_of_the_record(world: World) -> int:
    """How many acts of our council are on record."""
    with world.ours.store.read(world.ours.seeded.council_id) as work:
        ours = AUDIT.c.council_id == work.council_id
        statement = select(func.count()).select_from(AUDIT).where(ours)
        return int(work.connection.execute(statement).scalar_one())
