"""What is asked of the solving process and what it answers: plain values, no solver needed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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
    certified: bool = False
    """Tier 1 is proved by a whole-number bound of the whole problem alone: no second solver is needed."""
    by_bound: bool = False
    """What was known before is proved best by the first bound alone."""


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
    points: int | None = None
    """Tier 1 is known to be at least this, and no more is asked for: only tier 2 is solved."""
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
class Ranked:
    """An answered option of a list. `certain`: it comes next after those of its list given before.

    `forced` is None for an option that no allocation can use.
    """

    number: int
    """Of the list."""
    position: int
    forced: Forced | None
    certain: bool


@dataclass(frozen=True)
class Row:
    """The same as it is sent, its witness as what differs from the optimum. No value: nothing can use it."""

    number: int
    position: int
    certain: bool
    exact: bool
    value: Value | None
    made: tuple[int, ...] = ()
    """Choices of the witness that the optimum does not make."""
    unmade: tuple[int, ...] = ()
    """Choices of the optimum that the witness does not make."""


def row_of(ranked: Ranked, best: Sequence[int]) -> Row:
    """What is sent of a ranked option; `best`: the choices of the optimum."""
    entry, at = ranked.forced, (ranked.number, ranked.position, ranked.certain)
    if entry is None or entry.value is None:
        return Row(*at, exact=entry is None or entry.exact, value=None)
    made, unmade = set(entry.chosen) - set(best), set(best) - set(entry.chosen)
    return Row(*at, entry.exact, entry.value, tuple(sorted(made)), tuple(sorted(unmade)))


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
