"""The parts that need a real server: races and kills over HTTP, on SQLite and PostgreSQL."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.assurance.parts import Found, Part
from tests.databases import KINDS, fresh_database
from tests.live.kills import suffered
from tests.live.postgres import own_postgres
from tests.live.races import RACERS, Raced, one_bed, one_fund, race, same_key
from tests.live.stage import Stage, staged

PAID_FOR = 3
FIRST_SEED = 1
ROUNDS_A_SERVER = 50
"""Then another database: what is measured is the race, and not a database that grows."""
Round = Callable[[Stage, str], list[str]]


def parts() -> list[Part]:
    """Each on both databases."""
    rounds: tuple[tuple[str, Round, int], ...] = (
        ("last bed, 50 at once", bed, 200),
        ("one fund, 50 at once", fund, 200),
        ("one key, 50 at once", key, 50),
    )
    races = [
        Part(f"{name}, {kind}", "rounds", {"ci": 5, "claim": claim}, partial(rounds_of, kind, one))
        for name, one, claim in rounds
        for kind in KINDS
    ]
    kills = [
        Part("kill -9 of the API, sqlite", "schedules", {"ci": 2, "claim": 25}, partial(killed, "sqlite")),
        Part(
            "kill -9 of the API and of PostgreSQL",
            "schedules",
            {"ci": 2, "claim": 25},
            partial(killed, "postgresql"),
        ),
    ]
    return [*races, *kills]


def bed(stage: Stage, code: str) -> list[str]:
    """One bed, fifty children: one is placed, every other officer is told that the bed is taken."""
    expected = Counter({(201, ""): 1, (409, "bed_taken"): RACERS - 1})
    return _faults(race(stage, one_bed(), code), expected, placed=1)


def fund(stage: Stage, code: str) -> list[str]:
    """Money for three of fifty."""
    expected = Counter({(201, ""): PAID_FOR, (409, "budget"): RACERS - PAID_FOR})
    return _faults(race(stage, one_fund(enough_for=PAID_FOR), code), expected, placed=PAID_FOR)


def key(stage: Stage, code: str) -> list[str]:
    """One key fifty times: one effect, one answer."""
    raced = same_key(stage, code)
    bodies = {answer.content for answer in raced.answers}
    several = [f"{len(bodies)} different answers to one key"] if len(bodies) > 1 else []
    return several + _faults(raced, Counter({(201, ""): RACERS}), placed=1)


def _faults(raced: Raced, expected: Counter[tuple[int, str]], placed: int) -> list[str]:
    wrong = raced.council.breaches()
    if raced.told != expected:
        wrong.append(f"answered {dict(raced.told)}")
    if raced.council.placed() != placed:
        wrong.append(f"{raced.council.placed()} placements")
    return wrong


def rounds_of(kind: str, one: Round, rounds: int) -> Found:
    """So many rounds, each in a council of its own."""
    wrong: list[str] = []
    seconds: list[float] = []
    for first in range(0, rounds, ROUNDS_A_SERVER):
        with _stage(kind) as stage:
            for number in range(first, min(first + ROUNDS_A_SERVER, rounds)):
                began = time.monotonic()
                wrong += [f"round {number}: {fault}" for fault in one(stage, f"round-{number}")]
                seconds.append(time.monotonic() - began)
    requests = {"requests": rounds * RACERS, "median_round_s": round(median(seconds), 2)}
    return Found(rounds, tuple(wrong), requests)


@contextmanager
def _stage(kind: str) -> Iterator[Stage]:
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_database(kind, Path(folder)) as url,
        staged(url) as stage,
    ):
        yield stage


def killed(kind: str, schedules: int) -> Found:
    """Seeds from 1 on, one after the other on one database."""
    seeds = range(FIRST_SEED, FIRST_SEED + schedules)
    if kind == "sqlite":
        with _stage(kind) as stage:
            outcomes = [suffered(stage, seed) for seed in seeds]
    else:
        with own_postgres() as postgres, staged(postgres.url) as stage:
            outcomes = [suffered(stage, seed, postgres) for seed in seeds]
    wrong = [f"seed {outcome.seed}: {fault}" for outcome in outcomes for fault in outcome.wrong]
    faults = Counter(fault.what for outcome in outcomes for fault in outcome.faults)
    figures = {
        "seeds": f"{seeds.start}–{seeds.stop - 1}",
        "kills": dict(sorted(faults.items())),
        "acknowledged_before": sum(outcome.acknowledged_before for outcome in outcomes),
        "sent_again": sum(outcome.sent_again for outcome in outcomes),
        "placed": sum(outcome.placed for outcome in outcomes),
    }
    return Found(len(outcomes), tuple(wrong), figures)
