"""The price of rules, break-even prices and retainers against brute force on small cases."""

from __future__ import annotations

import pytest

from tests.differential.draws import span
from tests.differential.priced import break_even_faults, retainer_faults, rule_faults

CHUNKS = [range(start, start + 20) for start in (7_000, 7_020, 7_040)]
ASKED = 8


@pytest.mark.parametrize("seeds", CHUNKS, ids=span)
def test_the_price_of_a_rule_is_that_of_the_best_plan_without_it(seeds: range) -> None:
    assert [fault for seed in seeds for fault in rule_faults(seed, ASKED)] == []


@pytest.mark.parametrize("seeds", CHUNKS, ids=span)
def test_the_highest_price_is_used_by_a_best_plan_and_the_next_by_none(seeds: range) -> None:
    assert [fault for seed in seeds for fault in break_even_faults(seed, more=1)] == []


@pytest.mark.parametrize("seeds", CHUNKS, ids=span)
def test_a_retainer_is_what_lies_between_the_best_plans(seeds: range) -> None:
    assert [fault for seed in seeds for fault in retainer_faults(seed)] == []
