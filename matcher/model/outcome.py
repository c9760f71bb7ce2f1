"""What is asked of the solving process and what it answers: plain values, no solver needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from matcher.model.values import Value

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
Opinion = Literal["confirmed", "not_finished"]


@dataclass(frozen=True)
class Limits:
    """When to stop and how to search; `deadline` is on the monotonic clock."""

    deadline: float
    seed: int = 0
    report: Callable[[str, int | None, int | None], None] = lambda stage, incumbent, bound: None

    @property
    def left_s(self) -> float:
        return max(0.0, self.deadline - time.monotonic())


@dataclass(frozen=True)
class Outcome:
    """What a solve ended with. Bounds are proven; None where nothing was proved."""

    status: Status
    chosen: tuple[int, ...] = ()
    value: Value | None = None
    bound1: int | None = None
    bound2: int | None = None
    unique: bool = False


@dataclass(frozen=True)
class Ask:
    """What is asked beyond the problem itself."""

    forced: tuple[int, ...] = ()
    """Choices that must be made."""
    barred: tuple[int, ...] = ()
    """Choices that must not be made."""
    unlike: tuple[tuple[int, ...], ...] = ()
    """Allocations to differ from …"""
    differ: int = 1
    """… for at least this many children."""
    hint: tuple[int, ...] = ()
    tiers: int = 3
    """How many tiers to solve: 2 where only the value matters."""


@dataclass(frozen=True)
class Solved:
    """An allocation as choices; none, and the status `infeasible`, where the pins clash."""

    outcome: Outcome
    second: Opinion | None = None


@dataclass(frozen=True)
class Forced:
    """The best allocation that makes one choice. No value: nothing can make it, or time ended."""

    choice: int
    value: Value | None
    chosen: tuple[int, ...]
    exact: bool
    certified: bool = False
    """That nothing can make the choice was proved by a whole-number bound: no second solver needed."""


@dataclass(frozen=True)
class Table:
    """The optimum, and the best allocation with each of the asked choices forced."""

    solved: Solved
    forced: tuple[Forced, ...]


@dataclass(frozen=True)
class Best:
    """The k best allocations, best first. `complete`: there is no further one."""

    solved: tuple[Solved, ...]
    complete: bool
