"""Desk cases (30 × 120) and random allocations of them, for every test of the solver room. All invented."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

from benchmarks.generate import generate
from benchmarks.shapes import Density
from benchmarks.tiny import case_of
from matcher.domain.case import Case
from matcher.model.pack import Packed, pack
from matcher.model.problem import Problem


@cache
def desk_case(seed: int, density: Density = "sparse") -> Case:
    return case_of(generate("desk", seed, "slack", density))


@cache
def desk(seed: int, density: Density = "sparse") -> Packed:
    return pack(desk_case(seed, density))


def drawn_choices(problem: Problem, count: int, seed: int = 0) -> Iterator[tuple[int, ...]]:
    """Random sets of choices, at most one a unit. They may break constraints: a sum is a sum all the same."""
    draw = Random(seed)
    for _ in range(count):
        go = draw.uniform(0.2, 1.0)
        taken = [draw.choice(choices) for choices in problem.of_unit() if choices and draw.random() < go]
        # crowd a few homes, so that children share one
        for choice in list(taken):
            here = int(problem.home[choice])
            for other in problem.at(here) if draw.random() < 0.5 else []:
                taken = [c for c in taken if problem.unit[c] != problem.unit[other]] + [other]
        yield tuple(sorted(taken))
