"""The solver's variables: one Boolean per choice, one per unit for "left unplaced"."""

from __future__ import annotations

from matcher.model.booleans import Program
from matcher.model.problem import Discount, Problem


class Variables:
    """`take[k]`: choice k is made. `unplaced[u]`: unit u gets no home."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.program = Program()
        self.take = [self.program.variable() for _ in range(problem.choices)]
        self.unplaced = [self.program.variable() for _ in range(problem.units)]
        self.discounted = [self._discounted(entry) for entry in problem.discounts]

    def _discounted(self, entry: Discount) -> int:
        """1 exactly when the choice is made together with one of those it is discounted beside."""
        granted = self.program.variable()
        beside = [self.take[other] for other in entry.others]
        self.program.implies(granted, self.take[entry.choice])
        self.program.one_of([*beside, ~granted])
        for other in beside:
            self.program.one_of([~self.take[entry.choice], ~other, granted])
        return granted
