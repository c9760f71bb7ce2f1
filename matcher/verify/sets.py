"""Sets of homes as whole numbers, a bit a home: each found once, in one pass over the homes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from matcher.domain.home import Home


class HomeSets:
    """The homes of one case and the sets that were asked for."""

    def __init__(self, homes: tuple[Home, ...]) -> None:
        self.homes = homes
        self.all = (1 << len(homes)) - 1
        self._where: dict[str, int] = {}
        self._by: dict[str, dict[Any, int]] = {}
        self._joined: dict[tuple[str, object], int] = {}

    def bits(self, numbers: Iterable[int]) -> int:
        """The set of these homes."""
        row = None
        for number in numbers:
            row = row or bytearray(b"0") * len(self.homes)
            row[-1 - number] = 49  # the digit 1
        return int(row, 2) if row else 0

    def where(self, what: str, holds: Callable[[Home], bool]) -> int:
        """The homes of which something holds."""
        known = self._where.get(what)
        if known is None:
            known = self._where[what] = self.bits(n for n, home in enumerate(self.homes) if holds(home))
        return known

    def by(self, what: str, values: Callable[[Home], Iterable[object]]) -> dict[Any, int]:
        """For each value that homes have of something: those homes."""
        known = self._by.get(what)
        if known is None:
            numbers: dict[Any, list[int]] = defaultdict(list)
            for number, home in enumerate(self.homes):
                for value in values(home):
                    numbers[value].append(number)
            known = self._by[what] = {value: self.bits(listed) for value, listed in numbers.items()}
        return known

    def joined(self, what: str, key: object, sets: dict[Any, int], fits: Callable[[Any], bool]) -> int:
        """The homes of every set whose value fits; found once for each (what, key)."""
        known = self._joined.get((what, key))
        if known is None:
            known = 0
            for value, homes in sets.items():
                if fits(value):
                    known |= homes
            self._joined[what, key] = known
        return known
