"""What Timefold sees: facts of plain numbers, one planning entity, and the plan.

Imported only where the `timefold` package is, by `timefold_model`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (  # type: ignore[import-not-found]
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardMediumSoftScore  # type: ignore[import-not-found]


@dataclass
class Fund:
    """A budget: what is left of it, in the same steps as every choice's spending."""

    index: int
    limit: int


@dataclass
class Home:
    """What a home has room for."""

    index: int
    beds: int
    admissions: int
    hours: int


@dataclass
class Choice:
    """A unit at a home; who it must not, or had better not, be there with, by choice."""

    index: Annotated[int, PlanningId]
    home: Home
    size: int
    admits: int
    hours: int
    cost: int
    spend: list[int]
    clashes: set[int]
    avoids: dict[int, int]
    separates: dict[int, int]


@dataclass
class Discount:
    """Pence off a choice that is made beside any of the others."""

    choice: int
    others: set[int]
    pence: int
    spend: list[int]


@dataclass
class Group:
    """Siblings who had better be together, at this price for each further home."""

    units: set[int]
    pence: int


@planning_entity
@dataclass
class Unit:
    """A child, or children placed as one."""

    index: Annotated[int, PlanningId]
    weight: int
    must: bool
    choices: Annotated[list[Choice], ValueRangeProvider]
    choice: Annotated[Choice | None, PlanningVariable(allows_unassigned=True)] = None


@planning_solution
@dataclass
class Plan:
    """Everything that the solver sees."""

    units: Annotated[list[Unit], PlanningEntityCollectionProperty]
    discounts: Annotated[list[Discount], ProblemFactCollectionProperty]
    funds: Annotated[list[Fund], ProblemFactCollectionProperty]
    groups: Annotated[list[Group], ProblemFactCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


def plan_of(given: dict[str, Any]) -> Plan:
    """The facts and the empty plan, from plain numbers."""
    homes = [Home(index, *room) for index, room in enumerate(given["homes"])]
    units = [Unit(index, weight, must, []) for index, (weight, must) in enumerate(given["units"])]
    for index, entry in enumerate(given["choices"]):
        links = [{int(k): v for k, v in entry[name].items()} for name in ("avoids", "separates")]
        figures = {name: entry[name] for name in ("size", "admits", "hours", "cost", "spend")}
        clashing = set(entry["clashes"])
        choice = Choice(
            index, homes[entry["home"]], **figures, clashes=clashing, avoids=links[0], separates=links[1]
        )
        units[entry["unit"]].choices.append(choice)
    return Plan(
        units,
        [Discount(choice, set(others), pence, spend) for choice, others, pence, spend in given["discounts"]],
        [Fund(index, limit) for index, limit in enumerate(given["limits"])],
        [Group(set(group), pence) for group, pence in given["groups"]],
    )
