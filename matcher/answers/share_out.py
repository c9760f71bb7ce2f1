"""Many things to do, shared out among workers a few at a time: nothing is begun when the time is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import TypeVar

from matcher.answers.settings import Clock, Settings
from matcher.errors import Cancelled

Thing = TypeVar("Thing")
Made = TypeVar("Made")
MOST = 20
MAKING_S = 0.15
"""A batch ends with the thing that takes the making of it past this: so none is far beyond the limit."""


def share_out(
    things: Iterable[Thing],
    make: Callable[[Thing], Made],
    take: Callable[[list[Made]], None],
    settings: Settings,
    clock: Clock,
) -> None:
    """Make things ready in batches and have each batch taken, by as many threads as there are workers.

    What time leaves is not begun. Raises Cancelled, and what `make` or `take` raises.
    """
    waiting, lock, failed = iter(things), Lock(), Event()

    def begun() -> Iterable[Made]:
        started = clock.seconds
        for _ in range(MOST):
            if settings.cancel.is_set():
                raise Cancelled("the solve was stopped because the caller asked for it")
            now = clock.seconds
            if failed.is_set() or now >= settings.limit_s or now - started >= MAKING_S:
                return
            with lock:
                following = next(waiting, None)
            if following is None:
                return
            yield make(following)

    def work() -> None:
        try:
            while batch := list(begun()):
                take(batch)
        except BaseException:
            failed.set()
            raise

    with ThreadPoolExecutor(max(1, settings.workers)) as threads:
        for done in [threads.submit(work) for _ in range(max(1, settings.workers))]:
            done.result()
