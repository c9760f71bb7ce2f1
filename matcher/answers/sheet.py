"""The lists of options that a question asks for, each in the order that breaks ties, and their figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matcher import goals
from matcher.domain.case import Case
from matcher.domain.proposal import Option, Payer, Regret
from matcher.errors import NotFound
from matcher.model.outcome import Row, Solved
from matcher.model.pack import Packed, pack
from matcher.rules.facts import Facts
from matcher.rules.register import Placements

Allocation = dict[str, str | None]


class Sheet:
    """The options of the children asked about. A list has the number of its child's row in the arrays.

    Raises NotFound for an unknown child.
    """

    def __init__(self, case: Case, referrals: Sequence[str] | None) -> None:
        self.facts, self.packed = Facts(case), pack(case)
        for position, referral in enumerate(referrals or ()):
            if referral not in self.facts.referrals:
                raise NotFound(f"referrals[{position}]: the case has no referral with this id")
        rows = self.packed.columns.child_row
        asked = range(len(rows)) if referrals is None else sorted({rows[referral] for referral in referrals})
        self.options = _listed(self.packed, list(asked))
        """By list: rows of the packed options, by own price, metres and home id."""

    @property
    def lists(self) -> dict[int, tuple[int, ...]]:
        """By list, the choices of its options."""
        choice = self.packed.choice
        return {number: tuple(choice[rows].tolist()) for number, rows in self.options.items()}

    def child(self, number: int) -> str:
        """The id of the child whose list this is."""
        return self.packed.columns.children[number].id

    def home(self, number: int, position: int) -> str:
        """The id of the home at a position of a list."""
        return self.packed.columns.homes[int(self.packed.options.home[self.options[number][position]])].id


def _listed(packed: Packed, asked: list[int]) -> dict[int, list[int]]:
    """Homes are numbered in order of id. Every child asked about has a list, if an empty one."""
    options = packed.options
    order = np.lexsort((options.home, options.distance_m, options.cost, options.child))
    starts = np.searchsorted(options.child[order], np.arange(len(packed.columns.children) + 1))
    return {child: order[starts[child] : starts[child + 1]].tolist() for child in asked}


class Against:
    """Options told against one allocation: what each costs more than it, and who pays."""

    def __init__(self, sheet: Sheet, solved: Solved) -> None:
        self.sheet, self.outcome = sheet, solved.outcome
        self.allocation: Allocation = sheet.packed.allocation(solved.outcome.chosen)
        placed: Placements = {child: home for child, home in self.allocation.items() if home is not None}
        self.tier1, self.tier2 = goals.tiers(sheet.facts, placed)

    @property
    def proved(self) -> bool:
        """Whether nothing is better than the allocation."""
        return (self.outcome.bound1, self.outcome.bound2) == (self.tier1, self.tier2)

    def option(self, number: int, position: int, rank: int, row: Row | None) -> Option:
        """One option with its own figures; without a row nothing is known of its regret."""
        facts = self.sheet.facts
        child = facts.referrals[self.sheet.child(number)]
        home = facts.homes[self.sheet.home(number, position)]
        own = goals.placement(facts, child, home, discount_pence=0)
        proposed = self.allocation[child.id] == home.id
        return Option(
            referral=child.id,
            home=home.id,
            rank=rank,
            regret=self.regret(number, position, row),
            exact=row is not None and row.exact,
            proposed=proposed,
            weekly_price_pence=own.weekly_price_pence,
            own_pence=own.total_pence,
            distance_m=own.distance_m,
            in_area=own.in_area,
            stays=own.stays,
            who_pays=() if proposed or row is None else self._payers(child.id, row),
        )

    def regret(self, number: int, position: int, row: Row | None) -> Regret | None:
        """The difference in each tier, in whole numbers of the arrays; None where no witness is known.

        What is proposed costs nothing, known or not. The verifier adds each witness up from the case.
        """
        if self.allocation[self.sheet.child(number)] == self.sheet.home(number, position):
            return Regret(tier1=0, tier2=0)
        if row is None or row.value is None or self.outcome.value is None:
            return None
        best = self.outcome.value
        return Regret(tier1=row.value.tier1 - best.tier1, tier2=row.value.tier2 - best.tier2)

    def _payers(self, chooser: str, row: Row) -> tuple[Payer, ...]:
        """The other children whose home is another when this option is chosen."""
        instead = dict.fromkeys(self._children(row.unmade)) | self._children(row.made)
        return tuple(
            Payer(referral=child, proposed=self.allocation[child], instead=instead[child])
            for child in sorted(instead)
            if child != chooser and self.allocation[child] != instead[child]
        )

    def _children(self, choices: Sequence[int]) -> dict[str, str | None]:
        """Where these choices place whom."""
        packed = self.sheet.packed
        found: dict[str, str | None] = {}
        for choice in choices:
            home = packed.columns.homes[int(packed.home_rows[packed.problem.home[choice]])].id
            for child in packed.members[int(packed.problem.unit[choice])]:
                found[packed.columns.children[child].id] = home
        return found
