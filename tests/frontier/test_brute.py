"""Every frontier equals brute force, and so does every plan after refusals; with any number of workers."""

from __future__ import annotations

import pytest

from tests.differential.brute import enumerate_case
from tests.differential.draws import span
from tests.frontier.compared import disagreements, expected
from tests.frontier.compared_refusals import refusal_disagreements
from tests.frontier.draws import traded

SEEDS = [range(start, start + 20) for start in range(0, 80, 20)]


@pytest.mark.parametrize("seeds", SEEDS, ids=span)
def test_the_frontier_of_a_small_case_equals_brute_force(seeds: range) -> None:
    assert [fault for seed in seeds for fault in disagreements(seed, workers=1 + seed % 2)] == []


@pytest.mark.parametrize("seeds", SEEDS, ids=span)
def test_plans_after_refusals_equal_brute_force(seeds: range) -> None:
    assert [fault for seed in seeds for fault in refusal_disagreements(seed)] == []


def test_the_small_cases_hold_frontiers_of_many_points_and_unsupported_ones() -> None:
    truths = [(traded(seed), enumerate_case(traded(seed))) for seed in range(80)]
    found = [expected(doc, truth) for doc, truth in truths if truth.best is not None]

    assert max(map(len, found)) >= 10
    assert sum(not point[3] for points in found for point in points) >= 40
