"""The body of "what would it take"."""

from __future__ import annotations

from api.documents import Question
from matcher.domain.types import Id


class RelaxQuestion(Question):
    """What would have to be waived to place this child, at this home where one is named?"""

    referral: Id
    home: Id | None = None
