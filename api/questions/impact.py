"""The body of a question about the impact of placements."""

from __future__ import annotations

from typing import Any

from api.documents import Question
from matcher.domain.impact_table import ImpactTable
from matcher.domain.types import Id


class ImpactQuestion(Question):
    """Who may harm whom: for one pair (`referral` and `home`), or for the placements of a plan.

    `answer` is the plan, as match gave it; without one, and unless both ids are given, the best plan is
    found first. `table` stands in the place of the starting table.
    """

    referral: Id | None = None
    home: Id | None = None
    answer: dict[str, Any] | None = None
    table: ImpactTable | None = None

    @property
    def needs_plan(self) -> bool:
        """Whether a plan must be found before anything can be said."""
        return self.answer is None and None in (self.referral, self.home)
