"""What one part of the assurance is asked, and what it found."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Size = Literal["ci", "claim"]


@dataclass(frozen=True)
class Found:
    """How much was done, every promise that was seen broken, and the figures beside it."""

    done: int
    wrong: tuple[str, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One proof. `goals`: how much of its unit is done at each size; `run` is given that number."""

    name: str
    unit: str
    goals: Mapping[Size, int]
    run: Callable[[int], Found]


@dataclass(frozen=True)
class Line:
    """One row of the report."""

    name: str
    unit: str
    goal: int
    found: Found
    seconds: float

    @property
    def kept(self) -> bool:
        """Whether all of the goal was done and nothing was wrong."""
        return not self.found.wrong and self.found.done >= self.goal


def carried_out(part: Part, size: Size) -> Line:
    """Run one part. What goes wrong in it is written down and ends nothing else."""
    began = time.monotonic()
    try:
        found = part.run(part.goals[size])
    except Exception as error:
        # a part that dies has proved nothing: the report says so, and the exit code
        found = Found(0, (f"it ended with {type(error).__name__}: {error}",))
    return Line(part.name, part.unit, part.goals[size], found, time.monotonic() - began)
