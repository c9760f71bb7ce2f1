"""Drawn problems of which every allocation is known, and questions and prices to try on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from matcher.model.base import solve_base
from matcher.model.branch import Programs
from matcher.model.forced import Forcer
from matcher.model.master import ANY, Master, Question
from matcher.model.problem import Problem
from matcher.model.terms import FUND_UNIT, Floats
from tests.differential.engine import limits
from tests.model.brute import Plan, all_plans
from tests.model.problems import LARGER, drawn_problem

NEVER = 2**62


@dataclass(frozen=True)
class Known:
    """A problem with all its allocations."""

    seed: int
    problem: Problem
    master: Master
    plans: list[Plan]

    def least(self, question: Question) -> int:
        """The true optimum under a question, both tiers in one number; NEVER where there is none."""
        joined = (
            self.master.weight * plan.value[0] + plan.value[1]
            for plan in self.plans
            if self.does(plan, question)
        )
        return min(joined, default=NEVER)

    def tier1(self, question: Question) -> int:
        """The true least tier 1 under a question; 0 where there is none."""
        return min((plan.value[0] for plan in self.plans if self.does(plan, question)), default=0)

    def does(self, plan: Plan, question: Question) -> bool:
        made, placed = set(plan.chosen), {int(self.problem.unit[choice]) for choice in plan.chosen}
        kept = made.issuperset(question.made) and made.isdisjoint(question.barred)
        return kept and placed.issuperset(question.placed) and placed.isdisjoint(question.left)


def known_problems(count: int) -> Iterator[Known]:
    for seed in range(count):
        problem = drawn_problem(seed, LARGER)
        yield Known(seed, problem, Master(problem), all_plans(problem))


def questions(problem: Problem, draw: Random) -> Iterator[Question]:
    """Nothing, each choice forced, and some of everything at once."""
    yield ANY
    yield from (Question(made=(choice,)) for choice in range(problem.choices))
    for _ in range(4):
        units = draw.sample(range(problem.units), 2)
        choices = draw.sample(range(problem.choices), min(2, problem.choices))
        yield draw.choice(
            [
                Question(left=(units[0],), placed=(units[1],)),
                Question(made=tuple(choices[:1]), barred=tuple(choices[1:])),
                Question(barred=tuple(choices), placed=(units[0],)),
            ]
        )


def random_prices(master: Master, draw: Random) -> Floats:
    """Prices of every size and sign, out of their range too."""
    p, money = master.problem, master.terms.money
    size = draw.choice([1e3, 1e6, float(master.weight) * 10])
    units = [draw.uniform(-0.2, 1.0) * size for _ in range(p.units)]
    homes = [draw.uniform(-1.0, 0.2) * size for _ in range(p.homes)]
    funds = [-draw.choice([0.0, draw.uniform(-0.1, 1.0) * size / 1e6]) * FUND_UNIT for _ in p.limits]
    groups = [draw.uniform(-90_000.0, 1_000.0) for _ in master.terms.group_pence]
    level = draw.choice([0.0, draw.uniform(-0.1, 1.0) * size])
    return np.array([*units, *homes, *funds, *groups, level]) / money


def programs(count: int) -> Iterator[tuple[Known, Programs, int]]:
    """Both programs of a problem, and the level of tier 1 that the first proves."""
    for known in known_problems(count):
        first = Master.first(known.problem)
        base1 = solve_base(first, limits())
        level = first.points(base1.bound.pence) if base1 else 0
        base = solve_base(known.master, limits(), level, base1)
        if base1 is not None and base is not None:
            yield known, Programs(Forcer(known.master, base), Forcer(first, base1)), level
