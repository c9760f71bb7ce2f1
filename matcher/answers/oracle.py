"""The plan of a case at any value of a parameter: solved once, from a plan that was best nearby."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from matcher import goals
from matcher.answers.allocation import proposal
from matcher.answers.ask import Clock, Settings, solve
from matcher.domain.case import Case
from matcher.domain.parameter import Parameter
from matcher.domain.proposal import Proposal
from matcher.errors import BadCase, Fault, PinsClash
from matcher.model.outcome import Solved
from matcher.model.pack import Packed, pack
from matcher.rules.book import breaches, pin_faults
from matcher.rules.facts import Facts

LEAST_S = 0.1
Allocation = dict[str, str | None]


@dataclass(frozen=True)
class Met:
    """The plan at one value, and the case there."""

    value: int
    case: Case
    plan: Proposal

    @property
    def proved(self) -> bool:
        """Whether it is the best, and the one of the best that ties are broken to."""
        return self.plan.status == "optimal" and self.plan.proof.unique

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.case)

    def tiers_of(self, allocation: Allocation) -> tuple[int, int] | None:
        """What another value's plan comes to here; None where it breaks a rule."""
        return tiers_of(self.facts, allocation)


def tiers_of(facts: Facts, allocation: Allocation) -> tuple[int, int] | None:
    """What an allocation comes to in a case; None where it breaks a rule."""
    placed = {child: home for child, home in allocation.items() if home is not None}
    return None if breaches(facts, placed) else goals.tiers(facts, placed)


class Oracle:
    """Asks for plans, counts the solves, and remembers the answers."""

    def __init__(self, case: Case, parameter: Parameter, settings: Settings, clock: Clock) -> None:
        self.case, self.parameter, self.settings, self.clock = case, parameter, settings, clock
        self.met: dict[int, Met] = {}
        self.lock = Lock()

    def at(self, value: int, near: Sequence[Met], limit_s: float) -> Met:
        """The plan at a value. Raises BadCase where the case cannot be so there; OutOfTime, SolveFailed."""
        known = self.met.get(value)
        if known is not None:
            return known
        case = self._case(value)
        packed, facts = pack(case), Facts(case)
        arguments = {"known": _best_of(packed, facts, [one.plan.allocation for one in near])}
        settings = replace(self.settings, limit_s=max(LEAST_S, limit_s), progress=None)
        solved: Solved = solve("allocate", packed.problem, arguments, settings, self.clock)
        try:
            met = Met(value, case, proposal(facts, packed, solved, settings, self.clock))
        except PinsClash as error:
            raise BadCase([self._fault(value, str(error))]) from None
        with self.lock:
            self.met[value] = met
        return met

    def _case(self, value: int) -> Case:
        try:
            case = self.parameter.case_at(self.case, value)
        except BadCase as error:
            faults = (Fault(f"$.parameter{fault.path[1:]}", fault.message) for fault in error.faults)
            raise BadCase(list(faults)) from None
        pins = pin_faults(case)
        if pins:
            raise BadCase([self._fault(value, fault.message) for fault in pins])
        return case

    def _fault(self, value: int, message: str) -> Fault:
        return Fault("$.parameter", f"at {value} {self.parameter.unit}: {message}")


def _best_of(packed: Packed, facts: Facts, plans: Sequence[Allocation]) -> tuple[int, ...] | None:
    """The best of some plans as choices of a problem; None where none is possible there."""
    possible = [(tiers, plan) for plan in plans if (tiers := tiers_of(facts, plan)) is not None]
    return choices_of(packed, min(possible, key=lambda one: one[0])[1]) if possible else None


def choices_of(packed: Packed, allocation: Allocation) -> tuple[int, ...] | None:
    """A plan as the choices of a packed problem; None where it uses one that the problem has not."""
    columns, options = packed.columns, packed.options
    homes = {home.id: row for row, home in enumerate(columns.homes)}
    at = {
        (child, home): choice
        for child, home, choice in zip(
            options.child.tolist(), options.home.tolist(), packed.choice.tolist(), strict=True
        )
    }
    pairs = [
        (columns.child_row[child], homes[home]) for child, home in allocation.items() if home is not None
    ]
    choices = {at.get(pair, -1) for pair in pairs}
    return None if -1 in choices else tuple(sorted(choices))


def evenly(start: int, stop: int, points: int) -> Sequence[int]:
    """So many whole values from start to stop, both among them, as even as whole numbers allow."""
    steps = min(points - 1, stop - start)
    if steps == 0:
        return [start]
    return [start + ((stop - start) * i * 2 + steps) // (2 * steps) for i in range(steps + 1)]
