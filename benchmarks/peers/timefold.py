"""Timefold, a local search in Java through its Python package: a plan, never a proof.

The package is not one of ours. Where it is installed for another Python than this one, name that
Python in BENCHMARK_TIMEFOLD_PYTHON. It needs Java 17.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers.plan import Plan
from matcher.model.problem import Ints, Problem

ROOT = Path(__file__).parent.parent.parent
PYTHON = "BENCHMARK_TIMEFOLD_PYTHON"
MOST = 10**9
"""Its sums are 32-bit: what has no limit is given this one."""


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """The best plan of `limit_s` seconds of search. Raises RuntimeError where Timefold is not there."""
    command = [os.environ.get(PYTHON, sys.executable), "-m", "benchmarks.peers.timefold_model"]
    command.append(str(round(limit_s * 1000)))
    given = json.dumps(plain(problem, forced))
    done = subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        words = [line for line in done.stderr.splitlines() if "Error: " in line or "Exception: " in line]
        raise RuntimeError(f"Timefold did not run: {words[-1].strip() if words else done.returncode}")
    return Plan(tuple(json.loads(done.stdout.splitlines()[-1])["chosen"]))


def plain(problem: Problem, forced: int | None = None) -> dict[str, Any]:
    """The problem as plain numbers; a forced choice becomes its unit's only one."""
    must = problem.must.copy()
    if forced is not None:
        must[problem.unit[forced]] = True
    rooms = zip(problem.beds, problem.admissions, problem.spare_hours, strict=True)
    steps = _steps(problem)
    return {
        "units": [[int(w), bool(m)] for w, m in zip(problem.weight, must, strict=True)],
        "homes": [[min(int(figure), MOST) for figure in room] for room in rooms],
        "choices": _choices(problem, steps, forced),
        "limits": (problem.limits // steps).tolist(),
        "discounts": [
            [
                entry.choice,
                list(entry.others),
                entry.pence,
                (np.array(entry.spend, dtype=np.int64) // steps).tolist(),
            ]
            for entry in problem.discounts
        ],
        "groups": [
            [sorted({int(problem.unit[k]) for here in group.by_home for k in here}), group.pence]
            for group in problem.splits
        ],
    }


def _choices(problem: Problem, steps: Ints, forced: int | None) -> list[dict[str, Any]]:
    avoids, separates = _pairs(problem.joint), _pairs(problem.separations)
    found = []
    for k in range(problem.choices):
        home = int(problem.home[k])
        first = int(problem.first[home])
        clash = problem.clash.get(home)
        shut = forced is not None and k != forced and problem.unit[k] == problem.unit[forced]
        found.append(
            {
                "unit": int(problem.unit[k]),
                "home": home,
                "size": MOST // 10**4 if shut else int(problem.size[k]),
                "admits": int(problem.admits[k]),
                "hours": int(problem.hours[k]),
                "cost": int(problem.cost[k]),
                "spend": (problem.spend[k] // steps).tolist(),
                "clashes": [] if clash is None else (np.nonzero(clash[k - first])[0] + first).tolist(),
                "avoids": avoids.get(k, {}),
                "separates": separates.get(k, {}),
            }
        )
    return found


def _pairs(rows: Ints) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for a, b, amount in rows.tolist():
        found[a][b] = found[b][a] = amount
    return found


def _steps(problem: Problem) -> Ints:
    """By fund, the largest step in which all its spending and its limit are whole."""
    steps = []
    for fund, limit in enumerate(problem.limits.tolist()):
        saved = (entry.spend[fund] for entry in problem.discounts)
        steps.append(gcd(limit, *problem.spend[:, fund].tolist(), *saved) or 1)
    return np.array(steps, dtype=np.int64)
