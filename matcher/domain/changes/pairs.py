"""Changes to what a panel has settled: a child pinned to a home, or a home forbidden to a child."""

from __future__ import annotations

from typing import Literal

from matcher.domain.case import Case, Pair
from matcher.domain.changes.base import Change, Changed, home_of, referral_of, refuse
from matcher.domain.types import Id


class PairChange(Change):
    """A change about one child and one home."""

    referral: Id
    home: Id

    def pair(self, case: Case) -> Pair:
        """The two, both known to the case. Raises BadCase."""
        child = referral_of(case, self.referral, "referral")
        return Pair(referral=child.id, home=home_of(case, self.home, "home").id)


class Pin(PairChange):
    """The child must have this home."""

    kind: Literal["pin"]

    def effect(self, case: Case) -> Changed:
        """The case with the pin. Another pin of the child contradicts it and is refused."""
        pair = self.pair(case)
        pinned = next((pin.home for pin in case.pins if pin.referral == pair.referral), None)
        if pinned is not None and pinned != pair.home:
            refuse("home", f"{pair.referral} is pinned to {pinned}: unpin it there first")
        return Changed({"pins": case.pins if pinned else (*case.pins, pair)})


class Unpin(PairChange):
    """The child need not have this home."""

    kind: Literal["unpin"]

    def effect(self, case: Case) -> Changed:
        """The case without the pin."""
        pair = self.pair(case)
        return Changed({"pins": tuple(pin for pin in case.pins if pin != pair)})


class Forbid(PairChange):
    """The child must not have this home."""

    kind: Literal["forbid"]

    def effect(self, case: Case) -> Changed:
        """The case with the forbid."""
        pair = self.pair(case)
        return Changed({"forbids": case.forbids if pair in case.forbids else (*case.forbids, pair)})


class Unforbid(PairChange):
    """The child may have this home again."""

    kind: Literal["unforbid"]

    def effect(self, case: Case) -> Changed:
        """The case without the forbid."""
        pair = self.pair(case)
        return Changed({"forbids": tuple(forbid for forbid in case.forbids if forbid != pair)})
