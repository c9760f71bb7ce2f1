"""What every test session shares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcher.model.process import POOL


@pytest.fixture(scope="session", autouse=True)
def _solvers_end_with_the_session() -> Iterator[None]:
    """Solving processes write what they measured when they end: before coverage is added up."""
    yield
    POOL.close()
