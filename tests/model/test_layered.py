"""Patterns and the compact model are two ways to one answer, and both are brute force's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcher import library
from matcher.domain.proposal import Regret
from matcher.model.jobs import allocate, option_table
from matcher.model.layered import Layered, solve_layered
from matcher.model.outcome import Ask, Outcome
from matcher.model.pack import pack
from matcher.model.problem import Problem
from matcher.model.solve import Compact
from tests.differential.draws import drawn, read
from tests.differential.engine import limits
from tests.model.brute import Plan, all_plans
from tests.model.problems import LARGER, drawn_problem

ENUMERABLE = 16


def problems() -> Iterator[tuple[str, Problem]]:
    """200 problems drawn as arrays and 100 drawn as cases."""
    for seed in range(200):
        yield f"problem {seed}", drawn_problem(seed, LARGER)
    cases = ((f"case {seed}", pack(read(drawn(seed))).problem) for seed in range(1_000))
    small = (entry for entry in cases if 0 < entry[1].choices <= ENUMERABLE)
    yield from (next(small) for _ in range(100))


def told(outcome: Outcome) -> tuple[tuple[int, int, int], tuple[int, ...]]:
    assert outcome.status == "optimal"
    assert outcome.value is not None
    assert (outcome.bound1, outcome.bound2) == (outcome.value.tier1, outcome.value.tier2)
    assert outcome.unique
    tier1, tier2, tie = outcome.value
    return (tier1, tier2, tie), outcome.chosen


def test_patterns_and_the_compact_model_give_the_same_allocation_and_brute_force_agrees() -> None:
    by_patterns = 0
    for name, problem in problems():
        plans = all_plans(problem)
        compact = Compact(problem).ask(Ask(), limits())
        layered = solve_layered(problem, limits())
        if not plans:
            assert compact.status == "infeasible", name
            assert layered is None, name
            continue
        expected = plans[0].value, plans[0].chosen
        assert told(compact) == expected, name
        if isinstance(layered, Layered):
            by_patterns += 1
            assert told(layered.outcome) == expected, name
            assert not layered.outcome.certified or layered.outcome.bound1 == expected[0][0], name
    assert by_patterns > 200


def test_every_forced_choice_of_a_table_is_worth_what_brute_force_says() -> None:
    settled = 0
    for seed in range(120):
        problem = drawn_problem(seed, LARGER)
        plans = all_plans(problem)
        if not plans:
            continue

        table = option_table(problem, None, limits())

        assert [entry.choice for entry in table.forced] == list(range(problem.choices))
        for entry in table.forced:
            assert entry.exact, (seed, entry.choice)
            assert (entry.value and entry.value[:2]) == _forced(plans, entry.choice), (seed, entry.choice)
            assert entry.value is None or entry.choice in entry.chosen
            settled += 1
    assert settled > 500


def _forced(plans: list[Plan], choice: int) -> tuple[int, int] | None:
    return next((plan.value[:2] for plan in plans if choice in plan.chosen), None)


def test_some_of_the_choices_are_answered_as_all_of_them_are() -> None:
    problem = drawn_problem(1, LARGER)
    whole = option_table(problem, None, limits())

    part = option_table(problem, [1, 3], limits())

    assert [(e.choice, e.value and e.value[:2]) for e in part.forced] == [
        (e.choice, e.value and e.value[:2]) for e in whole.forced if e.choice in (1, 3)
    ]


def test_a_problem_without_a_choice_is_answered_all_the_same() -> None:
    empty = pack(read(drawn(0) | {"homes": [], "budgets": []} | _nobody_lives_anywhere())).problem

    solved = allocate(empty, limits())

    assert empty.choices == 0
    assert solved.outcome.chosen == ()
    assert solved.outcome.value == (int(empty.weight.sum()), 0, 0)


def _nobody_lives_anywhere() -> dict[str, object]:
    children = [child | {"current_home": None} for child in drawn(0)["referrals"]]
    lists = ("offers", "pins", "forbids", "waivers", "sibling_groups", "relationships")
    nothing: dict[str, object] = {name: [] for name in lists}
    return nothing | {"referrals": children}


@pytest.mark.parametrize(
    ("seed", "referral", "home", "regret"), [(429, "C1", "H3", 374_802), (429, "C2", "H3", 1_026_308)]
)
def test_a_unit_whose_equation_was_redundant_at_the_base_is_not_lost_when_a_choice_is_forced(
    seed: int, referral: str, home: str, regret: int
) -> None:
    """Seeds 429 and 1801 lost a child: its row's artificial was basic at 0 and rose unseen when forced."""
    options = library.options(read(drawn(seed))).options

    found = {(o.referral, o.home): o.regret for o in options}
    assert found[referral, home] == Regret(tier1=0, tier2=regret)
