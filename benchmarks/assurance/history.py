"""What lies behind: a long record walked to its end, and stored runs replayed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from benchmarks.assurance.parts import Found, Part, Size
from benchmarks.tiny import case_of, tiny
from matcher.errors import PinsClash
from matcher.service import replay, runs
from matcher.service.actor import system
from matcher.service.days import london_day
from matcher.service.seeding import moved_to
from matcher.store import audit, chain
from matcher.store.engine import connect
from matcher.store.tables.record import AUDIT, AUDIT_HEADS, AUDIT_PAYLOADS
from matcher.store.work import Store, Work
from tests.conftest import NOON
from tests.databases import KINDS, fresh_database
from tests.people import council
from tests.service.seeded import settled

FIRST_SEED = 1_000_000
"""No test uses these seeds."""
A_LONG_RECORD = 1_000_000
WALKED_WITHIN_S = 60
"""What a long record may take (trust.md G11); shorter ones are told and not judged."""


def parts() -> list[Part]:
    """Each on both databases."""
    rows: Mapping[Size, int] = {"ci": 20_000, "claim": A_LONG_RECORD}
    again: Mapping[Size, int] = {"ci": 50, "claim": 500}
    return [
        part
        for kind in KINDS
        for part in (
            Part(f"record walked, {kind}", "rows", rows, partial(_walked, kind)),
            Part(f"runs replayed, {kind}", "runs", again, partial(_replayed, kind)),
        )
    ]


def _walked(kind: str, goal: int) -> Found:
    """So many rows are whole, and are proved so in a minute a million."""
    with _store(kind) as store:
        ours = council(store, "ours")
        store.write(ours, partial(_filled, count=goal))
        began, processor = time.monotonic(), time.process_time()
        with store.read(ours) as work:
            verdict = chain.verify(work)
        figures = {
            "seconds": round(time.monotonic() - began, 2),
            "own_processor_seconds": round(time.process_time() - processor, 2),
        }
    wrong = [] if verdict.bad is None else [f"row {verdict.bad.sequence}: {verdict.bad.kind}"]
    if goal >= A_LONG_RECORD and figures["seconds"] > WALKED_WITHIN_S * goal / A_LONG_RECORD:
        wrong.append(f"{figures['seconds']} s: more than {WALKED_WITHIN_S} s a million rows")
    return Found(verdict.rows, tuple(wrong), figures)


def _replayed(kind: str, goal: int) -> Found:
    """Stored runs of small drawn cases have the same answer again."""
    wrong: list[str] = []
    with _store(kind) as store:
        kept = islice(_kept_runs(store), goal)
        done = 0
        for seed, council_id, run_id in kept:
            done += 1
            found = replay.replayed(store, system(council_id), run_id)
            if found.outcome != "same":
                wrong.append(f"seed {seed}: {found.outcome} at {', '.join(found.places)}")
    return Found(done, tuple(wrong), {"first_seed": FIRST_SEED})


def _kept_runs(store: Store) -> Iterator[tuple[int, int, int]]:
    """Councils with the cases of growing seeds, and a run of each; none where its pins leave no plan."""
    for seed in range(FIRST_SEED, 2 * FIRST_SEED):
        ours = settled(store, moved_to(case_of(tiny(seed)), london_day(NOON)), f"c{seed}")
        try:
            yield seed, ours.council_id, runs.solved(store, ours.officer, "plan", {})
        except PinsClash:
            continue


@contextmanager
def _store(kind: str) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, fresh_database(kind, Path(folder)) as url:
        engine = connect(url)
        yield Store(engine, lambda: NOON)
        engine.dispose()


def _filled(work: Work, count: int) -> None:
    """So many rows as `audit.append` writes them, thousands at a time."""
    rows = _rows(work, count)
    while batch := list(islice(rows, 5_000)):
        work.connection.execute(insert(AUDIT), [row for row, _ in batch])
        work.connection.execute(insert(AUDIT_PAYLOADS), [payload for _, payload in batch])
        last = batch[-1][0]
        work.connection.execute(update(AUDIT_HEADS).values(sequence=last["sequence"], hash=last["hash"]))


def _rows(work: Work, count: int) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    previous, at = audit.GENESIS, audit.instant_text(work.now)
    for sequence in range(1, count + 1):
        salt, payload = f"{sequence:064x}", audit.canonical({"home": sequence, "weekly_price_pence": 400_000})
        row = {
            "sequence": sequence,
            "actor_kind": "human",
            "actor_id": 7,
            "action": "placement_accepted",
            "subject_kind": "decision",
            "subject_id": sequence,
            "digest": audit.digest_of(salt, payload),
            "previous": previous,
        }
        previous = audit.hash_of(work.council_id, at, row)
        ours = {"council_id": work.council_id, "sequence": sequence}
        yield row | ours | {"at": work.now, "hash": previous}, ours | {"salt": salt, "payload": payload}
