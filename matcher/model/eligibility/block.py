"""A block of children against all homes: what several masks look up, each computed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matcher.domain.referral import Referral
from matcher.domain.types import MAX_REFERRALS
from matcher.model.columns import Bools, Columns
from matcher.model.grid import Ints, metres, squared_m

BLOCK_PAIRS = 4_000_000


@dataclass(frozen=True)
class Block:
    """The pairs (some children) × (all homes): `rows` are the children's rows, in order."""

    columns: Columns
    rows: Ints

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.columns.homes)

    @cached_property
    def children(self) -> tuple[Referral, ...]:
        return tuple(self.columns.children[row] for row in self.rows.tolist())

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row in this block of each of its children, by id."""
        return {child.id: row for row, child in enumerate(self.children)}

    @cached_property
    def squared_m(self) -> Ints:
        """Squared distance in metres from each child's origin to each home."""
        return squared_m(self.columns.origins[self.rows], self.columns.locations)

    @cached_property
    def distance_m(self) -> Ints:
        """Metres from each child's origin to each home."""
        return metres(self.squared_m)

    @cached_property
    def offered(self) -> tuple[Ints, Ints, Ints]:
        """The prices that homes offered for children of this block: (row, home row, pence)."""
        columns = self.columns
        found = [
            (self.row_of[offer.referral], columns.home_row[offer.home], pence)
            for offer in columns.case.offers
            if offer.status == "offered" and (pence := offer.weekly_price_pence) is not None
            if offer.referral in self.row_of
        ]
        rows, homes, prices = np.array(found, dtype=np.int64).reshape(-1, 3).T
        return rows, homes, prices

    def price(self, row: Ints, home: Ints) -> Ints:
        """Weekly price in pence of pairs in order of (row, home): the offer's, else the home's."""
        price = self.columns.home_column("weekly_price_pence")[home]
        rows, homes, offered = self.offered
        pairs, wanted = row * self.shape[1] + home, rows * self.shape[1] + homes
        at = np.searchsorted(pairs, wanted)
        found = at < len(pairs)
        found[found] = pairs[at[found]] == wanted[found]
        price[at[found]] = offered[found]
        return price

    def scatter(self, pairs: Iterable[tuple[str, str | None]]) -> Bools:
        """True at the given (referral id, home id) pairs; a home of None is all homes."""
        mask = np.zeros(self.shape, dtype=bool)
        for child, home in pairs:
            row = self.row_of.get(child)
            if row is not None:
                mask[row, slice(None) if home is None else self.columns.home_row[home]] = True
        return mask


def blocks(columns: Columns, rows: Ints | None = None) -> Iterator[Block]:
    """The case, or some of its children by row, in blocks of bounded memory."""
    asked = np.arange(len(columns.children)) if rows is None else rows
    most = max(1, min(MAX_REFERRALS, BLOCK_PAIRS // max(1, len(columns.homes))))
    for start in range(0, len(asked), most):
        yield Block(columns, asked[start : start + most])
