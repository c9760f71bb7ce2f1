"""Who sleeps where, and which beds are left: pure counting over rows, one bed at a time.

A bed can be used for a new child when it is not blocked, nobody sleeps in it without a known end or from
a later day, and it is not held for another child. A bed whose child leaves on a known day counts as taken
until that day, because a case knows no day of a single bed (docs/decisions/0019).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from matcher.store.beds import Bed
from matcher.store.placements import StoredPlacement


@dataclass(frozen=True)
class Occupancy:
    """By home id: places, places not usable, residents. By child id: the home of a child under review."""

    places: Mapping[int, int]
    blocked: Mapping[int, int]
    residents: Mapping[int, tuple[int, ...]]
    current_home: Mapping[int, int]
    kept_for: Mapping[int, frozenset[int]]
    """The homes whose last beds are all held: the ids of the referrals they are held for."""
    leaving: frozenset[int]
    """The homes where a child sleeps whom `residents` has elsewhere or not at all, until a known day."""


def occupancy(
    beds: Iterable[Bed],
    lasting: Iterable[StoredPlacement],
    holds: Mapping[int, int],
    waiting: Mapping[int, int],
    day: date,
) -> Occupancy:
    """Count every bed once. `lasting`: not ended by `day`; `waiting`: the open referral of each child."""
    sleeping = _Sleeping(tuple(lasting), waiting, day)
    count = _Count(sleeping, holds, frozenset(waiting.values()))
    for bed in beds:
        count.add(bed)
    return count.occupancy()


class _Sleeping:
    """The placements by bed, and what each of them means for its bed."""

    def __init__(self, lasting: tuple[StoredPlacement, ...], waiting: Mapping[int, int], day: date) -> None:
        self.by_bed: dict[int, list[StoredPlacement]] = defaultdict(list)
        last: dict[int, StoredPlacement] = {}
        for placement in sorted(lasting, key=lambda one: one.starts):
            self.by_bed[placement.bed_id].append(placement)
            last[placement.child_id] = placement
        self.residents = {p.id for p in last.values() if p.child_id not in waiting}
        self.stays = {p.id for p in lasting if p.child_id in waiting and p.starts <= day and p.ends is None}
        """A child under review may stay only where no end is known."""
        shown = self.residents | self.stays
        self.leaving = frozenset(p.home_id for p in lasting if p.starts <= day and p.id not in shown)


class _Count:
    def __init__(self, sleeping: _Sleeping, holds: Mapping[int, int], waiting: frozenset[int]) -> None:
        self.sleeping, self.holds, self.waiting = sleeping, holds, waiting
        self.places: Counter[int] = Counter()
        self.blocked: Counter[int] = Counter()
        self.free: Counter[int] = Counter()
        self.residents: dict[int, list[int]] = defaultdict(list)
        self.current_home: dict[int, int] = {}
        self.held: dict[int, list[int]] = defaultdict(list)

    def add(self, bed: Bed) -> None:
        self.places[bed.home_id] += 1
        placements = self.sleeping.by_bed.get(bed.id, [])
        living = [p.child_id for p in placements if p.id in self.sleeping.residents]
        staying = [p.child_id for p in placements if p.id in self.sleeping.stays]
        if living:
            # Of two who follow one another in a bed, the one who comes is the one to get on with.
            self.residents[bed.home_id].append(living[-1])
        elif staying:
            self.current_home[staying[0]] = bed.home_id
        elif placements or bed.blocked:
            self.blocked[bed.home_id] += 1
        elif bed.id in self.holds:
            self.held[bed.home_id].append(self.holds[bed.id])
        else:
            self.free[bed.home_id] += 1

    def occupancy(self) -> Occupancy:
        kept_for = {}
        for home_id, holders in self.held.items():
            kept = frozenset(holders) & self.waiting if not self.free[home_id] else frozenset[int]()
            self.blocked[home_id] += len(holders) - len(kept)
            if kept:
                kept_for[home_id] = kept
        residents = {home_id: tuple(children) for home_id, children in self.residents.items()}
        leaving = self.sleeping.leaving
        return Occupancy(self.places, self.blocked, residents, self.current_home, kept_for, leaving)
