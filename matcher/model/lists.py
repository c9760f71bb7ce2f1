"""Lists of options answered in the order people need them: the first places of every list, then the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from heapq import heapify, heappop

from matcher.model.chunks import NOBODY, Lists, chunks
from matcher.model.layered import Layered
from matcher.model.outcome import Forced, Limits, Outcome, Ranked
from matcher.model.problem import Problem
from matcher.model.ranking import NEVER, Ranking
from matcher.model.regrets import CompactTable, LayeredTable, Settler, base_bound
from matcher.model.solve import Compact

FIRST = 3
"""How many places of every list come before anything else."""

Tell = Callable[[Ranked], None]
Confirm = Callable[[Forced], Forced]


class Part:
    """Lists that share their bounds; a choice that several of them hold is answered once.

    `tell` is given every option whose place became certain; `confirm` is asked about every answer.
    """

    def __init__(self, settler: Settler, lists: Lists, confirm: Confirm, tell: Tell) -> None:
        self.settler, self._confirm, self._tell = settler, confirm, tell
        self.answers: dict[int, Forced] = {}
        self.rankings = [Ranking(number, choices, settler.lower) for number, choices in lists.items()]
        self._holders: dict[int, list[tuple[Ranking, int]]] = defaultdict(list)
        for ranking in self.rankings:
            for at, choice in enumerate(ranking.choices):
                self._holders[choice].append((ranking, at))

    def first(self, places: int, limits: Limits, done: Callable[[], None]) -> None:
        """Answer options until the first places of each list are certain, or cannot become so."""
        self.settler.restart()
        for ranking in self.rankings:
            self._tell_certain(ranking)
            while ranking.told < places and ranking.hopeful and ranking.next is not None:
                self._answer(ranking.choices[ranking.next[1]], limits)
            done()

    def rest(self, limits: Limits, done: Callable[[], None]) -> None:
        """Answer all that is left, the options that may be the cheapest first."""
        self.settler.restart()
        wanted = self._holders.keys() - self.answers.keys() - {NOBODY}
        for _ in self.answers:
            done()
        queue = [(self.settler.lower(choice), choice) for choice in wanted]
        heapify(queue)
        while queue:
            self._answer(heappop(queue)[1], limits)
            done()

    def leave(self) -> None:
        """Tell what is known of the options whose place is not certain."""
        for ranking in self.rankings:
            unsure = [at for at, choice in enumerate(ranking.choices) if self._unsure(choice)]
            for at in (*ranking.uncertain(), *unsure):
                self._tell(Ranked(ranking.number, at, self.answers.get(ranking.choices[at]), certain=False))

    def _unsure(self, choice: int) -> bool:
        return choice in self.answers and not self.answers[choice].exact

    def _answer(self, choice: int, limits: Limits) -> None:
        found = self.answers[choice] = self._confirm(self.settler.settle(choice, limits))
        for ranking, at in self._holders[choice]:
            if found.exact:
                ranking.settle(at, NEVER if found.value is None else self.settler.cost(found.value))
            else:
                ranking.give_up(at, self.settler.lower(choice))
            self._tell_certain(ranking)

    def _tell_certain(self, ranking: Ranking) -> None:
        for at in ranking.certain():
            self._tell(Ranked(ranking.number, at, self.answers.get(ranking.choices[at]), certain=True))


class Count:
    """Counts what is done of a total, and reports it."""

    def __init__(self, report: Callable[[int, int], None], total: int) -> None:
        self.report, self.total, self.done = report, total, 0

    def __call__(self) -> None:
        self.done += 1
        self.report(self.done, self.total)


def answer_lists(
    parts: Iterable[Part], lists: Lists, first: int | None, limits: Limits, report: Callable[[int, int], None]
) -> None:
    """The first places of all lists, then every other option; with `first`, so many places and no more.

    What is counted: options, or with `first` lists.
    """
    parts = list(parts)
    options = {choice for choices in lists.values() for choice in choices} - {NOBODY}
    count = Count(report, len(options) if first is None else len(lists))
    for part in parts:
        part.first(first or FIRST, limits, (lambda: None) if first is None else count)
    if first is None:
        for part in parts:
            part.rest(limits, count)
    for part in parts:
        part.leave()


def parts_of(
    problem: Problem, layered: Layered | None, outcome: Outcome, lists: Lists, confirm: Confirm, tell: Tell
) -> list[Part]:
    """The lists by chunk, each with what answers its choices: patterns, or the compact model alone."""
    if layered is None:
        compact = Compact(problem)
        return [
            Part(CompactTable(compact, outcome), chunk, confirm, tell) for chunk in chunks(problem, lists)
        ]
    bound, parts = base_bound(layered), []
    for chunk in chunks(problem, lists):
        choices = {choice for listed in chunk.values() for choice in listed} - {NOBODY}
        parts.append(Part(LayeredTable(layered, bound, sorted(choices)), chunk, confirm, tell))
    return parts
