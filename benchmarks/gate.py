"""The gate: ratios within one run at desk size, which hold on any machine, fast or slow.

`python -m benchmarks.gate` prints them and ends with exit code 1 where one has fallen through its
floor. A floor is half of what was measured or less: it catches a method that has stopped working,
not a slow day.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from benchmarks.generate import generate
from benchmarks.peers import cpsat
from benchmarks.shapes import Regime
from matcher import library
from matcher.model import jobs
from matcher.model.outcome import Ask, Limits
from matcher.model.pack import pack
from matcher.model.problem import Problem
from matcher.model.solve import Compact

SEEDS = (1, 3)
SAMPLE = 6
REPEATS = 3
"""Ours takes 10 ms: one pause of the garbage collector in a large process is ten times that."""
LIMIT_S = 60.0


class Ratio(NamedTuple):
    """How many times longer the other way takes, and the least it may be."""

    name: str
    value: float
    floor: float

    @property
    def holds(self) -> bool:
        return self.value >= self.floor


def ratios() -> list[Ratio]:
    """Both ratios, over the gate's seeds with slack budgets."""
    problems = [problem(seed, "slack") for seed in SEEDS]
    _table_s(problems[0])  # what is compiled on first use is compiled here
    return [
        Ratio("regret table against solving again", _over(problems, _resolving_s, _table_s), 12.0),
        Ratio("allocation against plain CP-SAT", _over(problems, _plain_s, _allocation_s), 1.5),
    ]


def problem(seed: int, regime: Regime) -> Problem:
    """A desk case as arrays."""
    return pack(library.load_case(json.dumps(generate("desk", seed, regime)).encode())).problem


def _over(
    problems: list[Problem], other: Callable[[Problem], float], ours: Callable[[Problem], float]
) -> float:
    return sum(map(other, problems)) / sum(min(ours(problem) for _ in range(REPEATS)) for problem in problems)


def _limits() -> Limits:
    return Limits(time.monotonic() + LIMIT_S)


def _table_s(problem: Problem) -> float:
    """Seconds for every regret, the optimum included."""
    start = time.perf_counter()
    jobs.option_table(problem, None, _limits())
    return time.perf_counter() - start


def _resolving_s(problem: Problem) -> float:
    """Seconds to solve the compact model again for each option, at the mean of a sample."""
    compact = Compact(problem)
    best = compact.ask(Ask(), _limits())
    rest = sorted(set(range(problem.choices)) - set(best.chosen))
    start = time.perf_counter()
    for choice in Random(0).sample(rest, SAMPLE):
        compact.ask(Ask(forced=(choice,), hint=best.chosen, tiers=2), _limits())
    return (time.perf_counter() - start) / SAMPLE * len(rest)


def _allocation_s(problem: Problem) -> float:
    start = time.perf_counter()
    jobs.allocate(problem, _limits())
    return time.perf_counter() - start


def _plain_s(problem: Problem) -> float:
    start = time.perf_counter()
    cpsat.solve(problem, LIMIT_S)
    return time.perf_counter() - start


def main() -> None:
    """Print the ratios; exit code 1 where a floor is broken."""
    found = ratios()
    for ratio in found:
        said = "holds" if ratio.holds else "BROKEN"
        sys.stdout.write(f"{ratio.name}: {ratio.value:.1f} × (floor {ratio.floor:g} ×) {said}\n")
    sys.exit(not all(ratio.holds for ratio in found))


if __name__ == "__main__":
    main()
