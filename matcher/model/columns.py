"""A case as arrays: one row a referral, one row a home, both in order of id.

Sorting by id first makes every later step independent of the order of the case's lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.domain.case import Case
from matcher.domain.home import Home, Resident
from matcher.domain.referral import Referral
from matcher.domain.types import age_on

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.bool_]
NO_LIMIT = np.int64(2**62)


@dataclass(frozen=True)
class Columns:
    """Look-up tables over one case; arrays are made when first asked for."""

    case: Case

    @cached_property
    def children(self) -> tuple[Referral, ...]:
        """Referrals in order of id: row c of every child array."""
        return tuple(sorted(self.case.referrals, key=lambda referral: referral.id))

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """Homes in order of id: row h of every home array."""
        return tuple(sorted(self.case.homes, key=lambda home: home.id))

    @cached_property
    def child_row(self) -> dict[str, int]:
        return {child.id: row for row, child in enumerate(self.children)}

    @cached_property
    def home_row(self) -> dict[str, int]:
        return {home.id: row for row, home in enumerate(self.homes)}

    @cached_property
    def age(self) -> Ints:
        """Completed years on the case's day, by child."""
        return _ints(age_on(child.birth_date, self.case.as_of) for child in self.children)

    @cached_property
    def stay(self) -> Ints:
        """The row of the home each child lives in now, or -1."""
        return _ints(
            -1 if child.current_home is None else self.home_row[child.current_home] for child in self.children
        )

    @cached_property
    def solo(self) -> Bools:
        """Whether each child must be the only one placed in a home."""
        flags = set(self.case.policy.solo_flags)
        return np.array([c.solo or bool(flags.intersection(c.flags)) for c in self.children], dtype=bool)

    @cached_property
    def beds(self) -> Ints:
        """Usable places that no resident has, by home (never below 0)."""
        return _ints(max(home.beds, 0) for home in self.homes)

    @cached_property
    def resident_count(self) -> Ints:
        return _ints(len(home.residents) for home in self.homes)

    @cached_property
    def weight(self) -> Ints:
        """Tier-1 weight of leaving each child unplaced."""
        weights = self.case.policy.unplaced_weight
        return _ints(getattr(weights, child.urgency) for child in self.children)

    @cached_property
    def incompatible(self) -> tuple[Bits, Bits]:
        """Per flag of the policy's pairs: which children hold it; which flags clash (symmetric)."""
        pairs = self.case.policy.incompatible_flags
        names = sorted({flag for pair in pairs for flag in pair})
        clash = np.zeros((len(names), len(names)), dtype=bool)
        for risk, harm in pairs:
            clash[names.index(risk), names.index(harm)] = clash[names.index(harm), names.index(risk)] = True
        return holds([child.flags for child in self.children], names), clash

    @cached_property
    def clash_names(self) -> list[str]:
        return sorted({flag for pair in self.case.policy.incompatible_flags for flag in pair})

    def child_column(self, field: str, none: int = int(NO_LIMIT)) -> Ints:
        """A whole-number field of the referrals; None becomes `none`."""
        return _ints(_value(getattr(child, field), none) for child in self.children)

    def home_column(self, field: str, none: int = int(NO_LIMIT)) -> Ints:
        """A whole-number field of the homes; None becomes `none`."""
        return _ints(_value(getattr(home, field), none) for home in self.homes)

    def resident_lists(self) -> Iterable[tuple[int, Resident]]:
        """Every (home row, resident)."""
        return ((row, resident) for row, home in enumerate(self.homes) for resident in home.residents)

    def must_not_share(self) -> Iterable[tuple[str, str]]:
        return self._links("must_not_share")

    def avoid(self) -> Iterable[tuple[str, str]]:
        return self._links("avoid")

    def _links(self, kind: str) -> Iterable[tuple[str, str]]:
        for link in self.case.relationships:
            if link.kind == kind:
                yield link.a, link.b
                yield link.b, link.a


def _value(value: int | bool | None, none: int) -> int:
    return none if value is None else int(value)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def holds(lists: Sequence[Sequence[str]], names: Sequence[str]) -> Bits:
    """A matrix: row i holds names[j]. Shape (len(lists), len(names)), bool."""
    position = {name: j for j, name in enumerate(names)}
    matrix = np.zeros((len(lists), len(names)), dtype=bool)
    for i, codes in enumerate(lists):
        for code in codes:
            if code in position:
                matrix[i, position[code]] = True
    return matrix


def metres(ax: Ints, ay: Ints, bx: Ints, by: Ints) -> Ints:
    """Distances in metres, rounded half up, shape (len(a), len(b)).

    4·d² stays below 2^46, where the floor of a correctly rounded square root is exact.
    """
    squared = (ax[:, None] - bx[None, :]) ** 2 + (ay[:, None] - by[None, :]) ** 2
    root: Ints = np.sqrt((4 * squared).astype(np.float64)).astype(np.int64)
    return (root + 1) // 2
