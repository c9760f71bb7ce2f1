"""Two seeded schedules a database, as a sample; `make soak` suffers twenty-five."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import fresh_database
from tests.live.kills import CHILDREN, Outcome, schedule, suffered
from tests.live.postgres import own_postgres
from tests.live.stage import staged

SEEDS = (1, 2)


def check(outcome: Outcome) -> None:
    assert outcome.wrong == (), outcome
    assert outcome.placed == CHILDREN


def test_the_api_is_killed_on_sqlite_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    with fresh_database("sqlite", tmp_path) as url, staged(url) as stage:
        for seed in SEEDS:
            check(suffered(stage, seed))


def test_api_and_database_are_killed_and_nothing_acknowledged_is_lost() -> None:
    with own_postgres() as postgres, staged(postgres.url) as stage:
        for seed in SEEDS:
            check(suffered(stage, seed, postgres))


@pytest.mark.parametrize("seed", range(25))
def test_a_seed_is_one_schedule_and_every_second_kills_the_database(seed: int) -> None:
    faults = schedule(seed, with_database=True)
    assert faults == schedule(seed, with_database=True)
    assert (faults[0].what == "database") is (seed % 2 == 1)
    assert {fault.what for fault in schedule(seed, with_database=False)} == {"api"}
