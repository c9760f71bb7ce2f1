"""What if: the case solved as it is and as each scenario makes it, with every difference accounted for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matcher.answers.ask import Clock, Settings, run_of
from matcher.answers.figures import difference, figures_of
from matcher.answers.moves import Side, moves
from matcher.answers.scenarios import applied, clash_faults
from matcher.answers.several import each_solved
from matcher.domain.case import Case
from matcher.domain.proposal import Proposal
from matcher.domain.scenario import Applied, Scenario
from matcher.domain.what_if import BasePlan, ScenarioPlan, WhatIf
from matcher.errors import BadCase, Fault, MatcherError, PinsClash


def what_if(case: Case, scenarios: Sequence[Scenario], settings: Settings) -> WhatIf:
    """Every scenario against one base.

    Raises BadCase, at `$.scenarios[i].changes[j]`, for a scenario that cannot be; PinsClash for a base
    whose own pins clash; OutOfTime, SolveFailed.
    """
    clock = Clock()
    made = [_applied(case, position, scenario) for position, scenario in enumerate(scenarios)]
    first, *others = each_solved([case, *(one.case for one in made)], settings, clock, "scenarios")
    if isinstance(first, MatcherError):
        raise first
    base = BasePlan.model_validate(fields_of(first) | {"figures": figures_of(case, first)})
    before = Side(case, base)
    answers = []
    for position, (one, plan) in enumerate(zip(made, others, strict=True)):
        if isinstance(plan, MatcherError):
            raise _named(plan, position, one, settings, clock)
        answers.append(_compared(before, base, scenarios[position], one, plan))
    proved = all(plan.status == "optimal" for plan in (base, *answers))
    return WhatIf(
        status="optimal" if proved else "best_found",
        base=base,
        scenarios=tuple(answers),
        case_fingerprint=case.fingerprint,
        run=run_of(settings, clock),
    )


def _applied(case: Case, position: int, scenario: Scenario) -> Applied:
    try:
        return applied(case, scenario)
    except BadCase as error:
        raise BadCase(at_scenario(position, error.faults)) from None


def at_scenario(position: int, faults: Sequence[Fault]) -> list[Fault]:
    """Faults of one scenario at its place among several."""
    return [Fault(f"$.scenarios[{position}]{fault.path[1:]}", fault.message) for fault in faults]


def _named(
    error: MatcherError, position: int, made: Applied, settings: Settings, clock: Clock
) -> MatcherError:
    """A scenario's pins that clash are a fault of the scenario; anything else is what it was."""
    if not isinstance(error, PinsClash) or len(made.steps) == 1:
        return error
    return BadCase(at_scenario(position, clash_faults(made, error, settings, clock)))


def _compared(
    before: Side, base: BasePlan, scenario: Scenario, made: Applied, plan: Proposal
) -> ScenarioPlan:
    figures = figures_of(made.case, plan)
    return ScenarioPlan.model_validate(
        fields_of(plan)
        | {
            "name": scenario.name,
            "scenario": scenario,
            "changes": moves(before, Side(made.case, plan)),
            "to_refer": made.to_refer,
            "figures": figures,
            "difference": difference(base, base.figures, plan, figures),
        }
    )


def fields_of(plan: Proposal) -> dict[str, Any]:
    """A proposal's fields, for a plan that has more."""
    return {name: value for name, value in plan if name != "schema_"}
