"""Small random problems straight in the solver's arrays: units of several children, every coupling at once.

They reach what no small case can (a unit of two that stays, three overlapping sibling groups).
Everything in them is invented; the same seed draws the same problem.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

import numpy as np

from matcher.model.problem import NO_LIMIT, Bools, Discount, Ints, Problem, Split

Rows = list[tuple[int, int, int]]


@dataclass(frozen=True)
class Shape:
    """How large a drawn problem is."""

    units: int = 4
    homes: int = 3
    most_beds: int = 3
    open_percent: int = 70


LARGER = Shape(units=5, homes=3, most_beds=4)


def ints(values: list[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def drawn_problem(seed: int, shape: Shape | None = None) -> Problem:
    """A valid problem with at least one choice, every home of which has one; allocations may be none."""
    return _Draw(Random(f"problem-{seed}"), shape or Shape()).problem()


class _Draw:
    def __init__(self, draw: Random, shape: Shape) -> None:
        self.draw, self.shape = draw, shape
        self.sizes = [draw.choice([1, 1, 1, 2]) for _ in range(shape.units)]
        self.funds = draw.choice([0, 0, 1, 2])
        self.unit, self.home, self.admits, self.hours = [list[int]() for _ in range(4)]
        self.beds, self.admissions, self.spare = [list[int]() for _ in range(3)]
        self.living: set[int] = set()
        while not self.unit:
            for _ in range(shape.homes):
                self._home()
        self.home = (np.unique(self.home, return_inverse=True)[1]).tolist()
        self.first = [self.home.index(home) for home in range(max(self.home) + 1)] + [len(self.unit)]

    def _home(self) -> None:
        """A home with a choice for each unit that could go there on its own; none: no home."""
        draw = self.draw
        beds = draw.randint(1, self.shape.most_beds)
        admissions = draw.choice([NO_LIMIT, NO_LIMIT, 0, 1, 2])
        spare = draw.choice([NO_LIMIT, NO_LIMIT, 10, 20])
        before = len(self.unit)
        for unit, size in enumerate(self.sizes):
            stays = unit not in self.living and draw.random() < 0.15
            admits, hours = (0, 0) if stays else (size, draw.choice([0, 0, 5, 10, 15]))
            fits = size <= beds and admits <= admissions and hours <= spare
            if fits and draw.randrange(100) < self.shape.open_percent:
                self.unit.append(unit)
                self.home.append(len(self.beds))
                self.admits.append(admits)
                self.hours.append(hours)
                self.living |= {unit} if stays else set()
        if len(self.unit) > before:
            self.beds.append(beds)
            self.admissions.append(admissions)
            self.spare.append(spare)

    def problem(self) -> Problem:
        draw, choices, units = self.draw, len(self.unit), self.shape.units
        clash = self._clashes()
        cost = [draw.choice([draw.randint(-20_000, 600_000), 300_000]) for _ in range(choices)]
        spend = [[draw.choice([0, 100]) * max(0, pence) for _ in range(self.funds)] for pence in cost]
        limits = [draw.choice([0, 20_000_000, 60_000_000, 90_000_000]) for _ in range(self.funds)]
        return Problem(
            weight=ints([draw.choice([0, 1, 2, 10]) for _ in range(units)]),
            keeps=np.array([unit in self.living and draw.random() < 0.8 for unit in range(units)]),
            pinned=np.array([draw.random() < 0.08 for _ in range(units)]),
            unit=ints(self.unit),
            home=ints(self.home),
            size=ints([self.sizes[unit] for unit in self.unit]),
            admits=ints(self.admits),
            hours=ints(self.hours),
            cost=ints(cost),
            tie=ints([draw.getrandbits(32) for _ in range(choices)]),
            spend=np.array(spend, dtype=np.int64).reshape(choices, self.funds),
            first=ints(self.first),
            beds=ints(self.beds),
            admissions=ints(self.admissions),
            spare_hours=ints(self.spare),
            limits=ints(limits),
            clash=clash,
            joint=self._pairs(0.3, [25_000, 300_000], {}, stay=False),
            separations=self._pairs(0.5, [1, 10], clash, stay=True),
            discounts=self._discounts(cost),
            splits=self._splits(),
        )

    def _at(self, home: int) -> range:
        return range(self.first[home], self.first[home + 1])

    def _clashes(self) -> dict[int, Bools]:
        found = {}
        for home, beds in enumerate(self.beds):
            here = self._at(home)
            matrix = np.zeros((len(here), len(here)), dtype=bool)
            for i in range(len(here)):
                for j in range(i):
                    both_stay = self.admits[here[i]] == self.admits[here[j]] == 0
                    matrix[i, j] = matrix[j, i] = not both_stay and self.draw.random() < 0.25
            if beds > 1 and matrix.any():
                found[home] = matrix
        return found

    def _pairs(self, chance: float, amounts: list[int], shut: dict[int, Bools], *, stay: bool) -> Ints:
        rows: Rows = []
        for home in range(len(self.beds)):
            here = self._at(home)
            for a in here:
                for b in range(a + 1, here.stop):
                    stays = self.admits[a] == self.admits[b] == 0
                    if (stays or not stay) and self.draw.random() < chance:
                        rows.append((a, b, self.draw.choice(amounts)))
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def _discounts(self, cost: list[int]) -> tuple[Discount, ...]:
        found = []
        for home, beds in enumerate(self.beds):
            here = list(self._at(home))
            for choice in here if beds > 1 and len(here) > 1 else []:
                if self.draw.random() < 0.4:
                    others = self.draw.sample([other for other in here if other != choice], 1)
                    pence = max(1, cost[choice] // self.draw.choice([4, 10]))
                    spend = tuple(self.draw.choice([0, 100]) * pence for _ in range(self.funds))
                    found.append(Discount(choice, tuple(others), pence, spend))
        return tuple(found)

    def _splits(self) -> tuple[Split, ...]:
        found = []
        for _ in range(self.draw.choice([0, 1, 2])):
            members = set(self.draw.sample(range(self.shape.units), 2))
            by_home: dict[int, list[int]] = defaultdict(list)
            for choice, unit in enumerate(self.unit):
                if unit in members:
                    by_home[self.home[choice]].append(choice)
            if len(by_home) > 1:
                found.append(Split(tuple(tuple(c) for _, c in sorted(by_home.items())), 60_000))
        return tuple(found)
