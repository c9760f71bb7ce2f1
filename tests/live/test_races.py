"""Fifty at once over HTTP, at CI size; `make soak` runs the same functions at the size of the claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import KINDS, fresh_database
from tests.live.races import RACERS, one_bed, one_fund, race, same_key
from tests.live.stage import Stage, staged

ROUNDS = 2


@pytest.fixture(scope="module", params=KINDS)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("live")
    with fresh_database(request.param, folder) as url, staged(url) as stage:
        yield stage


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_fifty_at_one_bed_one_gets_it_and_all_others_are_told_so(stage: Stage, number: int) -> None:
    raced = race(stage, one_bed(), f"bed-{number}")

    assert raced.told == {(201, ""): 1, (409, "bed_taken"): RACERS - 1}
    assert (raced.council.placed(), raced.council.breaches()) == (1, [])


@pytest.mark.parametrize("number", range(ROUNDS))
def test_of_fifty_at_one_fund_as_many_are_placed_as_it_pays_for(stage: Stage, number: int) -> None:
    raced = race(stage, one_fund(enough_for=3), f"fund-{number}")

    assert raced.told == {(201, ""): 3, (409, "budget"): RACERS - 3}
    assert (raced.council.placed(), raced.council.breaches()) == (3, [])


@pytest.mark.parametrize("number", range(ROUNDS))
def test_fifty_times_one_key_is_one_effect_and_one_answer(stage: Stage, number: int) -> None:
    raced = same_key(stage, f"key-{number}")

    assert raced.told == {(201, ""): RACERS}
    assert len({answer.content for answer in raced.answers}) == 1
    assert sum("idempotent-replay" not in answer.headers for answer in raced.answers) == 1
    assert (raced.council.placed(), raced.council.breaches()) == (1, [])
