"""No bound is ever above the truth: random prices, random questions, every allocation enumerated."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np

from matcher.model.base import solve_base
from matcher.model.branch import search_tree
from matcher.model.budgets import keeps_budgets
from matcher.model.forced import Answer
from matcher.model.integer import joined_cost
from matcher.model.master import ANY, Master, Question
from matcher.model.pack import pack
from matcher.model.problem import Problem
from tests.differential.draws import drawn, read
from tests.differential.engine import limits
from tests.model.brute import Plan, all_plans
from tests.model.known import NEVER, Known, known_problems, programs, questions, random_prices


def test_a_bound_from_any_prices_is_never_above_the_optimum() -> None:
    tested = 0
    for known in known_problems(80):
        draw = Random(known.seed)
        for question in questions(known.problem, draw):
            asked = replace(question, level=draw.choice([0, known.tier1(question)]))
            bound = known.master.bound(random_prices(known.master, draw), asked)

            assert bound is not None
            assert bound.pence <= known.least(question), (known.seed, asked)
            tested += 1
    assert tested > 500


def test_what_the_program_of_tier_1_alone_proves_is_true() -> None:
    tight = 0
    for known in known_problems(80):
        first = Master.first(known.problem)
        base = solve_base(first, limits())
        if base is not None and known.plans:
            points = first.points(base.bound.pence)
            assert points <= known.tier1(ANY), known.seed
            tight += points == known.tier1(ANY)
        draw = Random(known.seed)
        for question in questions(known.problem, draw):
            bound = first.bound(random_prices(first, draw), question)

            assert bound is not None
            assert first.points(bound.pence) <= known.tier1(question) or known.least(question) == NEVER
    assert tight > 30


def test_one_point_of_tier_1_outweighs_all_of_tier_2() -> None:
    for known in known_problems(80):
        joined = [known.master.weight * plan.value[0] + plan.value[1] for plan in known.plans]

        assert joined == sorted(joined)
        assert max(joined, default=0) < known.master.impossible


def test_every_pattern_of_every_allocation_within_a_price_is_found_within_it() -> None:
    tested = 0
    for known in known_problems(60):
        base = solve_base(known.master, limits())
        if base is None or not known.plans:
            continue
        most = known.least(ANY) + Random(known.seed).choice([0, 1_000, 500_000])

        found = known.master.within(base.bound, most)

        assert found is not None
        for plan in known.plans:
            if known.master.weight * plan.value[0] + plan.value[1] <= most:
                assert _patterns(known.problem, plan) <= set(found), known.seed
                tested += 1
    assert tested > 60


def _patterns(problem: Problem, plan: Plan) -> set[tuple[int, ...]]:
    homes = {int(problem.home[choice]) for choice in plan.chosen}
    return {tuple(c for c in plan.chosen if int(problem.home[c]) == home) for home in homes}


def test_a_forced_bound_is_never_above_the_forced_optimum_and_a_whole_answer_is_it() -> None:
    whole = 0
    for known, both, level in programs(80):
        for question in questions(known.problem, Random(known.seed)):
            truth = known.least(question)

            answer = both.joined.ask(replace(question, level=level), known.master.impossible)

            assert answer.bound is not None
            assert answer.bound.pence <= truth, (known.seed, question)
            if truth < NEVER and _valid(known, answer):
                assert joined_cost(known.master, answer.whole or ()) == truth, (known.seed, question)
                whole += 1
    assert whole > 300


def _valid(known: Known, answer: Answer) -> bool:
    """Whether a whole answer keeps the budgets and places everybody who must be, in whole numbers."""
    if answer.whole is None or not keeps_budgets(known.problem, answer.whole):
        return False
    placed = {int(known.problem.unit[choice]) for choice in answer.whole}
    return all(unit in placed for unit in range(known.problem.units) if known.problem.must[unit])


def test_the_tree_finds_the_optimum_under_any_question_or_that_there_is_none() -> None:
    settled = 0
    for known, both, level in programs(80):
        for question in questions(known.problem, Random(known.seed)):
            truth = known.least(question)
            both.reset()

            found = search_tree(both, replace(question, level=level), None, limits())

            if found.status == "optimal":
                assert joined_cost(known.master, found.chosen) == truth, (known.seed, question)
            if found.status == "none":
                assert truth == NEVER, (known.seed, question)
            settled += found.status != "not_finished"
    assert settled > 700


def test_the_tree_never_beats_a_known_optimum() -> None:
    for known, both, level in programs(30):
        if known.plans:
            best = known.plans[0].chosen

            found = search_tree(both, Question(level=level), best, limits())

            assert found.status == "optimal"
            assert joined_cost(known.master, found.chosen) == known.least(ANY)


def test_bounds_of_drawn_cases_are_never_above_their_optimum() -> None:
    for seed in range(60):
        problem = pack(read(drawn(seed))).problem
        if not problem.choices or problem.choices > 14:
            continue
        known = Known(seed, problem, Master(problem), all_plans(problem))
        draw = Random(seed)
        for question in questions(problem, draw):
            bound = known.master.bound(random_prices(known.master, draw), question)

            assert bound is not None
            assert bound.pence <= known.least(question), (seed, question)


EXTREME = (0.0, 1e6, 1e9, 1e12, 1e15, 1e20, float("inf"), float("-inf"), float("nan"))


def test_prices_of_any_size_give_a_true_bound_or_none() -> None:
    given = refused = 0
    for known in known_problems(60):
        draw, truth = Random(known.seed), known.least(ANY)
        for row in [*range(known.master.terms.rows), known.master.terms.rows - 1]:
            price = np.zeros(known.master.terms.rows)
            price[row] = draw.choice(EXTREME) * draw.choice([1.0, -1.0])

            bound = known.master.bound(price)

            assert bound is None or bound.pence <= truth, (known.seed, row, price[row])
            given += bound is not None
            refused += bound is None
    assert given > 200
    assert refused > 100
