"""Plans for the day a home says no to a child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.refusals import Refusals


def refusals(case: Case, referral: str, most: int = 2, settings: Settings | None = None) -> Refusals:
    """The best plan, then the best after each refusal of the child, until no best plan places it; verified.

    Raises NotFound, BadCase when the child is pinned, and what `allocate` raises.
    """
    from matcher.answers.refusals import refusals as plans

    return verified(case, plans(check_pins(case), referral, most, settings or Settings()))
