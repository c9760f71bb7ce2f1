"""Tier 1 proved, then held by a row while tier 2 is solved: the same for every mixed-integer peer."""

from __future__ import annotations

import time
from typing import Literal, Protocol

from benchmarks.peers.plan import Plan
from benchmarks.peers.rows import Program, Row

Status = Literal["optimal", "feasible", "impossible", "none"]
"""`impossible`: proved that no plan exists; `none`: none was found in time."""
Ones = tuple[int, ...]
"""The columns that are 1."""


class Minimiser(Protocol):
    """A solver that holds the program's rows."""

    def minimise(
        self, cost: dict[int, int], rows: list[Row], limit_s: float, start: Ones
    ) -> tuple[Status, Ones]:
        """Minimise a cost under further rows, from a known answer (or none)."""


def two_phases(program: Program, choices: int, solver: Minimiser, limit_s: float) -> Plan:
    """The lexicographic optimum, or what was found and proved in time."""
    end = time.monotonic() + limit_s
    status, ones = solver.minimise(program.cost1, [], limit_s, ())
    if status in ("impossible", "none"):
        return Plan(None, proved=status == "impossible")
    first = tuple(column for column in ones if column < choices)
    if status == "feasible":
        return Plan(first)
    tier1 = program.constant1 + sum(program.cost1.get(column, 0) for column in ones)
    left_s = max(0.1, end - time.monotonic())
    status, ones = solver.minimise(program.cost2, [program.held(tier1)], left_s, ones)
    if status in ("impossible", "none"):
        return Plan(first, floor1=tier1)
    chosen = tuple(column for column in ones if column < choices)
    return Plan(chosen, proved=status == "optimal", floor1=tier1)
