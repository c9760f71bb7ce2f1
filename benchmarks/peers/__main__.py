"""One peer on one case, in a process of its own: `python -m benchmarks.peers highs < case.json`.

Prints one JSON object: seconds by part of every repeat, the allocation, what was proved.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from typing import Any

from benchmarks.machine import peak_mib
from benchmarks.peers.ask import NAMES
from benchmarks.peers.plan import Plan, Solve
from benchmarks.stopwatch import Stopwatch
from matcher.domain.case import Case
from matcher.domain.reading import read_case
from matcher.model.pack import Packed, pack

LONG_S = 5.0
"""What takes longer is measured once."""
WARM_S = 0.05
"""A throw-away solve this short loads what a library loads when first asked."""


def answer(solve: Solve, case: Case, limit_s: float, repeat: int) -> dict[str, Any]:
    """Pack and solve, `repeat` times; the case is read already and the library imported."""
    solve(pack(case).problem, WARM_S, None)
    runs: list[Stopwatch] = []
    while len(runs) < repeat and (not runs or runs[-1].total < LONG_S):
        watch = Stopwatch()
        with watch.part("pack"):
            packed = pack(case)
        with watch.part("solve"):
            plan = solve(packed.problem, limit_s, None)
        runs.append(watch)
    return said(packed, plan) | {"parts": [run.parts for run in runs], "peak_mib": peak_mib()}


def forced(solve: Solve, case: Case, limit_s: float, choices: list[int]) -> dict[str, Any]:
    """Solve once for each choice with that choice forced: what a regret table costs without us."""
    packed = pack(case)
    answers = []
    for choice in choices:
        watch = Stopwatch()
        with watch.part("solve"):
            plan = solve(packed.problem, limit_s, choice)
        answers.append({"choice": choice, "seconds": watch.total, **said(packed, plan)})
    return {"answers": answers}


def said(packed: Packed, plan: Plan) -> dict[str, Any]:
    """A plan with ids in place of choices."""
    allocation = None if plan.chosen is None else packed.allocation(plan.chosen)
    return {"allocation": allocation, "proved": plan.proved, "floor1": plan.floor1}


def main(arguments: list[str] | None = None) -> None:
    """Solve the case on standard input."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each solve")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--forced", help="choices, with commas, to force one after another")
    asked = parser.parse_args(arguments)
    solve: Solve = import_module(f"benchmarks.peers.{asked.name}").solve
    case = read_case(sys.stdin.buffer.read())
    if asked.forced:
        choices = [int(choice) for choice in asked.forced.split(",")]
        found = forced(solve, case, asked.limit, choices)
    else:
        found = answer(solve, case, asked.limit, asked.repeat)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
