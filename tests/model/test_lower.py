"""Lower bounds read off one bound: never above the truth, and what forcing the choice itself would prove."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest

from matcher.model.lower import lower_bounds
from matcher.model.master import Bound, Master, Question
from matcher.model.pack import pack
from matcher.model.problem import Problem
from matcher.model.terms import Floats
from tests.differential.draws import drawn, read
from tests.model.brute import all_plans
from tests.model.desk import desk
from tests.model.known import NEVER, random_prices
from tests.model.problems import LARGER, drawn_problem


@dataclass(frozen=True)
class Priced:
    """A problem, prices drawn for its rows, and their bound at a level of tier 1."""

    name: str
    master: Master
    prices: Floats
    level: int
    bound: Bound

    def forced(self, choice: int) -> int:
        """What the bound of the same prices says when the choice is made and its unit barred elsewhere."""
        p = self.master.problem
        others = tuple(k for k in np.nonzero(p.unit == p.unit[choice])[0].tolist() if k != choice)
        question = Question(made=(choice,), barred=others, level=self.level)
        bound = self.master.bound(self.prices, question)
        assert bound is not None
        return bound.pence


def priced(name: str, problem: Problem, seed: int, level: int) -> Priced:
    master, draw = Master(problem), Random(seed)
    prices = random_prices(master, draw)
    bound = master.bound(prices, Question(level=level))
    assert bound is not None
    return Priced(name, master, prices, level, bound)


def small_problems() -> Iterator[tuple[str, Problem]]:
    for seed in range(80):
        yield f"problem {seed}", drawn_problem(seed, LARGER)
    for seed in range(60):
        problem = pack(read(drawn(seed))).problem
        if 0 < problem.choices <= 14:
            yield f"case {seed}", problem


def test_a_lower_bound_is_never_above_the_best_allocation_that_makes_the_choice() -> None:
    tested = 0
    for seed, (name, problem) in enumerate(small_problems()):
        plans = all_plans(problem)
        level = plans[0].value[0] if plans else 0
        drawn_prices = priced(name, problem, seed, level)
        master = drawn_prices.master
        found = lower_bounds(master, drawn_prices.bound, range(problem.choices))
        for choice, lower in enumerate(found):
            joined = [
                master.weight * plan.value[0] + plan.value[1] for plan in plans if choice in plan.chosen
            ]
            assert lower <= min(joined, default=NEVER), (name, choice)
            tested += bool(joined)
    assert tested > 400


@pytest.mark.parametrize("prices", range(3))
def test_it_is_the_bound_of_the_choice_made_and_its_unit_barred_elsewhere(prices: int) -> None:
    for seed, (name, problem) in enumerate(small_problems()):
        drawn_prices = priced(name, problem, 1_000 * prices + seed, 0)
        found = lower_bounds(drawn_prices.master, drawn_prices.bound, range(problem.choices))
        never = drawn_prices.master.impossible

        assert [min(lower, never) for lower in found] == [
            min(drawn_prices.forced(choice), never) for choice in range(problem.choices)
        ], name


def test_it_is_no_weaker_than_the_bound_of_the_choice_alone_made() -> None:
    stronger = 0
    for seed, (name, problem) in enumerate(small_problems()):
        drawn_prices = priced(name, problem, seed, 0)
        found = lower_bounds(drawn_prices.master, drawn_prices.bound, range(problem.choices))
        for choice, lower in enumerate(found):
            alone = drawn_prices.master.bound(drawn_prices.prices, Question(made=(choice,)))
            assert alone is not None
            assert lower >= min(alone.pence, drawn_prices.master.impossible), (name, choice)
            stronger += lower > alone.pence
    assert stronger > 50


def test_of_a_desk_it_is_the_same_whichever_choices_are_asked_together() -> None:
    drawn_prices = priced("desk", desk(1).problem, 5, 3)
    every = lower_bounds(drawn_prices.master, drawn_prices.bound, range(desk(1).problem.choices))
    some = list(range(3, desk(1).problem.choices, 7))

    assert lower_bounds(drawn_prices.master, drawn_prices.bound, some) == [every[k] for k in some]
    assert all(every[k] == drawn_prices.forced(k) for k in some)
