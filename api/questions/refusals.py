"""The question about refusals."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.documents import Question
from matcher.domain.types import MAX_HOMES, Id


class RefusalsQuestion(Question):
    """What is the best plan if this child's first home says no, then its second?"""

    referral: Id
    refusals: Annotated[int, Field(ge=1, le=MAX_HOMES)] = 2
    """So many plans after the first; fewer where none places the child any more."""
