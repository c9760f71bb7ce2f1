"""The solving process: reads jobs on one pipe, answers on another, and may die without harm.

Run as `python -m matcher.model.child READ_FD WRITE_FD PARENT_PID` by `matcher.model.process`.
"""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from matcher.errors import MatcherError, SolveFailed, SolverCrashed
from matcher.model import jobs, variants
from matcher.model.frontier import walk
from matcher.model.outcome import Limits
from matcher.model.waivers.taking import what_it_takes
from matcher.model.wire import read, write

REPORT_EVERY_S = 0.1
COUNTED = frozenset({"option_table", "option_lists", "k_best"})
TOLD = frozenset({"option_lists", "variants"})
"""Jobs that tell parts of their answer before it is whole."""
JOBS: dict[str, Callable[..., Any]] = {
    "allocate": jobs.allocate,
    "option_table": jobs.option_table,
    "option_lists": jobs.option_lists,
    "k_best": jobs.k_best,
    "feasible": jobs.feasible,
    "frontier_walk": walk,
    "variants": variants.variants,
    "best_from": variants.best_from,
    "what_it_takes": what_it_takes,
}


class Reporter:
    """Sends progress, at most ten times a second, from whichever thread the solver calls in."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.lock, self.last = out, threading.Lock(), 0.0

    def stage(self, stage: str, incumbent: int | None, bound: int | None) -> None:
        self._send({"stage": stage, "incumbent": incumbent, "bound": bound}, due=False)

    def count(self, done: int, total: int) -> None:
        self._send({"stage": "options", "done": done, "total": total}, due=done == total)

    def _send(self, report: dict[str, Any], due: bool) -> None:
        now = time.monotonic()
        with self.lock:
            if due or now - self.last >= REPORT_EVERY_S:
                self.last = now
                write(self.out, ("progress", report))

    def tell(self, part: Any) -> None:
        """A part of the answer, which is never left out."""
        self.answer("told", part)

    def answer(self, kind: str, payload: Any) -> None:
        with self.lock:
            write(self.out, (kind, payload))


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Answer jobs until the parent closes the pipe."""
    while True:
        try:
            name, problem, arguments, limit_s, seed = read(source)
        except EOFError:
            return
        reporter = Reporter(out)
        limits = Limits(time.monotonic() + limit_s, seed, reporter.stage)
        if name in COUNTED:
            arguments = {**arguments, "found": reporter.count}
        if name in TOLD:
            arguments = {**arguments, "tell": reporter.tell}
        try:
            result = JOBS[name](problem, limits=limits, **arguments)
        except MatcherError as error:
            reporter.answer("failed", (type(error).__name__, str(error)))
        except MemoryError:
            reporter.answer("failed", (SolveFailed.__name__, "the solver ran out of memory"))
        except Exception as error:  # a bug of ours: the caller is told, the process goes on
            where = traceback.extract_tb(error.__traceback__)[-1]
            told = f"a fault of ours in {where.name}, line {where.lineno}: {type(error).__name__}"
            reporter.answer("failed", (SolverCrashed.__name__, told))
        else:
            reporter.answer("done", result)


def _end_with_parent(parent: int) -> None:
    """A solve outlives nobody: end when the parent has."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    read_fd, write_fd, parent = (int(argument) for argument in sys.argv[1:4])
    _end_with_parent(parent)
    with (
        suppress(BrokenPipeError),  # the parent is gone: nobody is left to be told
        os.fdopen(read_fd, "rb") as source,
        os.fdopen(write_fd, "wb") as out,
    ):
        serve(source, out)


if __name__ == "__main__":
    main()
