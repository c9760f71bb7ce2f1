"""The frontier between cost and distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.frontier import Frontier


def frontier(case: Case, settings: Settings | None = None) -> Frontier:
    """Every best trade of cost for distance at the least tier 1, cheapest first; verified.

    At the time limit it is in part, and says where it is open. Raises OutOfTime, PinsClash, SolveFailed.
    """
    from matcher.answers.frontier import frontier as whole

    return verified(case, whole(check_pins(case), settings or Settings()))


def frontier_chart(answer: Frontier) -> str:
    """The same as a picture: SVG text."""
    from matcher.charts.frontier import frontier_chart as drawn

    return drawn(answer)
