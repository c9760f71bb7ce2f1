"""Pins that clash: a smallest set of them that cannot all be kept, each member needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matcher.answers.ask import Clock, Settings, solve
from matcher.domain.case import Case, Pair
from matcher.errors import PinsClash
from matcher.model.outcome import Solved
from matcher.model.pack import pack


def refuse_clash(case: Case, solved: Solved, settings: Settings, clock: Clock) -> None:
    """Raise PinsClash when both solvers found that no allocation keeps the pins."""
    if solved.outcome.status == "infeasible":
        pins = fewest(case, settings, clock)
        raise PinsClash([(pin.referral, pin.home) for pin in pins], together_with(case, pins))


def together_with(case: Case, pins: Sequence[Pair]) -> list[str]:
    """Whom the rules place with a child who is pinned: a pin that clashes alone often does so for them."""
    pinned = {pin.referral for pin in pins}
    groups = sorted((one for one in case.sibling_groups if one.rule == "together"), key=lambda one: one.id)
    return [
        f"{' and '.join(held)} must be placed together with {' and '.join(others)} (group {group.id})"
        for group in groups
        if (held := sorted(pinned.intersection(group.members)))
        and (others := sorted(set(group.members) - pinned))
    ]


def fewest(case: Case, settings: Settings, clock: Clock) -> tuple[Pair, ...]:
    """A set of pins that clash and of which none can be left out, by deletion.

    Each pin in turn is taken out of the case; if the rest still clash it was not needed.
    Time that ends first leaves the set larger than it could be, never wrong.
    """
    kept = sorted(case.pins, key=lambda pin: (pin.referral, pin.home))
    for pin in list(kept):
        left_s = settings.limit_s - clock.seconds
        if left_s <= 0:
            break
        fewer = [other for other in kept if other != pin]
        if not _feasible(case, fewer, replace(settings, limit_s=left_s), clock):
            kept = fewer
    return tuple(kept)


def _feasible(case: Case, pins: Sequence[Pair], settings: Settings, clock: Clock) -> bool:
    """Whether these pins alone can be kept. The case is packed anew: a pin also shuts other homes."""
    relaxed = case.model_copy(update={"pins": tuple(pins)})
    return bool(solve("feasible", pack(relaxed).problem, {}, settings, clock))
