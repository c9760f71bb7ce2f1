"""The three cheapest sets against brute force on small cases in which waivers matter: no disagreement at all.

RELAX_CASES says how many; 90 unless told.
"""

from __future__ import annotations

import os

import pytest

from tests.relax.compared import disagreements

CASES = int(os.environ.get("RELAX_CASES", "90"))
CHUNK = 30


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_the_cheapest_sets_equal_brute_force(first: int) -> None:
    seeds = range(first, min(first + CHUNK, CASES))
    assert [fault for seed in seeds for fault in disagreements(seed)] == []
