"""The second solver counts in floating point: what it says is counted again in whole numbers."""

from __future__ import annotations

import pytest

from matcher.domain.home import Home
from matcher.library import load_case
from matcher.model import second as under_test
from matcher.model.pack import pack
from matcher.model.second import Second, second_opinion
from matcher.model.values import value_of
from tests.builders import budget, case, home, referral
from tests.readme import ROOT

PRICE_PENCE = 5_867_276
"""At this price HOME-047 costs the demonstration council's fund one penny more than there is."""


def test_a_plan_a_penny_over_a_budget_of_thousands_is_no_plan() -> None:
    """HiGHS let it through, the two solvers disagreed, and a right answer was not shown."""
    demo = load_case(ROOT / "data" / "demo" / "case.json")
    homes = tuple(_dear(one) if one.id == "HOME-047" else one for one in demo.homes)
    problem = pack(demo.model_copy(update={"homes": homes})).problem

    found = second_opinion(problem, 1)

    assert found.status == "optimal"
    assert (problem.spend[list(found.chosen)].sum(axis=0) <= problem.limits).all()
    assert value_of(problem, found.chosen).tier1 == 31


def _dear(one: Home) -> Home:
    return one.model_copy(update={"weekly_price_pence": PRICE_PENCE})


def test_a_plan_that_breaks_a_budget_is_barred_and_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = pack(
        case(
            [referral("A"), referral("B")],
            [home("H1", weekly_price_pence=100_000), home("H2", weekly_price_pence=100_000)],
            budgets=[budget(150_000)],
        )
    ).problem
    truly, answers = under_test.ask_highs, [Second("optimal", _one_a_unit(problem.of_unit()))]
    monkeypatch.setattr(under_test, "ask_highs", lambda *asked: answers.pop() if answers else truly(*asked))

    found = second_opinion(problem, 1)

    assert (found.status, len(found.chosen)) == ("optimal", 1)


def _one_a_unit(choices: list[list[int]]) -> tuple[int, ...]:
    """A home each: twice what the budget pays for."""
    return choices[0][0], choices[1][1]
