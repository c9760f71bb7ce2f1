"""The question about the statutory route."""

from __future__ import annotations

from typing import Any

from api.documents import Question
from matcher.domain.types import Id


class RouteQuestion(Question):
    """What does the law ask of each placement of this plan, or of this child at this home?"""

    answer: dict[str, Any] | None = None
    """A plan: an answer of match or options; without one the best plan is solved for."""
    referral: Id | None = None
    home: Id | None = None
    """With `referral`: that pair, whatever the plan."""
