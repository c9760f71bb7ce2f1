"""SCIP, two phases on the compact rows."""

from __future__ import annotations

from benchmarks.peers import linear
from benchmarks.peers.plan import Plan
from matcher.model.problem import Problem


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """The lexicographic optimum, or the best plan found within `limit_s` seconds."""
    return linear.solve("SCIP", problem, limit_s, forced)
