"""What every test session shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matcher.model.compiled import compile_once
from matcher.model.process import POOL
from matcher.store.engine import connect
from matcher.store.work import Store
from tests.databases import KINDS, fresh_database

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""The moment at which most stored tests happen: a Monday."""


@pytest.fixture(scope="session", autouse=True)
def _solvers_end_with_the_session() -> Iterator[None]:
    """Solving processes write what they measured when they end: before coverage is added up."""
    compile_once()
    yield
    POOL.close()


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty, migrated database: each test runs once on SQLite and once on PostgreSQL."""
    with fresh_database(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store on it, whose clock stands at NOON."""
    engine = connect(database)
    yield Store(engine, lambda: NOON)
    engine.dispose()
