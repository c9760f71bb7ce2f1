"""What the solver is given: whole numbers only, no id, no name, nothing of a person.

A *unit* is a child, or the children of a `together` group, who are placed as one. A
*choice* is a unit at a home. Choices are sorted by home, then unit, so that the choices
of home h are the slice `first[h]:first[h + 1]`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NO_LIMIT = 2**62


@dataclass(frozen=True)
class Discount:
    """Pence off choice `choice` when it is taken together with any of `others`."""

    choice: int
    others: tuple[int, ...]
    pence: int
    spend: tuple[int, ...]


@dataclass(frozen=True)
class Split:
    """A `prefer_together` group: `by_home[h]` are its members' choices at the h-th home it could use."""

    by_home: tuple[tuple[int, ...], ...]
    pence: int


@dataclass(frozen=True, eq=False)
class Problem:
    """Arrays over units, choices, homes and limited funds (money in pence, spend in pence × 100)."""

    weight: Ints
    """Tier-1 weight of leaving the unit unplaced, by unit."""
    keeps: Bools
    """Whether the unit is a review who may stay: it must have a home, this one or another."""
    pinned: Bools
    """Whether the unit holds a pinned child."""
    unit: Ints
    home: Ints
    size: Ints
    """Children, by choice."""
    admits: Ints
    """Admissions, by choice: its children, or 0 for a stay."""
    hours: Ints
    """Staff hours taken, by choice: 0 for a stay."""
    cost: Ints
    """Tier-2 pence, by choice."""
    tie: Ints
    """Tier-3 number, by choice."""
    spend: Ints
    """New commitments in pence × 100, by choice and limited fund."""
    first: Ints
    beds: Ints
    admissions: Ints
    spare_hours: Ints
    limits: Ints
    """Headroom in pence × 100, by limited fund."""
    clash: dict[int, Bools]
    """By home with two usable beds or more: which of its choices exclude which."""
    joint: Ints
    """Rows (choice, choice, pence): two who had better not share a home."""
    separations: Ints
    """Rows (choice, choice, weight): two who must not share and both stay."""
    discounts: tuple[Discount, ...] = ()
    splits: tuple[Split, ...] = ()

    @property
    def must(self) -> Bools:
        """Whether the unit has to be placed, by unit."""
        return self.keeps | self.pinned

    @property
    def units(self) -> int:
        return len(self.weight)

    @property
    def choices(self) -> int:
        return len(self.unit)

    @property
    def homes(self) -> int:
        return len(self.beds)

    def at(self, home: int) -> range:
        """The choices of a home."""
        return range(int(self.first[home]), int(self.first[home + 1]))

    def of_unit(self) -> list[list[int]]:
        """The choices of each unit."""
        lists: list[list[int]] = [[] for _ in range(self.units)]
        for choice, unit in enumerate(self.unit.tolist()):
            lists[unit].append(choice)
        return lists
