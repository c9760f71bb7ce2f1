"""The engine against HiGHS on desk cases (30 × 120): both tiers, with slack and with binding budgets.

200 cases in every test (SECOND_SOLVER_SEEDS=90), and a thousand in `make soak`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import get_args

import pytest

from benchmarks.draw import Document
from benchmarks.generate import generate, with_limits
from benchmarks.shapes import Density, Regime
from benchmarks.tiny import case_of
from matcher import goals
from matcher.model.jobs import allocate
from matcher.model.outcome import Limits
from matcher.model.pack import Packed, pack
from matcher.model.problem import Problem
from matcher.model.second import second_opinion
from matcher.model.values import Value, value_of
from matcher.rules.facts import Facts
from tests.differential.draws import span

FIRST = 1001
SEEDS = int(os.environ.get("SECOND_SOLVER_SEEDS", "90"))
"""Two cases a seed, one of each density; every ninth seed has its binding twins too."""
CHUNK = 9
LIMIT_S = 60.0
ENGINE_S = 10.0
"""Time for both tiers and the tie-break; tiers proved by then count, whatever became of the tie."""
KEPT_PERCENT = 90
"""A binding twin has this much of what its slack plan spends."""
DENSITIES: tuple[Density, ...] = get_args(Density)


def drawn(seed: int, density: Density) -> tuple[Document, Packed]:
    doc = generate("desk", seed, "slack", density)
    return doc, pack(case_of(doc))


def proved(problem: Problem) -> tuple[Value | None, tuple[int, ...]]:
    """The engine's optimum with its choices; no value where it was not proved."""
    outcome = allocate(problem, Limits(time.monotonic() + ENGINE_S)).outcome
    return (outcome.value if outcome.status == "optimal" else None), outcome.chosen


def disagreements(problem: Problem, value: Value | None) -> Iterator[str]:
    """What HiGHS says otherwise: on who can be placed, then on the price of placing them."""
    if value is None:
        yield "the engine proved nothing"
        return
    first = second_opinion(problem, 1, limit_s=LIMIT_S)
    if first.status != "optimal" or value_of(problem, first.chosen).tier1 != value.tier1:
        yield f"tier 1 is {value.tier1}; HiGHS: {first.status} {value_of(problem, first.chosen).tier1}"
        return
    second = second_opinion(problem, 2, held=value.tier1, limit_s=LIMIT_S)
    found = value_of(problem, second.chosen)[:2]
    if second.status != "optimal" or found != value[:2]:
        yield f"the tiers are {value[:2]}; HiGHS: {second.status} {found}"


def compared(seed: int, density: Density, regimes: tuple[Regime, ...]) -> Iterator[str]:
    """Both solvers on one drawn case, and on its twin with budgets that bind."""
    doc, packed = drawn(seed, density)
    value, chosen = proved(packed.problem)
    for fault in disagreements(packed.problem, value):
        yield f"seed {seed} {density} slack: {fault}"
    if "binding" in regimes:
        tight = pack(case_of(with_limits(doc, binding_limits(packed, chosen)))).problem
        for fault in disagreements(tight, proved(tight)[0]):
            yield f"seed {seed} {density} binding: {fault}"


def binding_limits(packed: Packed, chosen: tuple[int, ...]) -> dict[str, int]:
    """Nine tenths of what a plan spends, in pence by fund."""
    placed = {child: home for child, home in packed.allocation(chosen).items() if home is not None}
    spent = goals.funds_of(Facts(packed.columns.case), placed)
    return {f.fund: f.spent_centipence // 100 * KEPT_PERCENT // 100 for f in spent if f.spent_centipence > 0}


CHUNKS = [range(start, min(start + CHUNK, FIRST + SEEDS)) for start in range(FIRST, FIRST + SEEDS, CHUNK)]


@pytest.mark.parametrize("seeds", CHUNKS, ids=span)
def test_a_second_solver_finds_the_same_optimum(seeds: range) -> None:
    faults: list[str] = []
    for seed in seeds:
        regimes: tuple[Regime, ...] = ("slack", "binding") if seed == seeds.start else ("slack",)
        for density in DENSITIES:
            faults += compared(seed, density, regimes)

    assert faults == []


def test_the_binding_twins_do_bind() -> None:
    doc, packed = drawn(FIRST, "sparse")
    value, chosen = proved(packed.problem)
    limits = binding_limits(packed, chosen)

    tight = proved(pack(case_of(with_limits(doc, limits))).problem)[0]

    assert limits
    assert value is not None
    assert tight is not None
    assert tight[:2] > value[:2]


def test_a_wrong_value_is_a_disagreement() -> None:
    problem = drawn(FIRST, "sparse")[1].problem
    value, _ = proved(problem)
    assert value is not None

    for wrong in (value._replace(tier1=value.tier1 + 1), value._replace(tier2=value.tier2 - 1), None):
        assert list(disagreements(problem, wrong))
    assert not list(disagreements(problem, value))
