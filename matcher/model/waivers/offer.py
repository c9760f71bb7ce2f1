"""One variant's cheapest set of waivers: looked for under low ceilings first, where it is found at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcher.model.booleans import Found
from matcher.model.outcome import Limits
from matcher.model.waivers.buying import Buying, Cheapest, Waives
from matcher.model.waivers.variant import Variant

RUNG_PENCE, TIMES, RUNGS = 30_000, 2, 8
"""Ceilings over the least price known: nothing, a first step, then each time so many times more."""


class Offer:
    """What a variant has to offer beside the sets already sold; `cheapest` is None until it is asked."""

    def __init__(self, variant: Variant, number: int, allowed: int, hint: tuple[int, ...]) -> None:
        self.variant, self.number, self.allowed = variant, number, allowed
        self.buying = Buying(variant, number, allowed)
        self.sold: list[Waives] = []
        self.hint: Sequence[int] = hint
        self.cheapest: Cheapest | None = None

    def sell(self, cheapest: Cheapest) -> None:
        """Take a set, so that another must be found."""
        assert cheapest.bought is not None
        self.sold.append(cheapest.waives)
        self.hint, self.cheapest = cheapest.bought.chosen, None

    def ask(self, floor: int, limits: Limits) -> Cheapest:
        """The cheapest set of this variant, and of its allocations the best; none costs less than `floor`."""
        if self.cheapest is None:
            self.cheapest = self._ask(max(floor, self.variant.split_pence), limits)
        return self.cheapest

    def _ask(self, floor: int, limits: Limits) -> Cheapest:
        known = self.buying.any(self.sold, self.hint, limits)
        if not known.solution:
            return Cheapest(None, frozenset(), known.said == "infeasible")
        for ceiling in _ceilings(floor, self._price(known)):
            within = self._within(ceiling)
            found = within.cheapest(self.sold, floor, self.hint, limits)
            if found.said == "infeasible":
                continue
            if found.said == "optimal":
                return self._within(self._price(found)).best(self.sold, found, limits)
            return self.buying.told(found if found.solution else known, proved=False)
        return self.buying.told(known, proved=False)

    def _price(self, found: Found) -> int:
        return self.variant.price_of(self.buying.compact.chosen(found.solution))

    def _within(self, ceiling: int) -> Buying:
        return Buying(self.variant, self.number, self.allowed, ceiling)


def _ceilings(floor: int, known: int) -> Iterator[int]:
    """Prices to look under, one after another, up to that of an allocation that is known."""
    steps = (0, *(RUNG_PENCE * TIMES**rung for rung in range(RUNGS)))
    yield from (floor + step for step in steps if floor + step < known)
    yield known
