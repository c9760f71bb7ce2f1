"""The part that asks every address what the OpenAPI document allows, and what it does not, as every role."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.assurance.parts import Found, Part, Size
from matcher.store.engine import connect
from matcher.store.work import Store
from tests.api.fuzz.generated import Fuzzed, fuzz
from tests.api.matrix.world import world
from tests.conftest import NOON
from tests.databases import KINDS, fresh_database

EXAMPLES_A_TURN = 2
"""Of each operation in each mode; then another seed on another council, as effects leave traces."""


def parts() -> list[Part]:
    """Each database gets as many as the claim says of the whole."""
    goals: Mapping[Size, int] = {"ci": 500, "claim": 5_000}
    return [Part(f"generated requests, {kind}", "requests", goals, partial(_asked, kind)) for kind in KINDS]


def _asked(kind: str, goal: int) -> Found:
    asked, seed, wrong, server_errors = 0, 0, list[str](), 0
    while asked < goal:
        seed += 1
        found = _turn(kind, seed)
        asked += found.asked
        wrong += [f"seed {seed}: {fault}" for fault in found.wrong]
        server_errors += sum(count for status, count in found.statuses.items() if status >= 500)
        if not found.asked:
            wrong.append("nothing was generated")
            break
    return Found(asked, tuple(wrong), {"seeds": f"1–{seed}", "5xx": str(server_errors)})


def _turn(kind: str, seed: int) -> Fuzzed:
    with tempfile.TemporaryDirectory() as folder, fresh_database(kind, Path(folder)) as url:
        engine = connect(url)
        try:
            return fuzz(world(Store(engine, lambda: NOON)), EXAMPLES_A_TURN, seed)
        finally:
            engine.dispose()
