"""The solver as it is, with nobody checking it: no second solver, no verifier, no child process.

And the same with rules switched off or bugs planted in it, which the product has no door for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np

from matcher.domain.case import Case
from matcher.model import constraints, pack
from matcher.model.columns import Bools, Columns
from matcher.model.coupling import Couplings
from matcher.model.eligibility import MASKS
from matcher.model.grid import NO_LIMIT, Ints
from matcher.model.outcome import Ask, Limits, Outcome
from matcher.model.pack import Packed
from matcher.model.problem import Problem
from matcher.model.solve import Compact

LIMIT_S = 60.0
Allocation = dict[str, str | None]
Switch = Callable[[], AbstractContextManager[object]]


def limits() -> Limits:
    """Far more time than a small case needs."""
    return Limits(deadline=time.monotonic() + LIMIT_S)


def solve(packed: Packed, ask: Ask | None = None) -> Outcome:
    """The optimum of a packed case."""
    return Compact(packed.problem).ask(ask or Ask(), limits())


def allocation(packed: Packed, outcome: Outcome) -> Allocation | None:
    """The outcome by id; None when there is no allocation."""
    return None if outcome.value is None else packed.allocation(outcome.chosen)


def solve_without(case: Case, codes: frozenset[str]) -> Allocation | None:
    """The optimum when the solver, and only the solver, has never heard of these rules."""
    with ExitStack() as switched_off:
        for code in codes - MASKS.keys():
            switched_off.enter_context(SWITCHES[code]())
        packed = pack.pack(case, skip=codes & MASKS.keys())
        return allocation(packed, solve(packed))


def without_column(field: str) -> Switch:
    """No home has this limit."""
    original = Columns.home_column

    def column(self: Columns, name: str, none: int = int(NO_LIMIT)) -> Ints:
        found = original(self, name, none)
        return np.full_like(found, NO_LIMIT) if name == field else found

    return lambda: patch.object(Columns, "home_column", column)


def with_problem(change: Callable[[Problem], dict[str, Any]]) -> Switch:
    """The packed problem with some of its arrays replaced."""

    def packed(**arrays: Any) -> Problem:
        problem = Problem(**arrays)
        return replace(problem, **change(problem))

    return lambda: patch.object(pack, "Problem", packed)


def without_family(name: str) -> Switch:
    """A constraint family is left out of the list."""
    kept = tuple(family for family in constraints.FAMILIES if family.__name__ != name)
    assert len(kept) == len(constraints.FAMILIES) - 1, f"no family is called {name}"
    return lambda: patch.object(constraints, "FAMILIES", kept)


def _no_conflicts(self: Couplings, rows: Ints, stays: Bools) -> Bools:
    alone = self.columns.solo[rows]
    return _unless_both_stay(alone[:, None] | alone[None, :], stays)


def _no_solo(self: Couplings, rows: Ints, stays: Bools) -> Bools:
    return _unless_both_stay(self.conflicts(rows), stays)


def _unless_both_stay(shut: Bools, stays: Bools) -> Bools:
    kept: Bools = shut & ~(stays[:, None] & stays[None, :])
    np.fill_diagonal(kept, False)
    return kept


def _each_alone(columns: Columns) -> tuple[tuple[int, ...], ...]:
    return tuple((child,) for child in range(len(columns.children)))


@contextmanager
def _endless_beds() -> Iterator[None]:
    def beds(self: Columns) -> Ints:
        return np.full(len(self.homes), 1_000, dtype=np.int64)

    with patch.object(Columns, "beds", property(beds)):
        yield


def _nobody(problem: Problem) -> Bools:
    return np.zeros(problem.units, dtype=bool)


SWITCHES: dict[str, Switch] = {
    "beds": _endless_beds,
    "admissions": without_column("admissions_limit"),
    "staff_hours": without_column("spare_staff_hours"),
    "conflicts": lambda: patch.object(Couplings, "exclusions", _no_conflicts),
    "solo": lambda: patch.object(Couplings, "exclusions", _no_solo),
    "together": lambda: patch.object(pack, "units_of", _each_alone),
    "budget": without_family("budgets"),
    "pins": with_problem(lambda problem: {"pinned": _nobody(problem)}),
    "reviews_keep_a_home": with_problem(lambda problem: {"keeps": _nobody(problem)}),
}
"""How to make the solver forget each rule of the whole set; pair rules have `skip`."""
