"""Today's practice at its best: first come, first served, but the most urgent children first."""

from __future__ import annotations

from benchmarks.peers.first_come import in_order
from benchmarks.peers.plan import Plan
from matcher.model.problem import Problem


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """The same, in the order of the weight that each child or group has in tier 1."""
    return in_order(problem, sorted(range(problem.units), key=lambda u: -int(problem.weight[u])), forced)
