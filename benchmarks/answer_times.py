"""Seconds to an answer: on the wall, and of the asking process's own processor time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks.asking import FINISHED, Ask, Reply
from benchmarks.measures import LONG_S
from benchmarks.stopwatch import Stopwatch
from matcher import library
from matcher.errors import MatcherError

Line = dict[str, Any]
WHOLE = ("optimal", FINISHED)


@dataclass(frozen=True)
class Run:
    """One answer, from the case's bytes to its own. `verified` is false where none came."""

    watch: Stopwatch
    processor_seconds: float
    status: str
    verified: bool
    found: dict[str, int] = field(default_factory=dict)


def measured(
    document: bytes, asks: Sequence[Ask], limit_s: float, repeat: int, after_error: Callable[[], None]
) -> Line:
    """Every ask measured `repeat` times, less often where it takes long; each counts with its medians.

    `after_error` is called when no answer came: the solving process may be gone, and the next be cold.
    """
    return line_of([_repeated(document, ask, limit_s, repeat, after_error) for ask in asks])


def _repeated(
    document: bytes, ask: Ask, limit_s: float, repeat: int, after_error: Callable[[], None]
) -> list[Run]:
    runs: list[Run] = []
    while len(runs) < repeat and (not runs or runs[-1].watch.total < LONG_S):
        runs.append(once(document, ask, limit_s))
        if not runs[-1].verified:
            after_error()
    return runs


def once(document: bytes, ask: Ask, limit_s: float) -> Run:
    """One ask. What the library hands out has passed the verifier; an error in its place is told by name."""
    watch, start = Stopwatch(), time.process_time()
    try:
        reply = _reply(document, ask, limit_s, watch)
    except MatcherError as error:
        return Run(watch, time.process_time() - start, type(error).__name__, verified=False)
    return Run(watch, time.process_time() - start, reply.status, verified=True, found=reply.found)


def _reply(document: bytes, ask: Ask, limit_s: float, watch: Stopwatch) -> Reply:
    with watch.part("load"):
        case = library.load_case(document)
    with watch.part("ask"):
        reply = ask(case, library.Settings(limit_s=limit_s))
    with watch.part("encode"):
        reply.answer.model_dump_json(by_alias=True)
    return reply


def line_of(asked: Sequence[Sequence[Run]]) -> Line:
    """The line of one question to one case: medians over its asks, then each ask, then every repeat."""
    each = [_told(runs) for runs in asked]
    runs = [run for several in asked for run in several]
    parts = dict.fromkeys(name for run in runs for name in run.watch.parts)
    return {
        "seconds": _middle(one["seconds"] for one in each),
        "processor_seconds": _middle(one["processor_seconds"] for one in each),
        "parts": {name: _middle(run.watch.parts.get(name, 0.0) for run in runs) for name in parts},
        "repeats": [round(run.watch.total, 5) for run in runs],
        "status": worst(one["status"] for one in each),
        "verified": all(one["verified"] for one in each),
        "each": each,
    }


def _told(runs: Sequence[Run]) -> Line:
    return {
        "seconds": _middle(run.watch.total for run in runs),
        "processor_seconds": _middle(run.processor_seconds for run in runs),
        "status": worst(run.status for run in runs),
        "verified": all(run.verified for run in runs),
        "found": runs[-1].found,
    }


def worst(statuses: Iterable[str]) -> str:
    """The status that claims least: that of an error, then best_found, then optimal or finished."""
    return max(statuses, key=lambda status: (status not in WHOLE, status not in (*WHOLE, "best_found")))


def _middle(values: Iterable[float]) -> float:
    return round(median(values), 5)
