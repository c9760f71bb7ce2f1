"""Runs: what was asked, of which case, and what came of it. The documents are kept compressed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, select, tuple_, update

from matcher.errors import NotFound
from matcher.store.rows import add
from matcher.store.tables.runs import RUNS
from matcher.store.work import Work

RunState = Literal["solving", "done", "failed"]
_DOCUMENTS = ("snapshot", "answer")
_SHORT = [column for column in RUNS.columns if column.name not in (*_DOCUMENTS, "council_id")]


@dataclass(frozen=True)
class StoredRun:
    """A run without its two documents, which are read by themselves."""

    id: int
    question: str
    parameters: Mapping[str, Any]
    scenario_id: int | None
    policy_id: int
    snapshot_hash: str
    engine_version: str
    state: RunState
    answer_hash: str | None
    failure: str | None
    asked_by: int | None
    asked_by_service: int | None
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class NewRun:
    """What a run is begun with."""

    question: str
    parameters: Mapping[str, Any]
    scenario_id: int | None
    policy_id: int
    snapshot: bytes
    engine_version: str
    asked_by: int | None
    asked_by_service: int | None


def sha256(document: bytes) -> str:
    """The hash of a document, in hexadecimal."""
    return hashlib.sha256(document).hexdigest()


def add_run(work: Work, new: NewRun) -> int:
    """A run that is being solved from now on; returns the id."""
    return add(
        work,
        RUNS,
        question=new.question,
        parameters=dict(new.parameters),
        scenario_id=new.scenario_id,
        policy_id=new.policy_id,
        snapshot=zlib.compress(new.snapshot),
        snapshot_hash=sha256(new.snapshot),
        engine_version=new.engine_version,
        state="solving",
        asked_by=new.asked_by,
        asked_by_service=new.asked_by_service,
        asked_at=work.now,
    )


def run(work: Work, run_id: int) -> StoredRun:
    """Raises NotFound."""
    row = work.connection.execute(_short(work, RUNS.c.id == run_id)).one_or_none()
    if row is None:
        raise NotFound("there is nothing with this id here")
    return _run(row)


def page_of(work: Work, after: int | None, limit: int) -> Sequence[StoredRun]:
    """At most `limit` runs that were asked before the run `after`, the newest first."""
    place = (RUNS.c.asked_at, RUNS.c.id)
    before: tuple[ColumnElement[bool], ...] = ()
    if after is not None:
        ours = (RUNS.c.council_id == work.council_id) & (RUNS.c.id == after)
        before = (tuple_(*place) < select(*place).where(ours).scalar_subquery(),)
    statement = _short(work, *before).order_by(RUNS.c.asked_at.desc(), RUNS.c.id.desc()).limit(limit)
    return tuple(_run(row) for row in work.connection.execute(statement))


def solving(work: Work) -> Sequence[StoredRun]:
    """The runs that nobody has ended, the oldest first."""
    statement = _short(work, RUNS.c.state == "solving").order_by(RUNS.c.asked_at, RUNS.c.id)
    return tuple(_run(row) for row in work.connection.execute(statement))


def snapshot_of(work: Work, run_id: int) -> bytes:
    """The case that the run solved, as JSON. Raises NotFound."""
    document = _document(work, run_id, RUNS.c.snapshot)
    assert document is not None
    return document


def answer_of(work: Work, run_id: int) -> bytes | None:
    """The answer as JSON; None while there is none. Raises NotFound."""
    return _document(work, run_id, RUNS.c.answer)


def end_done(work: Work, run_id: int, answer: bytes) -> bool:
    """Keep the answer of a run that is being solved; False: it has ended already, and nothing is written."""
    values = {"answer": zlib.compress(answer), "answer_hash": sha256(answer)}
    return _end(work, run_id, state="done", **values)


def end_failed(work: Work, run_id: int, failure: str) -> bool:
    """Say why a run gave no answer; False: it has ended already, and nothing is written."""
    return _end(work, run_id, state="failed", failure=failure)


def _end(work: Work, run_id: int, **values: Any) -> bool:
    still = (RUNS.c.council_id == work.council_id) & (RUNS.c.id == run_id) & (RUNS.c.state == "solving")
    done = update(RUNS).where(still).values(finished_at=work.now, **values)
    return bool(work.connection.execute(done).rowcount)


def _short(work: Work, *where: ColumnElement[bool]) -> Any:
    return select(*_SHORT).where(RUNS.c.council_id == work.council_id, *where)


def _document(work: Work, run_id: int, column: Any) -> bytes | None:
    ours = (RUNS.c.council_id == work.council_id) & (RUNS.c.id == run_id)
    row = work.connection.execute(select(column).where(ours)).one_or_none()
    if row is None:
        raise NotFound("there is nothing with this id here")
    return None if row[0] is None else zlib.decompress(row[0])


def _run(row: Row[Any]) -> StoredRun:
    return StoredRun(**{column.name: getattr(row, column.name) for column in _SHORT})
