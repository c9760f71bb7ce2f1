"""The migrations make exactly the tables that the code believes in, up and down, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from matcher.store import migrate
from matcher.store.engine import connect
from matcher.store.migrations.guards import TABLES
from matcher.store.tables import METADATA
from tests.databases import KINDS, empty_database


def test_the_migrated_database_has_the_tables_of_the_code(database: str) -> None:
    engine = connect(database)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_every_table_of_a_council_is_guarded() -> None:
    assert set(TABLES) == {name for name, table in METADATA.tables.items() if "council_id" in table.columns}


@pytest.mark.parametrize("kind", KINDS)
def test_up_and_down_and_up_again(kind: str, tmp_path: Path) -> None:
    with empty_database(kind, tmp_path) as url:
        engine = connect(url)
        assert migrate.version(engine) is None
        migrate.upgrade(engine)
        assert migrate.version(engine) == migrate.newest()
        migrate.downgrade(engine, "base")
        assert inspect(engine).get_table_names() == ["alembic_version"]
        migrate.upgrade(engine)
        assert migrate.version(engine) == migrate.newest()
        engine.dispose()


def test_every_check_has_the_name_that_the_code_knows(database: str) -> None:
    engine = connect(database)
    for name, table in METADATA.tables.items():
        known = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert {one["name"] for one in inspect(engine).get_check_constraints(name)} == known
    engine.dispose()
