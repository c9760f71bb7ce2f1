"""The question asked while things about a child are not known: which homes to ring, and what to ask next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.emergency import Emergency


def emergency(case: Case, referral: str) -> Emergency:
    """Sure and possible homes for one child, and the question to ask next, verified. Raises NotFound."""
    from matcher.answers.emergency import emergency as answer

    return verified(check_pins(case), answer(case, referral))
