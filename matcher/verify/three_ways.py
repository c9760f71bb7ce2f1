"""The pair rules in three values, restated for all homes at once: sets of homes are whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from matcher.domain.case import Case
from matcher.domain.referral import Referral
from matcher.verify.shut import BINDS_A_STAY, Shut
from matcher.verify.unknown import EVERY_TYPE, best_of, may_be_home, worst_of


class ThreeWays:
    """For one child of whom something is not known: which homes are sure, which possible, which shut."""

    def __init__(self, shut: Shut, case: Case, child: Referral) -> None:
        self.case, self.child, self.all = case, child, shut.sets.all
        worst = shut.everywhere(worst_of(case, child))
        bests = [shut.everywhere(best) for best in best_of(case, child)]
        self.always = {rule: _common([best.get(rule, 0) for best in bests]) for rule in worst}
        self.hanging = {rule: homes & ~self.always[rule] for rule, homes in worst.items()}
        self.broken = reduce(int.__or__, self.always.values(), 0)
        self.sure = self.all & ~reduce(int.__or__, worst.values(), 0)
        self.here = self._here(shut)
        self.possible = self.all & ~self.sure & (~self.broken | self.here)

    def _here(self, shut: Shut) -> int:
        """The homes that are open if the child turns out to live there."""
        may = shut.sets.bits(n for n, yes in enumerate(may_be_home(self.case, self.child)) if yes)
        if not may:
            return 0
        types = {"placement_types": EVERY_TYPE} if "placement_types" in self.child.unknown else {}
        closed = shut.everywhere(self.child.model_copy(update=types | {"current_home": None}))
        return may & ~reduce(int.__or__, (closed.get(rule, 0) for rule in BINDS_A_STAY), 0)

    def lives_at(self, home_id: str | None) -> tuple[int, int]:
        """(sure, possible) once it is known where the child lives, if anywhere."""
        possible = self.possible & ~self.broken & ~self.sure
        bit = sum(1 << n for n, home in enumerate(self.case.homes) if home.id == home_id)
        sure = (self.sure & ~bit) | (bit & self.here)
        return sure, possible & ~bit

    def ids(self, homes: int) -> Iterator[str]:
        """The homes of a set."""
        return (home.id for n, home in enumerate(self.case.homes) if homes >> n & 1)


def _common(sets: list[int]) -> int:
    return reduce(int.__and__, sets)
