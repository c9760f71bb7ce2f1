"""The question about the children under review."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.documents import Question
from matcher.domain.types import MAX_REFERRALS


class ReviewsQuestion(Question):
    """Which reviews move in the best plan with at most so many moves, and which beds does it free?"""

    max_moves: Annotated[int, Field(ge=0, le=MAX_REFERRALS)] | None = None
    """None: any number."""
