"""A scenario applied to a case for solving, and the change to name when what comes of it cannot be."""

from __future__ import annotations

from collections.abc import Callable

from matcher.answers.ask import Clock, Settings, solve
from matcher.domain.case import Case
from matcher.domain.scenario import Applied, Scenario, apply, at_change
from matcher.errors import BadCase, Fault, PinsClash
from matcher.model.pack import pack
from matcher.rules.book import pin_faults


def applied(case: Case, scenario: Scenario) -> Applied:
    """What the scenario makes of the case, its pins possible one by one.

    Raises BadCase, which names the first change that cannot be made, or after which a pin is to a home
    that the rules shut, whatever comes later.
    """
    made = apply(case, scenario)
    faults = pin_faults(made.case)
    if faults:
        position = first_wrong(made, lambda step: bool(pin_faults(step)))
        first = next(iter(pin_faults(made.steps[position + 1])), faults[0])
        raise BadCase(at_change(position, [Fault("$", first.message)]))
    return made


def first_wrong(made: Applied, wrong: Callable[[Case], bool]) -> int:
    """The change from which on everything is wrong; the first when the case was so before."""
    position = len(made.steps) - 1
    while position > 1 and wrong(made.steps[position - 1]):
        position -= 1
    return max(0, position - 1)


def clash_faults(made: Applied, clash: PinsClash, settings: Settings, clock: Clock) -> list[Fault]:
    """Pins that cannot all be kept after a scenario, at the change from which on they clash."""

    def clashes(case: Case) -> bool:
        return not solve("feasible", pack(case).problem, {}, settings, clock)

    return at_change(first_wrong(made, clashes), [Fault("$", f"after this change {clash}")])
