"""Seconds by part, and what a measurement says of one case."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any


class Stopwatch:
    """Wall-clock seconds of named parts, in the order in which they were first timed."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time spent inside to a part."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.parts[name] = self.parts.get(name, 0.0) + time.perf_counter() - start

    @property
    def total(self) -> float:
        return sum(self.parts.values())


@dataclass(frozen=True)
class Measured:
    """One measurement repeated: seconds of every repeat, the parts of each, and what was found."""

    runs: tuple[Stopwatch, ...]
    said: dict[str, Any] = field(default_factory=dict)

    def line(self) -> dict[str, Any]:
        """The measurement as it is written: medians first, then every repeat."""
        names = list(self.runs[0].parts) if self.runs else []
        medians = {name: _seconds([run.parts.get(name, 0.0) for run in self.runs]) for name in names}
        return {
            "seconds": _seconds([run.total for run in self.runs]),
            "parts": medians,
            "repeats": [round(run.total, 5) for run in self.runs],
            **self.said,
        }


def _seconds(values: list[float]) -> float | None:
    return round(median(values), 5) if values else None
