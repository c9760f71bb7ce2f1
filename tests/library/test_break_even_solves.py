"""How many solves a break-even takes: prices are not tried a penny at a time, wherever limits lie."""

from __future__ import annotations

from random import Random

import pytest

from matcher import library
from matcher.domain.case import Case
from matcher.domain.priced import Priced
from tests.builders import budget, case, home, referral
from tests.differential.draws import read
from tests.differential.priced import asked_of, break_even_faults, with_room


def solves(given: Case, priced: Priced) -> int:
    """How many plans were asked for."""
    told: list[int] = []
    settings = library.Settings(progress=lambda progress: told.append(progress.done or 0))
    library.break_even(given, priced, settings)
    return max(told)


@pytest.mark.parametrize("seed", [10, 31, 35, 72, 100])
def test_where_the_other_plan_becomes_legal_only_far_up_the_way_there_is_short(seed: int) -> None:
    """Seeds at which trying the next penny, and the next, took up to 85 solves."""
    document, draw = with_room(seed), Random(seed)
    assert solves(read(document), asked_of(document, draw)) <= 20
    assert break_even_faults(seed) == []


def test_two_plans_that_swap_once_are_settled_by_four_solves() -> None:
    homes = [home("H1", weekly_price_pence=300_000), home("H2", weekly_price_pence=350_000)]
    assert solves(case([referral("A")], homes), Priced(kind="home", home="H1")) == 4


def test_a_review_whose_rise_frees_money_for_others_is_settled_in_few_solves() -> None:
    homes = [home("H1", places=1), home("H2", weekly_price_pence=450_000)]
    children = [referral("A", current_home="H1"), referral("B")]
    given = case(children, homes, budgets=[budget(400_000)])
    assert solves(given, Priced(kind="home", home="H1")) <= 12
