"""Bugs planted in the model: the verifier or brute force catches every one of them."""

from __future__ import annotations

from functools import cache

import pytest

from matcher.model.pack import pack
from matcher.verify import verify
from tests.differential import engine
from tests.differential.brute import Enumerated, enumerate_case
from tests.differential.draws import drawn, read
from tests.differential.plain import Doc
from tests.differential.plants import PLANTS
from tests.group_cases import GROUP_CASES
from tests.pair_cases import PAIR_CASES

DRAWN = 100
SAMPLE: list[Doc] = [
    *(drawn(seed) for seed in range(DRAWN)),
    *(entry.document for entry in (*GROUP_CASES, *PAIR_CASES)),
]
"""Drawn cases, then every case on the boundary of a rule."""


@cache
def truth(position: int) -> Enumerated:
    return enumerate_case(SAMPLE[position])


def caught(position: int) -> bool:
    """Whether the verifier or brute force contradicts the engine on this case."""
    case, best = read(SAMPLE[position]), truth(position).best
    packed = pack(case)
    outcome = engine.solve(packed)
    answer = engine.allocation(packed, outcome)
    if answer is None or outcome.value is None:
        return best is not None
    claimed = {"allocation": answer, "tier1": outcome.value.tier1, "tier2": outcome.value.tier2}
    return best != outcome.value[:2] or bool(verify(case, claimed))


def test_nothing_is_caught_where_nothing_is_planted() -> None:
    assert [position for position in range(len(SAMPLE)) if caught(position)] == []


def test_there_are_at_least_twenty_planted_bugs() -> None:
    assert len(PLANTS) >= 20


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_caught(plant: str) -> None:
    with PLANTS[plant]():
        found = next((position for position in range(len(SAMPLE)) if caught(position)), None)

    assert found is not None, "no case shows this bug"
