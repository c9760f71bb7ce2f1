"""What every question that solves shares: a job sent to the solving process, its progress passed on."""

from __future__ import annotations

from typing import Any

from matcher import __version__
from matcher.answers.settings import Clock as Clock
from matcher.answers.settings import Progress
from matcher.answers.settings import Settings as Settings
from matcher.domain.proposal import Run
from matcher.model.problem import Problem
from matcher.model.process import Job, Stop, Tell, run

SOLVER = "CP-SAT 9.15.6755"


def solve(
    name: str,
    problem: Problem,
    arguments: dict[str, Any],
    settings: Settings,
    clock: Clock,
    tell: Tell | None = None,
    stop: Stop | None = None,
) -> Any:
    """Run one job in the solving process, passing its progress on, and to `tell` the parts of its answer.

    It ends when the settings' `cancel` is set, or `stop` in its place.
    """

    def report(payload: dict[str, Any]) -> None:
        if settings.progress is not None:
            settings.progress(Progress(seconds=clock.seconds, **payload))

    job = Job(name, problem, arguments, settings.limit_s, settings.seed)
    return run(job, report, stop or settings.cancel, tell)


def run_of(settings: Settings, clock: Clock) -> Run:
    """How this answer was made."""
    return Run(
        engine_version=__version__,
        solver=SOLVER,
        seconds=clock.seconds,
        seed=settings.seed,
        limit_s=settings.limit_s,
    )
