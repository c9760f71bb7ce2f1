"""How a question is asked: settings, progress and a clock. Loads nothing of the model."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event


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
    """How to solve. `limit_s` covers the solver's whole work.

    `workers`: processes that may solve at once; it never changes an answer.
    """

    limit_s: float = 60.0
    workers: int = 2
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
