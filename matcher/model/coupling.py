"""What children do to each other in one home, over arrays: section 3, encoded again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from matcher.model.columns import Bools, Columns, shared
from matcher.model.grid import Ints

MOST_HELD = 4_000
"""Children of whom every two are compared once; above, those of one home at a time."""


class Couplings:
    """Who must not share, who had better not, who must be alone; by child row."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.gap = columns.case.policy.max_age_gap_years
        flags, clash = columns.incompatible
        self.flags = flags.astype(np.float32)
        self.clashing = self.flags @ clash.astype(np.float32)

    @cached_property
    def kept_apart(self) -> dict[int, set[int]]:
        """Children joined by a `must_not_share` relationship or an `apart` group."""
        apart: dict[int, set[int]] = defaultdict(set)
        row = self.columns.child_row
        for a, b in self.columns.must_not_share():
            if a in row and b in row:
                apart[row[a]].add(row[b])
        for members, rule in self.groups:
            if rule == "apart":
                for member in members:
                    apart[member].update(other for other in members if other != member)
        return apart

    @cached_property
    def siblings(self) -> dict[int, set[int]]:
        """Children of one sibling group, whatever its rule: exempt from the age gap."""
        found: dict[int, set[int]] = defaultdict(set)
        for members, _ in self.groups:
            for member in members:
                found[member].update(members)
        return found

    @cached_property
    def groups(self) -> list[tuple[list[int], str]]:
        row = self.columns.child_row
        return [([row[m] for m in g.members], g.rule) for g in self.columns.case.sibling_groups]

    def conflicts(self, rows: Ints) -> Bools:
        """Which of these children must not share a home, shape (n, n), symmetric."""
        return self._conflicts(rows) if self._all is None else self._all[0][rows[:, None], rows]

    @cached_property
    def _all(self) -> tuple[Bools, Bools] | None:
        """Conflicts of all children, and exclusions; None when there are too many to hold every two."""
        rows = np.arange(len(self.columns.children))
        if len(rows) > MOST_HELD:
            return None
        conflicts = self._conflicts(rows)
        return conflicts, self._with_solo(conflicts, rows)

    def _conflicts(self, rows: Ints) -> Bools:
        hard = shared(self.clashing[rows], self.flags[rows])
        if self.gap is not None:
            age = self.columns.age[rows]
            too_far = np.abs(age[:, None] - age[None, :]) > self.gap
            self._set(rows, self.siblings, too_far, False)
            hard |= too_far
        self._set(rows, self.kept_apart, hard, True)
        np.fill_diagonal(hard, False)
        return hard

    def _set(self, rows: Ints, links: dict[int, set[int]], matrix: Bools, value: bool) -> None:
        """Write `value` where two of the children are linked."""
        position = {row: at for at, row in enumerate(rows.tolist())}
        for row in links.keys() & position.keys():
            for other in links[row] & position.keys():
                matrix[position[row], position[other]] = value

    def exclusions(self, rows: Ints, stays: Bools) -> Bools:
        """Who may not be placed in one home with whom: conflicts and solo, less two who both stay."""
        if self._all is None:
            shut = self._with_solo(self._conflicts(rows), rows)
        else:
            shut = self._all[1][rows[:, None], rows]
        if stays.any():
            shut &= ~(stays[:, None] & stays[None, :])
        return shut

    def _with_solo(self, conflicts: Bools, rows: Ints) -> Bools:
        alone = self.columns.solo[rows]
        shut: Bools = conflicts | alone[:, None] | alone[None, :]
        np.fill_diagonal(shut, False)
        return shut

    def separations(self) -> Iterator[tuple[int, int, int, int]]:
        """(home row, child, child, weight): must not share, and both live there now."""
        living: dict[int, list[int]] = defaultdict(list)
        for child in np.nonzero(self.columns.stay >= 0)[0].tolist():
            living[int(self.columns.stay[child])].append(child)
        for home, children in living.items():
            hard = self.conflicts(np.array(children, dtype=np.int64))
            for i, j in zip(*np.nonzero(np.triu(hard)), strict=True):
                a, b = children[int(i)], children[int(j)]
                yield home, a, b, int(max(self.columns.weight[a], self.columns.weight[b]))

    def avoided(self) -> Iterator[tuple[int, int]]:
        """Pairs of referrals who had better not share, each once."""
        row = self.columns.child_row
        for a, b in self.columns.avoid():
            if a in row and b in row and row[a] < row[b]:
                yield row[a], row[b]
