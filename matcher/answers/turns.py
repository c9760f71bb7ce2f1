"""The values at which the plan changes, between two values where it differs: to the unit, each solved for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from matcher.answers.need import needed
from matcher.answers.oracle import Met, Oracle
from matcher.domain.sweep import Known, Moved, Turn
from matcher.errors import OutOfTime


@dataclass
class Found:
    """Turns in order, what may still be solved for, and whether every difference was followed to its end."""

    solves: int
    turns: list[Turn] = field(default_factory=list)
    complete: bool = True


def find_turns(oracle: Oracle, low: Met, high: Met, found: Found) -> None:
    """Add the turns between two values, in order; says so where time or proof does not reach."""
    if low.plan.allocation == high.plan.allocation:
        return
    if not (low.proved and high.proved):
        found.complete = False
    elif high.value - low.value == 1:
        found.turns.append(_turn(low, high))
    elif oracle.parameter.widens:
        _down_from(oracle, low, high, found)
    else:
        middle = _solved(oracle, _guess(low, high), [low, high], found)
        if middle is not None:
            find_turns(oracle, low, middle, found)
            find_turns(oracle, middle, high, found)


def _down_from(oracle: Oracle, low: Met, high: Met, found: Found) -> None:
    """The best plan of all that a greater value allows stays the best down to the least value it needs."""
    needs = min(high.value, max(low.value + 1, needed(oracle.parameter, high)))
    below = low if needs - 1 == low.value else _solved(oracle, needs - 1, [low, high], found)
    if below is not None:
        find_turns(oracle, low, below, found)
        kept = Met(needs, oracle.parameter.case_at(oracle.case, needs), high.plan)
        find_turns(oracle, below, kept, found)


def _solved(oracle: Oracle, value: int, near: list[Met], found: Found) -> Met | None:
    """The plan at a value; None where time or the number of solves does not reach it."""
    left_s = oracle.settings.limit_s - oracle.clock.seconds
    if left_s > 0 and found.solves > 0:
        found.solves -= 1
        with suppress(OutOfTime):
            return oracle.at(value, near, left_s)
    found.complete = False
    return None


def _guess(low: Met, high: Met) -> int:
    """Where the two plans would cost the same if prices were straight lines, else half way.

    It only decides what is solved next: what is told was solved for.
    """
    least, most = low.value + 1, high.value - 1
    before, after = low.tiers_of(high.plan.allocation), high.tiers_of(low.plan.allocation)
    if before is None or after is None or before[0] != low.plan.tier1 or after[0] != high.plan.tier1:
        return (low.value + high.value) // 2
    more, less = before[1] - low.plan.tier2, after[1] - high.plan.tier2
    if more + less <= 0:
        return (low.value + high.value) // 2
    crossing = low.value - (-(high.value - low.value) * more // (more + less))
    return min(most, max(least, crossing))


def _turn(low: Met, high: Met) -> Turn:
    old, new = low.plan.allocation, high.plan.allocation
    moved = [
        Moved.model_validate({"referral": child, "from": old[child], "to": new[child]})
        for child in sorted(old)
        if old[child] != new[child]
    ]
    return Turn(value=high.value, before=_known(low), after=_known(high), moves=tuple(moved))


def _known(met: Met) -> Known:
    plan = met.plan
    return Known(
        value=met.value,
        status=plan.status,
        tier1=plan.tier1,
        tier2=plan.tier2,
        allocation=plan.allocation,
    )
