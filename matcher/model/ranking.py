"""A list of options put in the order that is shown, each place given as soon as it is certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush

from matcher.model.chunks import NOBODY

NEVER = 2**200
"""The cost of what nothing can use: dearer than any allocation."""
_AFTER_ALL = (NEVER + 1, 0)

Place = tuple[int, int]
"""Cost, then position among equals: the order that is shown."""


class Ranking:
    """One list, answered option by option: until then an option may be as cheap as its lower bound.

    `choices` are in the order that breaks ties; `lower` is by choice.
    """

    def __init__(self, number: int, choices: tuple[int, ...], lower: Callable[[int], int]) -> None:
        self.number, self.choices = number, choices
        self.told = 0
        """How many places are certain and were given."""
        places = ((lower(choice), at) for at, choice in enumerate(choices) if choice != NOBODY)
        self._open = sorted(places, reverse=True)
        self._settled: list[Place] = [(NEVER, at) for at, choice in enumerate(choices) if choice == NOBODY]
        self._answered: set[int] = set()
        self._stuck = _AFTER_ALL

    @property
    def next(self) -> Place | None:
        """The option not answered yet that may be the cheapest, None where all are."""
        while self._open and self._open[-1][1] in self._answered:
            self._open.pop()
        return self._open[-1] if self._open else None

    @property
    def hopeful(self) -> bool:
        """Whether answering the next option can make another place certain."""
        following = self.next
        return following is not None and following < self._stuck

    def settle(self, at: int, cost: int) -> None:
        """The option there costs exactly this; NEVER where nothing can use it."""
        self._answered.add(at)
        heappush(self._settled, (cost, at))

    def give_up(self, at: int, lower: int) -> None:
        """The option there stays unknown: no place that it might take is ever certain."""
        self._answered.add(at)
        self._stuck = min(self._stuck, (lower, at))

    def certain(self) -> Iterator[int]:
        """Positions whose places have become certain, in the order shown."""
        while self._settled and self._settled[0] < min(self.next or _AFTER_ALL, self._stuck):
            self.told += 1
            yield heappop(self._settled)[1]

    def uncertain(self) -> Iterator[int]:
        """The settled positions that have no certain place, in their order."""
        return (at for _, at in sorted(self._settled))
