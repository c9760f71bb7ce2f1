"""Many changed problems asked at once: each starts from the plan of the one that they change."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from matcher.answers.ask import Clock, Settings, solve
from matcher.errors import OutOfTime
from matcher.model.outcome import Solved
from matcher.model.pack import Packed
from matcher.model.problem import Problem
from matcher.model.variants import Variant, Varied

Allocation = dict[str, str | None]


def known_in(packed: Packed, allocation: Allocation) -> tuple[int, ...] | None:
    """An allocation as choices of another problem that allows what it does; None where one is missing.

    Whoever must have a home there and has none also makes it None.
    """
    columns, rows = packed.columns, np.full(len(packed.columns.children), -1, dtype=np.int64)
    for child, home in allocation.items():
        if home is not None:
            rows[columns.child_row[child]] = columns.home_row[home]
    placed = int((rows >= 0).sum())
    made = packed.choice[rows[packed.options.child] == packed.options.home]
    units = set(packed.problem.unit[made[made >= 0]].tolist())
    must = set(np.flatnonzero(packed.problem.must).tolist())
    if len(made) < placed or (made < 0).any() or not must <= units:
        return None
    return tuple(sorted(set(made.tolist())))


def all_varied(
    problem: Problem, changed: Sequence[Variant], settings: Settings, clock: Clock
) -> dict[int, Varied]:
    """By number, what is best in each changed problem; those that no answer came for are left out.

    One process takes them in turn. Raises what a solve raises, except OutOfTime: what was told by then stays.
    """
    found = dict[int, Varied]()

    def take(varied: Varied) -> None:
        found[varied.number] = varied

    asked = replace(settings, limit_s=max(0.0, settings.limit_s - clock.seconds), progress=None)
    with suppress(OutOfTime):  # what it did not tell is open, and said to be
        solve("variants", problem, {"changed": changed}, asked, clock, take)
    return found


def is_proved(solved: Solved) -> bool:
    """Whether nothing is better than what was found."""
    outcome = solved.outcome
    return outcome.value is not None and outcome.value[:2] == (outcome.bound1, outcome.bound2)
