"""The solver's variables: one Boolean per choice, one per unit for "left unplaced"."""

from __future__ import annotations

from ortools.sat.python import cp_model

from matcher.model.problem import Discount, Problem


class Variables:
    """`take[k]`: choice k is made. `unplaced[u]`: unit u gets no home."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.take = [self.model.new_bool_var("") for _ in range(problem.choices)]
        self.unplaced = [self.model.new_bool_var("") for _ in range(problem.units)]
        self.discounted = [self._discounted(entry) for entry in problem.discounts]

    def _discounted(self, entry: Discount) -> cp_model.IntVar:
        """1 exactly when the choice is made together with one of those it is discounted beside."""
        granted = self.model.new_bool_var("")
        beside = [self.take[other] for other in entry.others]
        self.model.add_implication(granted, self.take[entry.choice])
        self.model.add_bool_or(*beside, ~granted)
        for other in beside:
            self.model.add_bool_or(~self.take[entry.choice], ~other, granted)
        return granted

    def fix(self, choice: int, taken: bool = True) -> None:
        """Force or forbid one choice: what a test pins, what a regret asks."""
        self.model.add_bool_or(self.take[choice] if taken else ~self.take[choice])
