"""What every question shares: settings, progress, and a job sent to the solving process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from matcher import __version__
from matcher.domain.proposal import Run
from matcher.model.problem import Problem
from matcher.model.process import Job, run

SOLVER = "CP-SAT 9.15.6755"


@dataclass(frozen=True)
class Progress:
    """One report from a running solve; `incumbent` and `bound` are in the stage's own unit."""

    stage: str
    seconds: float
    incumbent: int | None = None
    bound: int | None = None
    done: int | None = None
    total: int | None = None


@dataclass(frozen=True)
class Settings:
    """How to solve. `limit_s` covers the solver's whole work; `workers` never changes the answer."""

    limit_s: float = 60.0
    workers: int = 1
    seed: int = 0
    progress: Callable[[Progress], None] | None = None
    cancel: Event = field(default_factory=Event)


class Clock:
    """Seconds since a question was asked."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.start, 3)


def solve(name: str, problem: Problem, arguments: dict[str, Any], settings: Settings, clock: Clock) -> Any:
    """Run one job in the solving process, passing its progress on."""

    def report(payload: dict[str, Any]) -> None:
        if settings.progress is not None:
            settings.progress(Progress(seconds=clock.seconds, **payload))

    job = Job(name, problem, arguments, settings.limit_s, settings.workers, settings.seed)
    return run(job, report, settings.cancel)


def run_of(settings: Settings, clock: Clock) -> Run:
    """How this answer was made."""
    return Run(
        engine_version=__version__,
        solver=SOLVER,
        seconds=clock.seconds,
        seed=settings.seed,
        limit_s=settings.limit_s,
    )
