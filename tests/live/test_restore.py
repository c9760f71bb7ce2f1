"""The runbook's backup and restore, as it stands there: every row comes back, guarded as it was."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from matcher.errors import Broken
from matcher.store.engine import connect
from matcher.store.invariants import breaches
from matcher.store.rows import change, every
from matcher.store.tables import METADATA
from matcher.store.tables.homes import PLACEMENTS
from matcher.store.tables.runs import RUNS
from matcher.store.work import EVERY_COUNCIL, Store
from tests.conftest import NOON
from tests.databases import APP, fresh_database
from tests.live.postgres import own_postgres, programs
from tests.service.decisions.acts import Desk, desk

RUNBOOK = Path(__file__).parents[2] / "docs" / "ops" / "runbook.md"


def store_of(url: str) -> Store:
    return Store(connect(url), lambda: NOON)


def filled(store: Store) -> Desk:
    """A council in which one child has been placed."""
    here = desk(store)
    here.accept("A")
    return here


def rows_of(store: Store, council_id: int) -> dict[str, list[str]]:
    """Every row that this council sees, by table."""
    with store.read(council_id) as work:
        return {
            table.name: sorted(repr(row) for row in work.connection.execute(select(table)))
            for table in METADATA.sorted_tables
        }


def check(here: Desk, restored: Store) -> None:
    council_id = here.council.council_id
    assert rows_of(restored, council_id) == rows_of(here.store, council_id)
    with restored.read(council_id) as work:
        assert breaches(work) == []
        (placement,) = every(work, PLACEMENTS)
    with pytest.raises(Broken, match="frozen_placements"):
        restored.write(council_id, lambda work: change(work, PLACEMENTS, placement.id, weekly_price_pence=1))


def test_a_copy_of_sqlite_taken_while_it_runs_is_whole(tmp_path: Path) -> None:
    with fresh_database("sqlite", tmp_path) as url:
        here = filled(store_of(url))
        copy = tmp_path / "placements-backup.db"
        connection = sqlite3.connect(str(make_url(url).database))
        connection.execute(f"VACUUM INTO '{copy}'")
        connection.close()

        check(here, store_of(f"sqlite:///{copy}"))


def test_a_dump_of_postgresql_is_whole_and_its_councils_stay_apart() -> None:
    with own_postgres() as postgres:
        here = filled(store_of(postgres.url))
        dump = postgres.folder / "placements.dump"
        as_superuser = ("--host", str(postgres.folder), "--username", "postgres")
        run("pg_dump", *as_superuser, "--format=custom", f"--file={dump}", "live")
        run("createdb", *as_superuser, f"--owner={APP}", "restored")
        run("pg_restore", *as_superuser, "--dbname=restored", "--exit-on-error", str(dump))

        restored = store_of(postgres.url.replace("/live?", "/restored?"))
        check(here, restored)
        with restored.read(EVERY_COUNCIL) as work:
            assert work.connection.execute(select(RUNS)).all() == []
        restored.engine.dispose()
        here.store.engine.dispose()


def test_the_programs_own_role_is_refused_a_dump_rather_than_given_half_of_one() -> None:
    with own_postgres() as postgres:
        command = [str(programs() / "pg_dump"), f"--host={postgres.folder}", f"--username={APP}", "live"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "row-level security" in done.stderr


def test_the_runbook_names_what_is_drilled_here() -> None:
    text = RUNBOOK.read_text(encoding="utf-8")
    drilled = ("pg_dump --format=custom", "VACUUM INTO", "pg_restore", "--exit-on-error", Path(__file__).name)
    assert [words for words in drilled if words not in text] == []


def run(program: str, *words: str) -> None:
    subprocess.run([programs() / program, *words], check=True, capture_output=True)
