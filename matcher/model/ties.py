"""Of all optimal allocations the one with the least tier 3: the same answer every time."""

from __future__ import annotations

from matcher.model.covers import least_tie
from matcher.model.integer import PatternModel, joined_cost
from matcher.model.master import Bound, Master
from matcher.model.outcome import Limits
from matcher.model.values import value_of

MOST_COLUMNS = 8_000


def canonical(
    master: Master, ties: list[Bound], chosen: tuple[int, ...], limits: Limits
) -> tuple[tuple[int, ...], bool]:
    """Of all optimal allocations the one with the least tier 3, and whether that was proved.

    An optimal allocation is made of patterns within the gap of one of the bounds in `ties`.
    """
    most, best, proved = joined_cost(master, chosen), chosen, bool(ties)
    for bound in ties:
        patterns = master.within(bound, most)
        if patterns is None or len(patterns) > MOST_COLUMNS:
            proved = False
            continue
        step = least_tie(master, bound, patterns, most)
        if step is None:
            step = PatternModel(master, patterns, point=0).break_ties(limits, best)
        proved &= step.status != "not_finished"
        if step.status == "optimal" and _tie(master, step.chosen) < _tie(master, best):
            best = step.chosen
    return best, proved


def _tie(master: Master, chosen: tuple[int, ...]) -> int:
    return value_of(master.problem, chosen).tie
