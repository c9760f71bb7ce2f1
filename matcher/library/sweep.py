"""Sweeps: one number of a case over a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answers.settings import Settings
from matcher.library.cases import check_pins
from matcher.library.checked import verified

if TYPE_CHECKING:
    from matcher.domain.case import Case
    from matcher.domain.parameter import Parameter
    from matcher.domain.sweep import Range, Sweep


def sweep(case: Case, parameter: Parameter, asked: Range, settings: Settings | None = None) -> Sweep:
    """The plan at each of so many values, verified against the case there, and where exactly it changes.

    Raises BadCase for a range or a parameter that cannot be, and what `allocate` raises.
    """
    from matcher.answers.sweep import sweep as over

    return verified(case, over(check_pins(case), parameter, asked, settings or Settings()))


def sweep_chart(case: Case, answer: Sweep) -> str:
    """The picture of a sweep, as SVG text."""
    from matcher.charts.sweep import sweep_chart as drawn

    return drawn(case, answer)
