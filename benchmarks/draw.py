"""Seeded draws: the same seed draws the same things on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
Document = dict[str, Any]
"""A case document, or a part of one, in wire form."""


class Draw(Random):
    """A random source with the few draws that the generators need, seeded by a text."""

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def some(self, population: Sequence[T], at_least: int, at_most: int) -> list[T]:
        """Between at_least and at_most distinct members, in the population's order."""
        size = self.randint(min(at_least, len(population)), min(at_most, len(population)))
        return [population[i] for i in sorted(self.sample(range(len(population)), size))]

    def weighted(self, weights: dict[T, int]) -> T:
        """One key, by its weight."""
        return self.choices(list(weights), weights=list(weights.values()))[0]


def born(as_of: date, years: int, days: int) -> str:
    """The birth date of a child who turned `years` this many days before `as_of`."""
    day = as_of - timedelta(days=days)
    try:
        return day.replace(year=day.year - years).isoformat()
    except ValueError:  # 29 February in a year that has none
        return day.replace(year=day.year - years, day=28).isoformat()
