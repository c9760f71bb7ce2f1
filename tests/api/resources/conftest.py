"""What the tests of the resources share."""

from __future__ import annotations

import pytest

from matcher.store.work import Store
from tests.api.council import Council, small_council


@pytest.fixture
def desk(store: Store) -> Council:
    """The small council behind its door."""
    return small_council(store)
