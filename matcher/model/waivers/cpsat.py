"""CP-SAT as this question runs it: with probing, which the allocation's own search is quicker without."""

from __future__ import annotations

from typing import Any

from matcher.errors import ModelInvalid
from matcher.model.booleans import SAID, Found, Program
from matcher.model.outcome import Limits


def run(program: Program, limits: Limits) -> Found:
    """Minimise until proved or out of time; one thread, the same answer every time. Raises ModelInvalid."""
    from ortools.sat.python import cp_model_helper

    parameters = cp_model_helper.SatParameters()
    parameters.num_workers = 1
    parameters.random_seed = limits.seed
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 2
    parameters.symmetry_level = 0
    parameters.max_time_in_seconds = limits.left_s
    solver: Any = cp_model_helper.SolveWrapper()
    solver.set_parameters(parameters)
    answer = solver.solve(program.message)
    said = SAID[answer.status.name]
    if said == "invalid":
        raise ModelInvalid("the solver refused the model we built: please report the case's fingerprint")
    return Found(said, list(answer.solution), int(answer.inner_objective_lower_bound))
