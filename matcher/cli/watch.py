"""While a solve runs: a progress bar for people, and Ctrl-C as a request to stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from matcher.errors import Cancelled

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from matcher.library import Progress, Settings

SHOW_AFTER_S = 1.0
STAGES = {
    "tier 1": "Who can have a home",
    "tier 2": "What the plan costs",
    "tier 3": "One plan among equals",
    "options": "What each option costs",
    "frontier": "Cost against distance",
    "confirm": "A second solver confirms",
}
_STOPPING = b"\nStopping; press Ctrl-C again to stop at once.\n"


@contextmanager
def watched(limit_s: float | None = None, workers: int | None = None) -> Iterator[Settings]:
    """Settings for one solve, watched. Raises Cancelled when Ctrl-C was pressed meanwhile."""
    from matcher.library import Settings

    with Bar() as bar:
        settings = Settings(progress=bar.report)
        if limit_s is not None:
            settings = replace(settings, limit_s=limit_s)
        if workers is not None:
            settings = replace(settings, workers=workers)
        with _ctrl_c_sets(settings.cancel):
            yield settings
    if settings.cancel.is_set():
        raise Cancelled("interrupted: nothing was answered")


class Bar:
    """A bar on stderr, on a terminal only, from the first second on; gone when the work is done."""

    def __init__(self, show_after_s: float = SHOW_AFTER_S) -> None:
        self._lock = threading.Lock()
        self._timer = threading.Timer(show_after_s, self._show)
        self._timer.daemon = True
        self._live: RichProgress | None = None
        self._latest: Progress | None = None
        self._over = False

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._live is not None:
                self._live.stop()

    def report(self, progress: Progress) -> None:
        """Take one report of the solve, from any thread; a count is not hidden by what it counts."""
        with self._lock:
            if self._latest is None or self._latest.total is None or progress.total is not None:
                self._latest = progress
                self._draw()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._over:
                return
            columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
            self._live = Progress(*columns, console=Console(stderr=True), transient=True)
            self._live.add_task("Solving", total=None)
            self._live.start()
            self._draw()

    def _draw(self) -> None:
        if self._live is None or self._latest is None:
            return
        task = self._live.task_ids[0]
        latest = self._latest
        self._live.update(task, description=describe(latest), total=latest.total, completed=latest.done or 0)


def describe(progress: Progress) -> str:
    """One report in words: the stage, and how much of it is done where that is known."""
    stage = STAGES.get(progress.stage, progress.stage)
    if progress.done is None or progress.total is None:
        return stage
    return f"{stage}, {progress.done:,} of {progress.total:,}"


@contextmanager
def _ctrl_c_sets(cancel: threading.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()
        # Not through sys.stderr: a handler may interrupt a write to it.
        os.write(2, _STOPPING)

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
