"""Many changed problems asked at once: each starts from the plan of the one that they change."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

import numpy as np

from matcher.answers.ask import Clock, Settings, solve
from matcher.answers.settings import Progress
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

    Each worker's process takes every so manieth. Raises what a solve raises, except OutOfTime: what was told
    by then stays.
    """
    found, lock = dict[int, Varied](), Lock()

    def take(varied: Varied) -> None:
        with lock:
            found[varied.number] = varied
            if settings.progress is not None:
                done = Progress("rules", clock.seconds, done=len(found), total=len(changed))
                settings.progress(done)

    def work(share: Sequence[Variant]) -> None:
        left_s = max(0.0, settings.limit_s - clock.seconds)
        asked = replace(settings, limit_s=left_s, progress=None)
        try:
            solve("variants", problem, {"changed": share}, asked, clock, take)
        except OutOfTime:
            return  # what it did not tell is open, and said to be

    shares = [share for worker in range(settings.workers) if (share := changed[worker :: settings.workers])]
    with ThreadPoolExecutor(max(1, len(shares))) as threads:
        for done in [threads.submit(work, share) for share in shares]:
            done.result()
    return found


def is_proved(solved: Solved) -> bool:
    """Whether nothing is better than what was found."""
    outcome = solved.outcome
    return outcome.value is not None and outcome.value[:2] == (outcome.bound1, outcome.bound2)
