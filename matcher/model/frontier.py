"""The exact frontier between two sums at the least tier 1: walked from one end, a point a step.

A step minimises one sum under a limit on the other, then the other, so that what it finds is not
dominated; the next step's limit is one less. Of the plans at a point it takes the one of least tier 2,
then of least tier 3: who walks, and from where, never shows.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from matcher.model import booleans
from matcher.model.booleans import Found, Program, Sum
from matcher.model.outcome import Limits
from matcher.model.problem import Ints, Problem
from matcher.model.solve import SAFE, Compact
from matcher.model.values import granted

Side = Literal["cheap", "near"]
"""Which end a walk starts from: the least cost or the least distance."""
Ended = Literal["met", "passed", "paused", "time"]
"""`met`: it reached the other walk. `passed`: there is nothing further. `paused`: it may go on.
`time`: the next point was not proved in time."""


class Point(NamedTuple):
    """A plan that no other beats in both sums."""

    pence: int
    metres: int
    chosen: tuple[int, ...]


@dataclass(frozen=True)
class Walk:
    """The points that a walk came by, in its order, and why it ended."""

    points: tuple[Point, ...]
    ended: Ended


class TwoSums:
    """The compact model with tier 1 held, and the two sums: built once, cloned for every step."""

    def __init__(self, problem: Problem, pence: Ints, metres: Ints, tier1: int) -> None:
        self.compact = Compact(problem)
        variables = self.compact.variables
        self.program = variables.program
        self.program.at_most(self.compact.tiers[0], tier1)
        saved = [-entry.pence for entry in problem.discounts]
        paid = Sum([*variables.take, *variables.discounted], [*pence.tolist(), *saved])
        self.sums = {"cheap": paid, "near": Sum(variables.take, metres.tolist())}
        self.pence, self.metres, self.problem = pence, metres, problem

    def step(self, side: Side, most: int | None, hint: Iterable[int], limits: Limits) -> Point | Found:
        """The next point of a walk: its sum least where the other's is at most `most`.

        What CP-SAT said instead where it was not proved in time, or there is none.
        """
        mine, other = (self.sums[one] for one in (side, _across(side)))
        program = self.program.copy()
        if most is not None:
            program.at_most(other, most)
        found = self._in_order(program, [mine, other], hint, limits)
        if found.said != "optimal":
            return found
        at = self._point(found)
        program.at_most(self.sums["cheap"], at.pence)
        program.at_most(self.sums["near"], at.metres)
        found = self._canonical(program, at.chosen, limits)
        return self._point(found) if found.said == "optimal" else found

    def _in_order(self, program: Program, sums: list[Sum], hint: Iterable[int], limits: Limits) -> Found:
        """Minimise one sum, then the next: both at once where the numbers allow."""
        joined = _joined(*sums)
        if joined is not None:
            return self._least(program, joined, hint, limits)
        found = self._least(program, sums[0], hint, limits)
        if found.said != "optimal":
            return found
        program.at_most(sums[0], _valued(sums[0], found))
        return self._least(program, sums[1], self.compact.chosen(found.solution), limits)

    def _canonical(self, program: Program, hint: Iterable[int], limits: Limits) -> Found:
        """Of the plans at one point the one of least tier 2, then of least tier 3."""
        _, tier2, tier3 = self.compact.tiers
        found = self._least(program, tier2, hint, limits)
        if found.said != "optimal":
            return found
        program.at_most(tier2, _valued(tier2, found))
        return self._least(program, tier3, self.compact.chosen(found.solution), limits)

    def _least(self, program: Program, total: Sum, hint: Iterable[int], limits: Limits) -> Found:
        take, made = self.compact.variables.take, set(hint)
        program.minimise(total)
        program.hint(take if made else [], [choice in made for choice in range(len(take) if made else 0)])
        return booleans.run(program, limits)

    def _point(self, found: Found) -> Point:
        """The sums from the choices themselves, never from the solver's objective."""
        chosen = self.compact.chosen(found.solution)
        made, taken = list(chosen), set(chosen)
        off = sum(entry.pence for entry in self.problem.discounts if granted(entry, taken))
        return Point(int(self.pence[made].sum()) - off, int(self.metres[made].sum()), chosen)


def _across(side: Side) -> Side:
    return "near" if side == "cheap" else "cheap"


def _valued(total: Sum, found: Found) -> int:
    terms = zip(total.variables, total.amounts, strict=True)
    return total.constant + sum(amount for variable, amount in terms if found.solution[variable])


def _joined(first: Sum, second: Sum) -> Sum | None:
    """One sum whose least value has the first least, then the second; None beyond 64 bits."""
    span = 1 + sum(abs(amount) for amount in second.amounts)
    amounts = [span * amount for amount in first.amounts] + second.amounts
    if sum(map(abs, amounts)) >= SAFE:
        return None
    return Sum([*first.variables, *second.variables], amounts)


def walk(
    problem: Problem,
    pence: Ints,
    metres: Ints,
    tier1: int,
    side: Side,
    after: Point | None,
    until: Point | None,
    hint: tuple[int, ...],
    pause_s: float,
    limits: Limits,
) -> Walk:
    """Walk on from `after` (None: from the end) until a point of the other walk, or for `pause_s`."""
    two, found = TwoSums(problem, pence, metres, tier1), list[Point]()
    pause = time.monotonic() + pause_s
    while time.monotonic() < pause:
        last = found[-1] if found else after
        most = None if last is None else _other(side, last) - 1
        step = two.step(side, most, until.chosen if until else hint, limits)
        if isinstance(step, Found):
            return Walk(tuple(found), "passed" if step.said == "infeasible" else "time")
        if until is not None and _other(side, step) <= _other(side, until):
            return Walk(tuple(found), "met")
        found.append(step)
    return Walk(tuple(found), "paused")


def _other(side: Side, point: Point) -> int:
    """The sum that a walk from this side goes down in."""
    return point.metres if side == "cheap" else point.pence
