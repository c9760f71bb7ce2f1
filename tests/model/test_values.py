"""What the solver's arrays say of an allocation is what the price list says of it."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from matcher import goals
from matcher.domain.case import Case
from matcher.model.pack import Packed, pack
from matcher.model.values import value_of
from matcher.rules.facts import Facts
from matcher.rules.measures import incremental_pence
from tests.differential.draws import drawn, read
from tests.model.brute import all_plans, worth
from tests.model.desk import desk_case, drawn_choices
from tests.model.problems import drawn_problem

CASES: list[Case] = [read(drawn(seed)) for seed in range(40)] + [desk_case(7), desk_case(8, "dense")]


def every_option(case: Case) -> tuple[Facts, Packed]:
    return Facts(case), pack(case)


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_an_option_costs_what_its_lines_add_up_to(case: Case) -> None:
    facts, packed = every_option(case)
    options, children, homes = packed.options, packed.columns.children, packed.columns.homes

    told = [
        goals.placement(facts, children[c], homes[h], discount_pence=0)
        for c, h in zip(options.child, options.home, strict=True)
    ]
    added = [
        incremental_pence(facts, children[c], homes[h])
        for c, h in zip(options.child, options.home, strict=True)
    ]

    assert options.cost.tolist() == [placement.total_pence for placement in told]
    assert options.price.tolist() == [placement.weekly_price_pence for placement in told]
    assert options.distance_m.tolist() == [placement.distance_m for placement in told]
    assert options.stay.tolist() == [int(placement.stays) for placement in told]
    assert options.incremental.tolist() == added


def test_a_tie_is_decided_by_the_hash_that_the_decision_record_names() -> None:
    packed = pack(CASES[0])
    pairs = zip(packed.options.child, packed.options.home, strict=True)
    names = [f"{packed.columns.children[c].id}\0{packed.columns.homes[h].id}" for c, h in pairs]

    expected = [hashlib.blake2b(name.encode(), digest_size=4).hexdigest() for name in names]

    assert [f"{number:08x}" for number in packed.options.tie.tolist()] == expected


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_tiers_and_funds_of_an_allocation_are_those_of_the_goals(case: Case) -> None:
    facts, packed = every_option(case)
    limited = sorted(budget.fund for budget in case.budgets)

    for chosen in drawn_choices(packed.problem, count=25):
        placed = {child: home for child, home in packed.allocation(chosen).items() if home}
        spent = {fund.fund: fund.spent_centipence for fund in goals.funds_of(facts, placed)}

        assert value_of(packed.problem, chosen)[:2] == goals.tiers(facts, placed)
        assert _spend(packed, chosen) == [spent[fund] for fund in limited]


def _spend(packed: Packed, chosen: tuple[int, ...]) -> list[int]:
    made, spend = set(chosen), packed.problem.spend[list(chosen)].sum(axis=0)
    for entry in packed.problem.discounts:
        if entry.choice in made and made.intersection(entry.others):
            spend = spend - np.array(entry.spend, dtype=np.int64)
    found: list[int] = spend.tolist()
    return found


@pytest.mark.parametrize("seed", range(20))
def test_the_value_of_an_allocation_is_the_plain_sum(seed: int) -> None:
    problem = drawn_problem(seed)

    for plan in all_plans(problem):
        assert tuple(value_of(problem, plan.chosen)) == plan.value == worth(problem, plan.chosen)
