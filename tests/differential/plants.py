"""Bugs that a person could write into the model, one a name: each must be caught."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np

from matcher.model import pack, pricing, solve
from matcher.model.columns import Bools, Columns, holds
from matcher.model.coupling import Couplings
from matcher.model.eligibility import MASKS, Block, sifting
from matcher.model.grid import Ints
from matcher.model.objective import tier1, tier2
from matcher.model.pricing import Options
from matcher.model.problem import Problem
from tests.differential.engine import SWITCHES, Switch, with_problem, without_column, without_family


def mask(code: str, planted: Callable[[Block], Bools]) -> Switch:
    """Another mask in a rule's place."""
    return lambda: patch.dict(MASKS, {code: planted})


def attribute(where: object, name: str, value: Any) -> Switch:
    """Another function, property or constant under a name."""
    return lambda: patch.object(where, name, value)


def column(field: str, change: Callable[[Ints], Ints]) -> Switch:
    """A column of the homes or the children read wrongly."""

    def wrapped(original: Callable[..., Ints]) -> Callable[..., Ints]:
        def read(self: Columns, name: str, *none: int) -> Ints:
            found = original(self, name, *none)
            return change(found) if name == field else found

        return read

    def planted() -> AbstractContextManager[object]:
        both = ExitStack()
        for name in ("home_column", "child_column"):
            both.enter_context(patch.object(Columns, name, wrapped(getattr(Columns, name))))
        return both

    return planted


def options(change: Callable[[Columns, Options], Ints]) -> Switch:
    """Another price for each option."""
    original = pricing.price_options

    def planted(columns: Columns, *arrays: Ints) -> Options:
        found = original(columns, *arrays)
        return replace(found, cost=change(columns, found))

    return attribute(pack, "price_options", planted)


def _age_too_strict(block: Block) -> Bools:
    age = block.columns.age[block.rows, None]
    low, high = block.columns.home_column("min_age"), block.columns.home_column("max_age")
    return (age < low[None, :]) | (age >= high[None, :])


def _near_enough_is_too_far(block: Block) -> Bools:
    limit = [10**9 if c.max_miles is None else c.max_miles * 1609.3 for c in block.children]
    found: Bools = block.distance_m >= np.array(limit)[:, None]
    return found


def _the_day_itself_is_late(block: Block) -> Bools:
    needed = [child.needed_by for child in block.children]
    return np.array(
        [[home.available_from >= day for home in block.columns.homes] for day in needed], dtype=bool
    )


def _offers_forgotten(block: Block) -> Bools:
    prices = block.columns.home_column("weekly_price_pence")[None, :]
    caps = block.columns.child_column("max_weekly_pence")[block.rows, None]
    return prices + block.columns.child_column("supplement_pence")[block.rows, None] > caps


def _floored(squared: Ints) -> Ints:
    root: Ints = np.sqrt(squared.astype(np.float64)).astype(np.int64)
    return root


def _international_mile(pence_per_mile: int, distance: Ints) -> Ints:
    found: Ints = np.floor(pence_per_mile * distance / 1609.344 + 0.5).astype(np.int64)
    return found


def _moves(columns: Columns, found: Options) -> Ints:
    moves: Ints = ((columns.stay[found.child] >= 0) & (found.stay == 0)).astype(np.int64)
    return moves


def _elsewhere(columns: Columns, found: Options) -> Ints:
    pairs = zip(found.child.tolist(), found.home.tolist(), strict=True)
    areas = [columns.children[c].origin.area != columns.homes[h].location.area for c, h in pairs]
    return np.array(areas, dtype=np.int64)


def _pence_off(factor: int) -> Callable[[Problem], dict[str, Any]]:
    return lambda p: {"discounts": tuple(replace(d, pence=d.pence * factor) for d in p.discounts)}


def _no_rows(name: str) -> Callable[[Problem], dict[str, Any]]:
    return lambda problem: {name: getattr(problem, name)[:0]}


def _one_way(self: Columns) -> tuple[Bools, Bools]:
    pairs = self.case.policy.incompatible_flags
    names = sorted({flag for pair in pairs for flag in pair})
    clash = np.zeros((len(names), len(names)), dtype=bool)
    for risk, harm in pairs:
        clash[names.index(risk), names.index(harm)] = True
    return holds([child.flags for child in self.children], names), clash


PLANTS: dict[str, Switch] = {
    "beds are not counted": without_family("beds"),
    "one bed too many": attribute(Columns, "beds", property(lambda self: _beds(self, 1))),
    "one bed too few": attribute(Columns, "beds", property(lambda self: _beds(self, -1))),
    "admissions are not counted": without_column("admissions_limit"),
    "a stay is an admission": with_problem(lambda p: {"admits": p.size}),
    "staff hours are not counted": without_family("staff_hours"),
    "who must not share may": without_family("clashes"),
    "solo is forgotten": SWITCHES["solo"],
    "siblings who must be together are not": SWITCHES["together"],
    "budgets are not counted": without_family("budgets"),
    "a budget in pounds": with_problem(lambda p: {"limits": p.limits * 100}),
    "a budget a penny too strict": with_problem(lambda p: {"limits": p.limits - 100}),
    "a review's own cost is a new commitment": attribute(
        pricing, "_committed", lambda columns: np.zeros(len(columns.children), dtype=np.int64)
    ),
    "a discount saves no fund": with_problem(
        lambda p: {"discounts": tuple(replace(d, spend=tuple(0 for _ in d.spend)) for d in p.discounts)}
    ),
    "reviews may lose their home": SWITCHES["reviews_keep_a_home"],
    "the oldest age is too old": mask("age", _age_too_strict),
    "at the limit is too far": mask("distance", _near_enough_is_too_far),
    "on the day is too late": mask("availability", _the_day_itself_is_late),
    "the cap ignores offers": mask("price_cap", _offers_forgotten),
    "a declined offer is open": lambda: patch.dict(MASKS, {"declined": _nothing}),
    "distances are rounded down": attribute(sifting, "metres", _floored),
    "another mile": attribute(pricing, "_mileage", _international_mile),
    "flags clash one way only": attribute(Columns, "incompatible", property(_one_way)),
    "siblings keep the age gap": attribute(Couplings, "siblings", property(lambda self: {})),
    "the void charge is added": column("void_charge_pence", lambda found: -found),
    "the supplement is forgotten": column("supplement_pence", lambda found: 0 * found),
    "a move is free": options(lambda c, o: o.cost - c.case.policy.move_pence * _moves(c, o)),
    "out of area is a credit": options(
        lambda c, o: o.cost - 2 * c.case.policy.out_of_area_pence * _elsewhere(c, o)
    ),
    "dear is good": options(lambda c, o: -o.cost),
    "no discount": with_problem(_pence_off(0)),
    "a discount is a charge": with_problem(_pence_off(-1)),
    "who had better not share is free": with_problem(_no_rows("joint")),
    "splitting siblings is free": with_problem(_no_rows("splits")),
    "who must not share and stays is free": with_problem(_no_rows("separations")),
    "every child weighs the same": with_problem(lambda p: {"weight": np.ones_like(p.weight)}),
    "money before children": lambda: patch.multiple(solve, tier1=tier2, tier2=tier1),
}
"""What went wrong → how to plant it."""


def _beds(columns: Columns, more: int) -> Ints:
    return np.array([max(home.beds + more, 0) for home in columns.homes], dtype=np.int64)


def _nothing(block: Block) -> Bools:
    return np.zeros(block.shape, dtype=bool)
