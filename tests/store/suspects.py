"""A record whose guards are all gone: triggers, checks and references. Each change to it is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, create_engine, event, select, text

from matcher.service.actor import system
from matcher.service.past import erased
from matcher.store import audit, chain, councils
from matcher.store.chain import BadRow
from matcher.store.engine import connect, is_sqlite
from matcher.store.migrations.guards import APPEND_ONLY
from matcher.store.tables.record import AUDIT
from matcher.store.work import EVERY_COUNCIL, Store, Work
from tests.conftest import NOON
from tests.databases import APP, fresh_database, superuser_of
from tests.store.tampering import ANCHORED, BEFORE, CHANGES, ERASED, ROWS, Hand


@dataclass(frozen=True)
class Suspect:
    """A record that is whole, an engine that may do anything to it, and the hashes kept outside."""

    engine: Engine
    council_id: int
    empty_council_id: int
    anchors: dict[int, str]


@contextmanager
def a_suspect(kind: str, folder: Path) -> Iterator[Suspect]:
    """A database of this kind with a record of ROWS rows, and every guard of it taken away."""
    with fresh_database(kind, folder) as url:
        product = connect(url)
        council_id, empty_council_id, anchors = _filled(Store(product, lambda: NOON))
        product.dispose()
        engine = _unguarded(url)
        yield Suspect(engine, council_id, empty_council_id, anchors)
        engine.dispose()


def judged(suspect: Suspect, seed: int) -> tuple[str, BadRow, BadRow | None]:
    """One change drawn from this seed: which, what must be said of it, and what is said."""
    draw = Random(seed)
    change = draw.choice(CHANGES)
    with suspect.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(text("SELECT 1"))
        if not is_sqlite(suspect.engine):
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        expected = change(Hand(connection, suspect.council_id, suspect.empty_council_id, draw))
        said = verdict(suspect, connection)
        transaction.rollback()
    return change.__name__.strip("_"), expected, said


def verdict(suspect: Suspect, connection: Connection) -> BadRow | None:
    """What the product says, with the product's own rights."""
    if not is_sqlite(suspect.engine):
        connection.execute(text(f"SET LOCAL ROLE {APP}"))
        setting = text("SELECT set_config('placements.council', :council, true)")
        connection.execute(setting, {"council": str(suspect.council_id)})
    return chain.verify(Work(connection, suspect.council_id, NOON), suspect.anchors).bad


def undetected(kind: str, folder: Path, seeds: range) -> list[str]:
    """The changes that were not found, or of which another row or another fault was told."""
    faults = []
    with a_suspect(kind, folder) as suspect:
        for seed in seeds:
            change, expected, said = judged(suspect, seed)
            if said != expected:
                faults.append(f"{kind}, seed {seed}, {change}: {said} for {expected}")
    return faults


def _filled(store: Store) -> tuple[int, int, dict[int, str]]:
    ours = store.write(EVERY_COUNCIL, lambda work: councils.found(work, "ours", "Ours", None))
    empty = store.write(EVERY_COUNCIL, lambda work: councils.found(work, "empty", "Empty", None))
    before = Store(store.engine, lambda: BEFORE)
    before.write(ours, audit.begin_chain)
    before.write(ours, lambda work: _append(work, ERASED))
    store.write(ours, lambda work: _append(work, 24))
    store.write(ours, lambda work: erased(work, system(ours), NOON.date()))
    store.write(ours, lambda work: _append(work, ROWS - ERASED - 25))
    with store.read(ours) as work:
        hashes = select(AUDIT.c.sequence, AUDIT.c.hash).where(AUDIT.c.sequence.in_(ANCHORED))
        found = work.connection.execute(hashes).all()
    return ours, empty, {row.sequence: row.hash for row in found}


def _append(work: Work, count: int) -> None:
    for number in range(count):
        actor_id = 7 if number % 2 else None
        told = {"proposals": number, "é": "€"}
        audit.append(work, "human" if actor_id else "system", actor_id, "run_done", ("run", number), told)


def _unguarded(url: str) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(superuser_of(url).replace("postgresql:", "postgresql+psycopg:", 1))
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE audit DROP CONSTRAINT ck_audit_actor_kind"))
        return engine
    engine = create_engine(url)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA ignore_check_constraints = ON"))
    with engine.begin() as connection:
        for table in ("audit", "audit_payloads"):
            for what in APPEND_ONLY[table]:
                connection.execute(text(f"DROP TRIGGER never_{what.lower()}_{table}"))
    return engine
