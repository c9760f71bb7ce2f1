"""What ties choices to each other, gathered for the solver: clashes, shared prices, discounts."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import numpy as np

from matcher.model.columns import Bools, Columns
from matcher.model.coupling import Couplings
from matcher.model.grid import Ints
from matcher.model.pricing import Options, percents
from matcher.model.problem import Discount, Split


class Linker:
    """Sums options into choices and finds every pair of choices that matter to each other."""

    def __init__(
        self,
        columns: Columns,
        options: Options,
        couplings: Couplings,
        choice_of: Ints,
        unit: Ints,
        home: Ints,
        members: tuple[tuple[int, ...], ...],
    ) -> None:
        self.columns, self.options, self.couplings = columns, options, couplings
        self.choice_of, self.unit, self.home, self.members = choice_of, unit, home, members
        self.used = np.nonzero(choice_of >= 0)[0]
        self.price_pence: dict[int, int] = defaultdict(int)
        self.price_spend: dict[int, Ints] = {}
        self._discounts = self._find_discounts()
        self._joint = self._find_joint()

    def summed(self, by_option: Ints) -> Ints:
        """Add an option array up to choices (the members of a unit together)."""
        total = np.zeros((len(self.unit), *by_option.shape[1:]), dtype=np.int64)
        np.add.at(total, self.choice_of[self.used], by_option[self.used])
        return total

    @cached_property
    def options_of(self) -> dict[int, dict[int, int]]:
        """For each child: its usable options by home row."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        coupled = self._coupled_children()
        child, home = self.options.child, self.options.home
        for option in self.used[np.isin(child[self.used], sorted(coupled))].tolist():
            found[int(child[option])][int(home[option])] = option
        return found

    def _coupled_children(self) -> set[int]:
        """Children whose choices must be found one by one: siblings, avoided, kept where they are."""
        coupled = {member for members, _ in self.couplings.groups for member in members}
        coupled.update(child for pair in self.couplings.avoided() for child in pair)
        coupled.update(np.nonzero(self.columns.stay >= 0)[0].tolist())
        return coupled

    def clashes(self, home_rows: Ints, first: Ints) -> dict[int, Bools]:
        """By problem home with two beds or more: which of its choices exclude which."""
        choices = np.diff(first)
        home = np.repeat(np.arange(len(home_rows)), choices)
        many = (self.columns.beds[home_rows] > 1) & (choices > 1)
        parts = self.used[many[home[self.choice_of[self.used]]]]
        parts = parts[np.argsort(self.choice_of[parts], kind="stable")]
        at = home[self.choice_of[parts]]
        homes = np.flatnonzero(many)
        bounds = np.searchsorted(at, homes).tolist(), np.searchsorted(at, homes, side="right").tolist()
        found = {}
        for h, start, stop in zip(homes.tolist(), *bounds, strict=True):
            matrix = self._clash(parts[start:stop], int(first[h]), int(first[h + 1]))
            if matrix is not None:
                found[h] = matrix
        return found

    def _clash(self, parts: Ints, start: int, stop: int) -> Bools | None:
        shut = self.couplings.exclusions(self.options.child[parts], self.options.stay[parts] == 1)
        if not shut.any() or len(shut) == stop - start:
            return shut if shut.any() else None
        owner = self.choice_of[parts] - start
        matrix = np.zeros((stop - start, stop - start), dtype=bool)
        a, b = np.nonzero(shut)
        matrix[owner[a], owner[b]] = True
        np.fill_diagonal(matrix, False)
        return matrix if matrix.any() else None

    def separations(self) -> Ints:
        """Rows (choice, choice, weight) of reviews who must not share and both stay."""
        rows = []
        for home, a, b, weight in self.couplings.separations():
            at_a, at_b = self._choice(a, home), self._choice(b, home)
            if at_a is not None and at_b is not None:
                rows.append((at_a, at_b, weight))
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def _choice(self, child: int, home: int) -> int | None:
        option = self.options_of[child].get(home)
        return None if option is None else int(self.choice_of[option])

    def joint(self) -> Ints:
        """Rows (choice, choice, pence): two in one home who had better not be."""
        return self._joint

    def _find_joint(self) -> Ints:
        pence = self.columns.case.policy.avoid_pence
        rows = []
        for a, b in self.couplings.avoided():
            for home in sorted(self.options_of[a].keys() & self.options_of[b].keys()):
                at_a, at_b = self._choice(a, home), self._choice(b, home)
                if at_a is None or at_b is None:
                    continue
                if at_a == at_b:
                    self.price_pence[at_a] += pence
                elif pence:
                    rows.append((at_a, at_b, pence))
        return np.array(rows, dtype=np.int64).reshape(-1, 3)

    def discounts(self) -> tuple[Discount, ...]:
        """Discounts that hang on a second unit; those inside one unit are folded into its price."""
        return self._discounts

    def _find_discounts(self) -> tuple[Discount, ...]:
        share = percents(self.columns)
        found = []
        for members, _ in self.couplings.groups:
            homes = {home for member in members for home in self.options_of[member]}
            for home in sorted(homes):
                found += self._discounts_at(members, home, share)
        return tuple(found)

    def _discounts_at(self, members: list[int], home: int, share: Ints) -> list[Discount]:
        """The member with the highest (price, id) placed here pays in full; the others do not."""
        percent = self.columns.homes[home].sibling_discount_percent
        there = [self.options_of[m][home] for m in members if home in self.options_of[m]]
        if not percent or len(there) < 2:
            return []
        there.sort(key=lambda option: (self.options.price[option], self.options.child[option]))
        found = []
        for position, option in enumerate(there):
            pence = int(self.options.price[option]) * percent // 100
            choice = int(self.choice_of[option])
            dearer = sorted({int(self.choice_of[other]) for other in there[position + 1 :]})
            spend = share[int(self.options.child[option])] * pence
            if not (pence and dearer):
                continue
            if choice in dearer:
                self.price_pence[choice] -= pence
                self.price_spend[choice] = self.price_spend.get(choice, 0 * spend) + spend
            else:
                found.append(Discount(choice, tuple(dearer), pence, tuple(spend.tolist())))
        return found

    def fixed_pence(self) -> Ints:
        """Avoid prices and discounts inside one unit: part of the choice's own price."""
        fixed = np.zeros(len(self.unit), dtype=np.int64)
        for choice, pence in self.price_pence.items():
            fixed[choice] = pence
        return fixed

    def fixed_spend(self) -> Ints:
        """What those discounts take off the funds."""
        fixed = np.zeros((len(self.unit), len(self.columns.case.budgets)), dtype=np.int64)
        for choice, spend in self.price_spend.items():
            fixed[choice] = spend
        return fixed

    def splits(self) -> tuple[Split, ...]:
        """`prefer_together` groups whose members could end up in two homes."""
        pence = self.columns.case.policy.split_siblings_pence
        found = []
        for members, rule in self.couplings.groups:
            by_home: dict[int, set[int]] = defaultdict(set)
            for member in members:
                for home, option in self.options_of[member].items():
                    by_home[home].add(int(self.choice_of[option]))
            if rule == "prefer_together" and pence and len(by_home) > 1:
                found.append(Split(tuple(tuple(sorted(by_home[h])) for h in sorted(by_home)), pence))
        return tuple(found)
