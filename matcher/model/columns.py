"""A case as arrays: one row a referral, one row a home, both in order of id.

Sorting by id first makes every later step independent of the order of the case's lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from matcher.domain.case import Case
from matcher.domain.home import Home, Resident
from matcher.domain.referral import Referral
from matcher.model.grid import NO_LIMIT, Ints, points
from matcher.rules.caution import cautious_referrals

Bools = NDArray[np.bool_]
Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """Look-up tables over one case; arrays are made when first asked for."""

    case: Case

    @cached_property
    def children(self) -> tuple[Referral, ...]:
        """Referrals in order of id: row c of every child array; what is not known at its least favourable."""
        return tuple(sorted(cautious_referrals(self.case), key=lambda referral: referral.id))

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
        return completed_years([child.birth_date for child in self.children], self.case.as_of)

    @cached_property
    def origins(self) -> Ints:
        """(easting, northing) of where each child comes from."""
        return points([child.origin for child in self.children])

    @cached_property
    def locations(self) -> Ints:
        """(easting, northing) of each home."""
        return points([home.location for home in self.homes])

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
    def residents(self) -> tuple[Resident, ...]:
        """Every resident, home by home."""
        return tuple(resident for home in self.homes for resident in home.residents)

    @cached_property
    def resident_count(self) -> Ints:
        return _ints(len(home.residents) for home in self.homes)

    @cached_property
    def resident_home(self) -> Ints:
        """The home row of each resident."""
        return np.repeat(np.arange(len(self.homes)), self.resident_count)

    @cached_property
    def resident_age(self) -> Ints:
        """Completed years on the case's day, by resident."""
        return completed_years([resident.birth_date for resident in self.residents], self.case.as_of)

    @cached_property
    def lives_in(self) -> dict[str, int]:
        """The home row of each resident, by the resident's id."""
        ids = [resident.id for resident in self.residents]
        return dict(zip(ids, self.resident_home.tolist(), strict=True))

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
        """A whole-number field of the referrals; None becomes `none`. Read once, never to be changed."""
        return self._read(self.children, field, none)

    def home_column(self, field: str, none: int = int(NO_LIMIT)) -> Ints:
        """A whole-number field of the homes; None becomes `none`. Read once, never to be changed."""
        return self._read(self.homes, field, none)

    def _read(self, entries: tuple[Referral, ...] | tuple[Home, ...], field: str, none: int) -> Ints:
        key = (entries is self.homes, field, none)
        if key not in self._known:
            values = map(attrgetter(field), entries)
            self._known[key] = _ints(none if value is None else value for value in values)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[tuple[bool, str, int], Ints]:
        return {}

    def must_not_share(self) -> Iterable[tuple[str, str]]:
        return self._links("must_not_share")

    def avoid(self) -> Iterable[tuple[str, str]]:
        return self._links("avoid")

    def _links(self, kind: str) -> Iterable[tuple[str, str]]:
        for link in self.case.relationships:
            if link.kind == kind:
                yield link.a, link.b
                yield link.b, link.a


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def completed_years(born: Sequence[date], day: date) -> Ints:
    """Birthdays reached by `day`: a date read as the number YYYYMMDD grows by 10 000 a birthday."""
    numbers = _ints(b.year * 10_000 + b.month * 100 + b.day for b in born)
    years: Ints = (day.year * 10_000 + day.month * 100 + day.day - numbers) // 10_000
    return years


def holds(lists: Sequence[Sequence[str]], names: Sequence[str]) -> Bits:
    """A matrix: row i holds names[j]. Shape (len(lists), len(names)), bool."""
    position = {name: j for j, name in enumerate(names)}
    matrix = np.zeros((len(lists), len(names)), dtype=bool)
    for i, codes in enumerate(lists):
        for code in codes:
            if code in position:
                matrix[i, position[code]] = True
    return matrix


def shared(a: NDArray[np.float32], b: NDArray[np.float32]) -> Bools:
    """Whether row i of `a` and row j of `b` hold something in common, shape (len(a), len(b)).

    Most children carry no flag: only the rows that hold anything are multiplied.
    """
    rows, others = np.flatnonzero(a.any(axis=1)), np.flatnonzero(b.any(axis=1))
    found = np.zeros((len(a), len(b)), dtype=bool)
    found[rows[:, None], others] = (a[rows] @ b[others].T) > 0
    return found
