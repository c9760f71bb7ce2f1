"""The floor: a min-cost flow of children to beds, with every side constraint left out.

Not an answer: no plan leaves a smaller weight unplaced, and most cases have none this good.
"""

from __future__ import annotations

from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

from benchmarks.peers.plan import Plan
from matcher.model.problem import Problem


def solve(problem: Problem, limit_s: float, forced: int | None = None) -> Plan:
    """A bound below tier 1, in time that needs no limit; `forced` is not looked at (a bound still)."""
    flow = min_cost_flow.SimpleMinCostFlow()
    nobody, sink = problem.units + problem.homes, problem.units + problem.homes + 1
    for unit, weight in enumerate(problem.weight.tolist()):
        flow.set_node_supply(unit, 1)
        flow.add_arc_with_capacity_and_unit_cost(unit, nobody, 1, weight)
    for unit, home in zip(problem.unit.tolist(), problem.home.tolist(), strict=True):
        flow.add_arc_with_capacity_and_unit_cost(unit, problem.units + home, 1, 0)
    for home, beds in enumerate(problem.beds.tolist()):
        flow.add_arc_with_capacity_and_unit_cost(problem.units + home, sink, beds, 0)
    flow.add_arc_with_capacity_and_unit_cost(nobody, sink, problem.units, 0)
    flow.set_node_supply(sink, -problem.units)
    if flow.solve() != flow.OPTIMAL:
        return Plan(None)
    return Plan(None, floor1=flow.optimal_cost())
