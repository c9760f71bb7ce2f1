"""Several solving processes at work on one question, and what they tell, as it comes."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event

from matcher.answers.ask import Clock, Settings, solve
from matcher.answers.together import Together
from matcher.errors import OutOfTime
from matcher.model.chunks import NOBODY, Lists, chunks
from matcher.model.outcome import Row, Solved
from matcher.model.problem import Problem

Told = Solved | Row


class Either:
    """Set when one of two events is."""

    def __init__(self, one: Event, other: Event) -> None:
        self.one, self.other = one, other

    def is_set(self) -> bool:
        """Whether one of them is."""
        return self.one.is_set() or self.other.is_set()


def shares(problem: Problem, lists: Lists, workers: int) -> list[dict[int, tuple[int, ...]]]:
    """The lists of each worker: whole chunks, whose answers depend on no other chunk. The first has some."""
    parts = chunks(problem, lists)
    spread: list[dict[int, tuple[int, ...]]] = [{} for _ in range(workers)]
    for position, part in enumerate(parts):
        spread[position % workers] |= part
    return [share for share in spread if share] or [{}]


def told(
    problem: Problem, lists: Lists, first: int | None, settings: Settings, clock: Clock
) -> Generator[Told]:
    """The optimum, then the rows of all lists, as they come. A row's witness is against that optimum.

    Closing the iterator ends the solves and their processes. A worker that overruns the time limit after
    the optimum is known is ended, and what it told stays. Raises what the solves raise.
    """
    given = shares(problem, lists, settings.workers)
    choices = {choice for listed in lists.values() for choice in listed} - {NOBODY}
    total = len(choices) if first is None else len(lists)
    together, over = Together(settings, total), Event()
    queue: SimpleQueue[tuple[int, Told | Exception | None]] = SimpleQueue()

    def work(worker: int) -> None:
        arguments = {"lists": given[worker], "first": first}
        stop = Either(settings.cancel, over)
        try:
            solve(
                "option_lists",
                problem,
                arguments,
                together.of(worker),
                clock,
                lambda part: queue.put((worker, part)),
                stop,
            )
        except Exception as error:
            queue.put((worker, error))
        else:
            queue.put((worker, None))

    with ThreadPoolExecutor(len(given)) as threads:
        try:
            for worker in range(len(given)):
                threads.submit(work, worker)
            yield from _in_order(queue, len(given))
        finally:
            over.set()


def _in_order(queue: SimpleQueue[tuple[int, Told | Exception | None]], workers: int) -> Generator[Told]:
    """The first worker's optimum before any row; rows against another optimum, cut off by time, are not."""
    optimum: Solved | None = None
    strangers: set[int] = set()
    heads: dict[int, Solved] = {}
    early: list[tuple[int, Row]] = []
    while workers:
        worker, found = queue.get()
        if isinstance(found, Exception):
            if not isinstance(found, OutOfTime) or optimum is None:
                raise found
            workers -= 1
        elif found is None:
            workers -= 1
        elif isinstance(found, Solved):
            heads[worker] = found
            if worker == 0:
                optimum = found
                yield found
            if optimum is not None:
                strangers = {w for w, head in heads.items() if head.outcome.chosen != optimum.outcome.chosen}
        else:
            early.append((worker, found))
        if optimum is not None:
            yield from (row for w, row in early if w not in strangers)
            early.clear()
