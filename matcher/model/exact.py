"""The exact integer step: CP-SAT over the patterns that the gap of a whole-number bound leaves.

Every pattern that is left out is left out by the bound: no allocation within the gap takes it.
So the best over those that remain is the best of all, once it lies within the gap itself.
"""

from __future__ import annotations

from matcher.model.integer import PatternModel, Step, joined_cost
from matcher.model.master import Bound, Master
from matcher.model.outcome import Limits

GAPS_PER_MILLION = (10, 30, 100, 300, 1_000, 3_000, 10_000)
"""Parts of the bound of tier 2 that are tried as a gap while nothing is known that lies within one."""
FEW_PATTERNS, MOST_PATTERNS = 600, 15_000


def best_of(master: Master, bound: Bound, level: int, known: tuple[int, ...] | None, limits: Limits) -> Step:
    """The cheapest allocation of `level` points, the least there are; `not_finished`: the best met.

    `bound`: of the whole problem at that level; `known`: an allocation of so many points, if any.
    """
    tier2 = max(1, bound.pence - master.weight * level)
    gaps = [tier2 * parts // 1_000_000 for parts in GAPS_PER_MILLION]
    for gap, wider in zip(gaps, [*gaps[1:], None], strict=True):
        reached = gap if known is None else min(gap, _over(master, bound, known))
        patterns = master.within(bound, bound.pence + reached)
        if patterns is None or len(patterns) > MOST_PATTERNS or limits.left_s <= 0:
            break
        if len(patterns) < FEW_PATTERNS and wider is not None and reached == gap:
            continue  # a wider gap costs no more than this one
        found = PatternModel(master, patterns, point=0).best_at(level, limits, known or ())
        if found.chosen and (
            known is None or _over(master, bound, found.chosen) < _over(master, bound, known)
        ):
            known = found.chosen
        if found.status == "not_finished" or _denies(found, known, reached, master, bound):
            break
        if found.status == "optimal" and known is not None and _over(master, bound, known) <= reached:
            return Step("optimal", known)
    return Step("not_finished", known or ())


def _denies(found: Step, known: tuple[int, ...] | None, reached: int, master: Master, bound: Bound) -> bool:
    """Whether it says that there is nothing where there is what is in our hands: it is not believed."""
    return found.status == "none" and known is not None and _over(master, bound, known) <= reached


def _over(master: Master, bound: Bound, chosen: tuple[int, ...]) -> int:
    """How much dearer an allocation is than the bound, in pence."""
    return joined_cost(master, chosen) - bound.pence
