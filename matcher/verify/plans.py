"""A plan told beside another one: legal in its own case, and every figure of it right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from matcher.domain.case import Case
from matcher.verify.breach import Breach
from matcher.verify.figures import stated
from matcher.verify.shape import Record, whole
from matcher.verify.sums import Account

if TYPE_CHECKING:
    from matcher.verify.check import Checker

Doc = dict[str, Any]
Tiers = tuple[int, int]
FIGURES = ("tier1", "tier2", "placed", "in_area", "incremental_pence", "distance_m")
SUMS = Record(dict.fromkeys(FIGURES, whole), {})


class Plan:
    """One allocation of one case, which may be another than the one that was asked about."""

    def __init__(self, checker: Checker, case: Case, allocation: dict[str, str | None]) -> None:
        self.checker = checker if case is checker.case else type(checker)(case)
        self.allocation = allocation
        self.account: Account = self.checker.account({"allocation": allocation})

    @property
    def tiers(self) -> Tiers:
        """Both, recomputed."""
        return self.account.tier1, self.account.tier2

    @property
    def sums(self) -> dict[str, int]:
        """Every figure that such a plan is told with."""
        placed = self.account.placed.values()
        return {
            "tier1": self.account.tier1,
            "tier2": self.account.tier2,
            "placed": len(placed),
            "in_area": sum(one.in_area for one in placed),
            "incremental_pence": sum(one.incremental_pence for one in placed),
            "distance_m": sum(one.distance_m for one in placed),
        }

    def broken(self) -> list[Breach]:
        """Every rule of its case that it breaks."""
        return self.checker.rules.breaches(self.account)

    def breaches(self, claim: Doc, what: str) -> Iterator[Breach]:
        """The rules it breaks and the figures that are not so; `what` names the plan."""
        for breach in self.broken():
            yield Breach(breach.code, f"{what}: {breach.message}")
        yield from stated(claim, self.sums, "sums.", what)


def accounted(checker: Checker, allocation: Doc, what: str) -> list[Breach]:
    """Children and homes that an allocation leaves out or makes up."""
    found = checker.unaccounted(allocation)
    return [Breach(breach.code, f"{what}: {breach.message}") for breach in found]
