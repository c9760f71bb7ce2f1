"""The children under review: who moves, in which chains, and what a cap on moves costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.reviews import Reviews


def reviews(case: Case, max_moves: int | None = None, settings: Settings | None = None) -> Reviews:
    """The best plan with at most so many reviews moving (None: any number), as chains and cycles.

    Raises BadCase when the case's pins need more moves, and what `allocate` raises.
    """
    from matcher.answers.reviews import reviews as plan

    return verified(case, plan(check_pins(case), max_moves, settings or Settings()))
