"""Forcing level by level, and the exact integer step, against every allocation there is."""

from __future__ import annotations

from random import Random

import pytest

from matcher.model import exact
from matcher.model import levels as under_test
from matcher.model.exact import best_of
from matcher.model.integer import Step, joined_cost
from matcher.model.levels import Levels
from matcher.model.master import ANY, Question
from tests.differential.engine import limits
from tests.model.known import NEVER, programs

PLENTY = 4_000


@pytest.fixture(params=["at once", "by levels"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """By levels: the first searches may solve one program only, so that levels must do the work."""
    if request.param == "by levels":
        monkeypatch.setattr(under_test, "FIRST_TRY", 1)
        monkeypatch.setattr(under_test, "TRIED", 1)
    return str(request.param)


def test_forcing_a_choice_gives_the_true_optimum_or_shows_that_there_is_none(way: str) -> None:
    settled = refused = 0
    for known, both, _ in programs(80):
        if not known.plans:
            continue
        table = Levels(both, known.plans[0].value[0])
        for choice in Random(known.seed).sample(range(known.problem.choices), known.problem.choices):
            truth = known.least(Question(made=(choice,)))

            found = table.settle(choice, None, limits(), PLENTY)

            if found.status == "optimal":
                assert joined_cost(known.master, found.chosen) == truth, (way, known.seed, choice)
                settled += 1
            if found.status == "none":
                assert truth == NEVER, (way, known.seed, choice)
                refused += 1
    assert settled > 300
    assert refused > 20


def test_a_choice_is_called_beyond_a_level_only_when_no_allocation_of_it_makes_the_choice() -> None:
    noted = 0
    for known, both, _ in programs(60):
        if not known.plans:
            continue
        table = Levels(both, known.plans[0].value[0])
        for choice in range(known.problem.choices):
            table.look(choice)
            table.settle(choice, None, limits(), PLENTY)
        for level, choices in table.beyond.items():
            for choice in choices:
                makers = [plan for plan in known.plans if choice in plan.chosen]
                assert all(plan.value[0] > level for plan in makers), (known.seed, choice, level)
                noted += 1
    assert noted > 20


def test_the_exact_step_at_the_least_level_is_the_optimum_whatever_is_known_before() -> None:
    settled = 0
    for known, both, _ in programs(60):
        if not known.plans:
            continue
        level = known.plans[0].value[0]
        at_level = [plan.chosen for plan in known.plans if plan.value[0] == level]
        bound = both.joined.ask(Question(level=level), known.master.impossible).bound
        assert bound is not None
        for met in (None, at_level[-1]):
            step = best_of(both.joined.master, bound, level, met, limits())

            if step.status == "optimal":
                assert joined_cost(known.master, step.chosen) == known.least(ANY), known.seed
                settled += 1
    assert settled > 60


def test_a_solver_that_denies_the_plan_in_hand_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    known, both, _ = next(found for found in programs(60) if len(found[0].plans) > 1)
    level, met = known.plans[0].value[0], known.plans[0].chosen
    bound = both.joined.ask(Question(level=level), known.master.impossible).bound
    monkeypatch.setattr(exact, "PatternModel", lambda *_, **__: Denying())
    assert bound is not None

    step = best_of(both.joined.master, bound, level, met, limits())

    assert (step.status, step.chosen) == ("not_finished", met)


class Denying:
    """A solver that says that nothing is possible."""

    def best_at(self, *_: object) -> Step:
        return Step("none")
