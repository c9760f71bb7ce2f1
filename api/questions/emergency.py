"""The body of the question asked while a child is half known."""

from __future__ import annotations

from api.documents import Question
from matcher.domain.types import Id


class EmergencyQuestion(Question):
    """Which homes are sure and which possible for this child, and what should be asked next?"""

    referral: Id
