"""A program over Booleans as CP-SAT reads it: written into its own message, solved by its own library.

ortools' modelling layer is left out: it imports pandas, a quarter of the solving process's memory,
and takes several times as long to build a model. A literal is a variable's number, `~number` its
negation: that is how the message writes them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

from matcher.model.outcome import Limits

Said = Literal["optimal", "feasible", "infeasible", "unknown", "invalid"]
Solution = Sequence[int]
"""0 or 1 by variable."""
LOWEST, HIGHEST = -(2**63), 2**63 - 1


class Sum(NamedTuple):
    """Σ amount × variable + constant."""

    variables: list[int]
    amounts: list[int]
    constant: int = 0


class Watch(NamedTuple):
    """Whom to tell of each better solution and each better bound, while CP-SAT searches."""

    found: Callable[[Solution], None]
    bounded: Callable[[float], None]


class Found(NamedTuple):
    """What CP-SAT said. `bound`: a proved whole number below the objective, its constant left out."""

    said: Said
    solution: Solution = ()
    bound: int = 0


class Program:
    """Clauses and sums over Booleans, and one sum to minimise."""

    def __init__(self) -> None:
        self.message = _cp_sat().CpModelProto()

    def copy(self) -> Program:
        """The same program, to be added to on its own."""
        made = Program()
        made.message.copy_from(self.message)
        return made

    def variable(self) -> int:
        """A new Boolean."""
        self.message.variables.add().domain.extend([0, 1])
        return len(self.message.variables) - 1

    def one_of(self, literals: Iterable[int]) -> None:
        """At least one is true."""
        self.message.constraints.add().bool_or.literals.extend(list(literals))

    def at_most_one(self, literals: Iterable[int]) -> None:
        self.message.constraints.add().at_most_one.literals.extend(list(literals))

    def exactly_one(self, literals: Iterable[int]) -> None:
        self.message.constraints.add().exactly_one.literals.extend(list(literals))

    def true(self, literal: int) -> None:
        self.one_of([literal])

    def implies(self, literal: int, other: int) -> None:
        self.one_of([~literal, other])

    def any_of(self, literals: Sequence[int]) -> int:
        """A Boolean that is true exactly when one or more of these are."""
        found = self.variable()
        self.one_of([*literals, ~found])
        for literal in literals:
            self.implies(literal, found)
        return found

    def at_most(self, total: Sum, limit: int) -> None:
        self._between(total, LOWEST, limit - total.constant)

    def at_least(self, total: Sum, limit: int) -> None:
        self._between(total, limit - total.constant, HIGHEST)

    def _between(self, total: Sum, low: int, high: int) -> None:
        row = self.message.constraints.add().linear
        row.vars.extend(total.variables)
        row.coeffs.extend(total.amounts)
        row.domain.extend([low, high])

    def minimise(self, total: Sum) -> None:
        self.message.clear_objective()
        goal = self.message.objective
        goal.vars.extend(total.variables)
        goal.coeffs.extend(total.amounts)
        goal.offset = total.constant

    def hint(self, variables: Sequence[int], values: Iterable[bool]) -> None:
        """Where to look first; replaces any hint before it."""
        self.message.clear_solution_hint()
        self.message.solution_hint.vars.extend(list(variables))
        self.message.solution_hint.values.extend([int(value) for value in values])


def run(
    program: Program,
    limits: Limits,
    watch: Watch | None = None,
    any_will_do: bool = False,
    probing: int = 0,
) -> Found:
    """Minimise with CP-SAT until proved or out of time; one thread, the same answer every time.

    `any_will_do`: the first solution met ends it. `probing`: CP-SAT's level of it, 0 to 3.
    """
    cp_sat = _cp_sat()
    solver = cp_sat.SolveWrapper()
    parameters = _parameters(cp_sat, limits)
    parameters.cp_model_probing_level = probing
    parameters.stop_after_first_solution = any_will_do
    solver.set_parameters(parameters)
    if watch is None:
        answer = solver.solve(program.message)
    else:
        listener = _listener(cp_sat, watch.found)
        solver.add_solution_callback(listener)
        solver.add_best_bound_callback(watch.bounded)
        answer = solver.solve(program.message)
        solver.clear_solution_callback(listener)
    said = SAID[answer.status.name]
    return Found(said, list(answer.solution), int(answer.inner_objective_lower_bound))


SAID: dict[str, Said] = {
    "OPTIMAL": "optimal",
    "FEASIBLE": "feasible",
    "INFEASIBLE": "infeasible",
    "UNKNOWN": "unknown",
    "MODEL_INVALID": "invalid",
}


def _parameters(cp_sat: Any, limits: Limits) -> Any:
    parameters = cp_sat.SatParameters()
    parameters.num_workers = 1  # more are not faster here, and 9.15 has bugs with more
    parameters.random_seed = limits.seed
    parameters.linearization_level = 2
    parameters.symmetry_level = 0
    parameters.max_time_in_seconds = limits.left_s
    return parameters


def _listener(cp_sat: Any, found: Callable[[Solution], None]) -> Any:
    class Listener(cp_sat.SolutionCallback):  # type: ignore[misc]
        def OnSolutionCallback(self) -> None:
            found(list(self.Response().solution))

    return Listener()


def _cp_sat() -> Any:
    """The compiled library; loaded when it is first asked, which most cases never do."""
    from ortools.sat.python import cp_model_helper

    return cp_model_helper
