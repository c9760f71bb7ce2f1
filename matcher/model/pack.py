"""From a case to the solver's arrays, and from chosen choices back to homes by id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from matcher.domain.case import Case
from matcher.model.columns import Columns
from matcher.model.coupling import Couplings
from matcher.model.eligibility import eligible
from matcher.model.grid import Ints
from matcher.model.links import Linker
from matcher.model.pricing import Options, limited_funds, price_options
from matcher.model.problem import Bools, Problem


@dataclass(frozen=True, eq=False)
class Packed:
    """A problem with the way back to ids. Options are in order of (child, home)."""

    columns: Columns
    problem: Problem
    options: Options
    choice: Ints
    """By option: the choice it is part of, or -1 where no allocation can use it."""
    members: tuple[tuple[int, ...], ...]
    """Child rows of each unit."""
    home_rows: Ints
    """The case's home row of each of the problem's homes."""

    def allocation(self, chosen: Iterable[int]) -> dict[str, str | None]:
        """Every referral's home id, or None, for a set of choices."""
        placed: dict[str, str | None] = {child.id: None for child in self.columns.children}
        for choice in chosen:
            home = self.columns.homes[int(self.home_rows[self.problem.home[choice]])].id
            for child in self.members[int(self.problem.unit[choice])]:
                placed[self.columns.children[child].id] = home
        return placed


def pack(case: Case, skip: frozenset[str] = frozenset()) -> Packed:
    """Turn a case into arrays; `skip` leaves pair rules out (sabotage tests, relaxations)."""
    columns = Columns(case)
    options = price_options(columns, *eligible(columns, skip))
    couplings = Couplings(columns)
    members = units_of(columns)
    choice_of, unit, home = choices(columns, options, couplings, members)
    home_rows, homes = np.unique(home, return_inverse=True)
    first = np.concatenate(([0], np.cumsum(np.bincount(homes, minlength=len(home_rows)))))
    linker = Linker(columns, options, couplings, choice_of, unit, home, members)
    problem = Problem(
        weight=np.array([columns.weight[list(m)].sum() for m in members], dtype=np.int64),
        keeps=_any(members, options.child[options.stay == 1]),
        pinned=_any(members, [columns.child_row[pin.referral] for pin in case.pins]),
        unit=unit,
        home=homes.astype(np.int64),
        size=linker.summed(np.ones(len(options.child), dtype=np.int64)),
        admits=linker.summed(1 - options.stay),
        hours=linker.summed(_hours(columns, options)),
        cost=linker.summed(options.cost) + linker.fixed_pence(),
        tie=linker.summed(options.tie),
        spend=linker.summed(options.spend) - linker.fixed_spend(),
        first=first.astype(np.int64),
        beds=columns.beds[home_rows],
        admissions=columns.home_column("admissions_limit")[home_rows],
        spare_hours=columns.home_column("spare_staff_hours")[home_rows],
        limits=np.array([b.weekly_limit_pence * 100 for b in limited_funds(columns)], dtype=np.int64),
        clash=linker.clashes(home_rows, first),
        joint=linker.joint(),
        separations=linker.separations(),
        discounts=linker.discounts(),
        splits=linker.splits(),
    )
    return Packed(columns, problem, options, choice_of, members, home_rows)


def _unit_of(members: tuple[tuple[int, ...], ...]) -> dict[int, int]:
    return {child: unit for unit, children in enumerate(members) for child in children}


def units_of(columns: Columns) -> tuple[tuple[int, ...], ...]:
    """Children placed as one: `together` groups, merged where they share a member."""
    leader = list(range(len(columns.children)))

    def find(child: int) -> int:
        while leader[child] != child:
            leader[child] = leader[leader[child]]
            child = leader[child]
        return child

    for group in columns.case.sibling_groups:
        if group.rule == "together":
            for a, b in pairwise(columns.child_row[member] for member in group.members):
                low, high = sorted((find(a), find(b)))
                leader[high] = low
    units: dict[int, list[int]] = defaultdict(list)
    for child in range(len(leader)):
        units[find(child)].append(child)
    return tuple(tuple(children) for children in units.values())


def choices(
    columns: Columns, options: Options, couplings: Couplings, members: tuple[tuple[int, ...], ...]
) -> tuple[Ints, Ints, Ints]:
    """Every unit at every home that could hold it on its own, sorted by (home, unit).

    Returns (choice of each option or -1, unit of each choice, home row of each choice).
    """
    unit_of = _unit_of(members)
    units = np.array([unit_of[c] for c in range(len(columns.children))], dtype=np.int64)[options.child]
    size = np.array([len(m) for m in members], dtype=np.int64)[units]
    keys = options.home * len(members) + units
    at_odds = _at_odds(couplings, members)[units]
    possible = _alone(columns, options, size) & _groups_fit(columns, options, keys, size, at_odds)
    kept, inverse = np.unique(keys[possible], return_inverse=True)
    choice_of = np.full(len(options.child), -1, dtype=np.int64)
    choice_of[possible] = inverse
    return choice_of, kept % max(1, len(members)), kept // max(1, len(members))


def _alone(columns: Columns, options: Options, size: Ints) -> Bools:
    """Whether the home could take the whole unit if nobody else came."""
    admissions = columns.home_column("admissions_limit")[options.home]
    fits: Bools = (size <= columns.beds[options.home]) & ((options.stay == 1) | (size <= admissions))
    return fits


def _groups_fit(columns: Columns, options: Options, keys: Ints, size: Ints, at_odds: Bools) -> Bools:
    """Whether all members of a group may go there, may share, and have the staff hours."""
    parts = np.flatnonzero(size > 1)
    _, unit, count = np.unique(keys[parts], return_inverse=True, return_counts=True)
    hours = np.bincount(unit, weights=_hours(columns, options)[parts], minlength=len(count))
    spare = columns.home_column("spare_staff_hours")[options.home[parts]]
    fits = np.ones(len(keys), dtype=bool)
    fits[parts] = (count[unit] == size[parts]) & (hours[unit] <= spare) & ~at_odds[parts]
    return fits


def _at_odds(couplings: Couplings, members: tuple[tuple[int, ...], ...]) -> Bools:
    """Whether two children of a unit must not share a home, by unit."""
    found = np.zeros(len(members), dtype=bool)
    for unit, children in enumerate(members):
        if len(children) > 1:
            rows = np.array(children, dtype=np.int64)
            found[unit] = couplings.exclusions(rows, np.zeros(len(rows), dtype=bool)).any()
    return found


def _hours(columns: Columns, options: Options) -> Ints:
    return columns.child_column("staff_hours")[options.child] * (1 - options.stay)


def _any(members: tuple[tuple[int, ...], ...], rows: Iterable[int]) -> Bools:
    """Whether each unit holds one of these children."""
    wanted = {int(row) for row in rows}
    return np.array([any(child in wanted for child in children) for children in members], dtype=bool)
