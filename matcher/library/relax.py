"""What would it take: the question, asked and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.relax import Relax


def relax(case: Case, referral: str, home: str | None = None, settings: Settings | None = None) -> Relax:
    """The cheapest sets of waivers that place a child, at a home where one is named.

    No more children are left without a home, by weight, and `who_pays` names whose home is another. Each set
    is exactly what its plan needs, in pence; verified. Raises NotFound, OutOfTime, PinsClash,
    SolveFailed.
    """
    from matcher.answers.relax import relax as what_it_takes

    return verified(check_pins(case), what_it_takes(case, referral, home, settings or Settings()))
