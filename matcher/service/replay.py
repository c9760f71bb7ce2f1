"""A stored run, solved again from its snapshot: the same question has the same answer (invariant I10)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from matcher import __version__
from matcher.domain.reading import read_case
from matcher.errors import Conflict
from matcher.library import Settings
from matcher.service import questions
from matcher.service.actor import Actor
from matcher.service.binding import bound_hash
from matcher.service.questions import Answered
from matcher.service.record import recorded
from matcher.store import proposals as kept_proposals
from matcher.store import runs as kept
from matcher.store.proposals import StoredProposal
from matcher.store.runs import StoredRun
from matcher.store.work import Store, Work

NOT_COMPARED = {"run": ("seconds", "limit_s", "engine_version"), "proof": ("second_solver",)}
"""What tells how an answer was made and not what was answered: time taken, time left to a part of it, and
whether the second solver, asked besides, ended in that time."""
UNPROVED = frozenset({"best_found", "not_finished"})
MAX_PLACES = 20

Outcome = Literal["same", "differs", "unfinished", "altered"]


@dataclass(frozen=True)
class Kept:
    """All that a run left behind. A document that cannot be read any more is empty."""

    run: StoredRun
    snapshot: bytes
    answer: bytes
    proposals: Sequence[StoredProposal]


@dataclass(frozen=True)
class Replayed:
    """What came of a replay.

    `differs`: another answer, at `places` (JSON paths). `unfinished`: the same, but the run or its replay was
    stopped by the time before the proof, so nothing was promised. `altered`: what is stored in `places`
    (snapshot, answer, proposals) is not what its hash was made of, and nothing was solved.
    """

    run_id: int
    question: str
    outcome: Outcome
    places: tuple[str, ...]
    engine_then: str
    engine_now: str = __version__


def replayed(store: Store, actor: Actor, run_id: int, settings: Settings | None = None) -> Replayed:
    """Read, solve and record; the solve runs between two transactions.

    Without settings, in the run's own time. Raises Forbidden, NotFound, Conflict (no_answer), OutOfTime and
    what the engine raises.
    """
    with store.read(actor.council_id) as work:
        left = kept_of(work, actor, run_id)
    result = solved_again(left, settings)
    store.write(actor.council_id, lambda work: told(work, actor, result))
    return result


def kept_of(work: Work, actor: Actor, run_id: int) -> Kept:
    """What the run left behind. Raises Forbidden, NotFound, Conflict (no_answer)."""
    if actor.kind != "system":
        actor.require("read_runs")
    run = kept.run(work, run_id)
    if run.state != "done":
        raise Conflict("no_answer", f"this run has no answer to replay: it is {run.failure or run.state}")
    try:
        snapshot, answer = kept.snapshot_of(work, run_id), kept.answer_of(work, run_id) or b""
    except zlib.error:
        snapshot, answer = b"", b""
    return Kept(run, snapshot, answer, kept_proposals.proposals_of(work, run_id))


def solved_again(left: Kept, settings: Settings | None = None) -> Replayed:
    """Ask again, of the stored case, with the stored parameters. Raises what the engine raises."""
    run = left.run
    if places := tuple(_altered(left)):
        return Replayed(run.id, run.question, "altered", places, run.engine_version)
    asked = questions.read_asked(run.question, run.parameters)
    settings = settings or Settings(limit_s=asked.limit_s, workers=1)
    again = questions.answered(read_case(left.snapshot), run.question, asked, settings)
    found = tuple(islice(_differences(left, again), MAX_PLACES))
    outcome: Outcome = "same"
    if found:
        open_ = _is_open(json.loads(left.answer)) or _is_open(json.loads(again.document))
        outcome = "unfinished" if open_ else "differs"
    return Replayed(run.id, run.question, outcome, found, run.engine_version)


def told(work: Work, actor: Actor, result: Replayed) -> None:
    """A row of the record for the replay."""
    engines = {"engine_then": result.engine_then, "engine_now": result.engine_now}
    recorded(work, actor, "run_replayed", ("run", result.run_id), outcome=result.outcome, **engines)


def _altered(left: Kept) -> Iterator[str]:
    if kept.sha256(left.snapshot) != left.run.snapshot_hash:
        yield "snapshot"
    if kept.sha256(left.answer) != left.run.answer_hash:
        yield "answer"
    if any(bound_hash(left.run, one) != one.hash for one in left.proposals):
        yield "proposals"


def _differences(left: Kept, again: Answered) -> Iterator[str]:
    yield from _apart("$", _compared(json.loads(left.answer)), _compared(json.loads(again.document)))
    then = {_place(one.document): dict(one.document) for one in left.proposals}
    now = [one.model_dump(mode="json", by_alias=True) for one in again.options]
    yield from _apart("proposals", then, {_place(one): one for one in now})


def _place(document: Any) -> str:
    return f"{document['referral']}/{document['rank']}"


def _compared(value: Any) -> Any:
    """The same document without what is not compared."""
    if isinstance(value, list):
        return [_compared(part) for part in value]
    if not isinstance(value, dict):
        return value
    left: dict[str, Any] = {}
    for key, part in value.items():
        out = NOT_COMPARED.get(key, ()) if isinstance(part, dict) else ()
        left[key] = _compared({name: part[name] for name in part if name not in out} if out else part)
    return left


def _apart(path: str, then: Any, now: Any) -> Iterator[str]:
    """The paths at which two documents differ; no value is told."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted(then.keys() | now.keys()):
            yield from _apart(f"{path}.{key}", then.get(key, _ABSENT), now.get(key, _ABSENT))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for position, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _apart(f"{path}[{position}]", one, other)
    elif then != now or type(then) is not type(now):
        yield path


_ABSENT = object()


def _is_open(value: Any) -> bool:
    """Whether an answer says anywhere that time ended before the proof."""
    if isinstance(value, dict):
        told = value.get("status") in UNPROVED or value.get("exact") is False
        return told or any(_is_open(part) for part in value.values())
    return isinstance(value, list) and any(_is_open(part) for part in value)
