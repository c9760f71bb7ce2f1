"""Several cases solved for one question: some at once, each with its share of the time."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

from matcher.answers.allocation import allocation
from matcher.answers.ask import Clock, Settings
from matcher.answers.settings import Progress
from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.errors import MatcherError

LEAST_S = 0.1


class Counted:
    """Counts what is done, and tells it as progress."""

    def __init__(self, settings: Settings, clock: Clock, stage: str, total: int) -> None:
        self.settings, self.clock, self.stage, self.total = settings, clock, stage, total
        self.done, self.lock = 0, Lock()

    def one_more(self) -> None:
        """Another one is done."""
        with self.lock:
            self.done += 1
            if self.settings.progress is not None:
                at, done, total = self.clock.seconds, self.done, self.total
                self.settings.progress(Progress(self.stage, at, done=done, total=total))


def share_s(settings: Settings, clock: Clock, waiting: int) -> float:
    """Seconds for one of so many solves that still wait, when `workers` of them run at once."""
    left_s = settings.limit_s - clock.seconds
    return max(LEAST_S, min(left_s, left_s * settings.workers / max(1, waiting)))


def each_solved(
    cases: Sequence[Case], settings: Settings, clock: Clock, stage: str
) -> list[Proposal | MatcherError]:
    """Every case's plan, in order, or the error that stands in its place."""
    counted = Counted(settings, clock, stage, len(cases))

    def work(position: int) -> Proposal | MatcherError:
        limit_s = share_s(settings, clock, len(cases) - position)
        try:
            return allocation(cases[position], replace(settings, limit_s=limit_s, progress=None))
        except MatcherError as error:
            return error
        finally:
            counted.one_more()

    with ThreadPoolExecutor(max(1, min(settings.workers, len(cases)))) as threads:
        return list(threads.map(work, range(len(cases))))
