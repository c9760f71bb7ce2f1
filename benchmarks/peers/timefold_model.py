"""The problem as Timefold's constraint streams: one method a constraint, local search, no proof.

Runs where the `timefold` package and Java 17 are, which need not be where the engine is: reads one
JSON object of plain numbers on standard input, prints the choices made.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from timefold.solver import SolverFactory  # type: ignore[import-not-found]
from timefold.solver.config import (  # type: ignore[import-not-found]
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.score import (  # type: ignore[import-not-found]
    ConstraintCollectors,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)

from benchmarks.peers.timefold_facts import Discount, Fund, Group, Plan, Unit, plan_of

Stream = Any
"""Constraint streams have no types of their own here."""


HARD, MEDIUM, SOFT = (
    HardMediumSoftScore.ONE_HARD,
    HardMediumSoftScore.ONE_MEDIUM,
    HardMediumSoftScore.ONE_SOFT,
)


@constraint_provider  # type: ignore[untyped-decorator]
def constraints(factory: Stream) -> list[Stream]:
    """The problem's constraints: hard, then tier 1, then tier 2."""
    return [
        must_be_placed(factory),
        beds(factory),
        admissions(factory),
        staff_hours(factory),
        clashes(factory),
        budgets(factory),
        unplaced(factory),
        separations(factory),
        cost(factory),
        avoided(factory),
        discounts(factory),
        split_siblings(factory),
    ]


def unassigned(factory: Stream) -> Stream:
    return factory.for_each_including_unassigned(Unit).filter(lambda unit: unit.choice is None)


def must_be_placed(factory: Stream) -> Stream:
    return unassigned(factory).filter(lambda unit: unit.must).penalize(HARD).as_constraint("must be placed")


def beds(factory: Stream) -> Stream:
    return (
        factory.for_each(Unit)
        .group_by(lambda unit: unit.choice.home, ConstraintCollectors.sum(lambda unit: unit.choice.size))
        .filter(lambda home, taken: taken > home.beds)
        .penalize(HARD, lambda home, taken: taken - home.beds)
        .as_constraint("beds")
    )


def admissions(factory: Stream) -> Stream:
    return (
        factory.for_each(Unit)
        .group_by(lambda unit: unit.choice.home, ConstraintCollectors.sum(lambda unit: unit.choice.admits))
        .filter(lambda home, taken: taken > home.admissions)
        .penalize(HARD, lambda home, taken: taken - home.admissions)
        .as_constraint("admissions")
    )


def staff_hours(factory: Stream) -> Stream:
    return (
        factory.for_each(Unit)
        .group_by(lambda unit: unit.choice.home, ConstraintCollectors.sum(lambda unit: unit.choice.hours))
        .filter(lambda home, taken: taken > home.hours)
        .penalize(HARD, lambda home, taken: taken - home.hours)
        .as_constraint("staff hours")
    )


def sharing(factory: Stream) -> Stream:
    """Every two units in one home, once."""
    return factory.for_each_unique_pair(Unit, Joiners.equal(lambda unit: unit.choice.home.index))


def clashes(factory: Stream) -> Stream:
    return (
        sharing(factory)
        .filter(lambda a, b: b.choice.index in a.choice.clashes)
        .penalize(HARD)
        .as_constraint("clashes")
    )


def separations(factory: Stream) -> Stream:
    return (
        sharing(factory)
        .filter(lambda a, b: b.choice.index in a.choice.separates)
        .penalize(MEDIUM, lambda a, b: a.choice.separates[b.choice.index])
        .as_constraint("separations")
    )


def avoided(factory: Stream) -> Stream:
    return (
        sharing(factory)
        .filter(lambda a, b: b.choice.index in a.choice.avoids)
        .penalize(SOFT, lambda a, b: a.choice.avoids[b.choice.index])
        .as_constraint("avoided")
    )


def unplaced(factory: Stream) -> Stream:
    return unassigned(factory).penalize(MEDIUM, lambda unit: unit.weight).as_constraint("unplaced")


def cost(factory: Stream) -> Stream:
    """A stay under a contract paid anyway can cost less than nothing: so an impact, not a penalty."""
    return factory.for_each(Unit).impact(SOFT, lambda unit: -unit.choice.cost).as_constraint("cost")


def granted(factory: Stream) -> Stream:
    """Every discount whose choice is made beside one that grants it."""
    return (
        factory.for_each(Discount)
        .if_exists(Unit, Joiners.equal(lambda entry: entry.choice, lambda unit: unit.choice.index))
        .if_exists(Unit, Joiners.filtering(lambda entry, unit: unit.choice.index in entry.others))
    )


def discounts(factory: Stream) -> Stream:
    return granted(factory).reward(SOFT, lambda entry: entry.pence).as_constraint("sibling discount")


def budgets(factory: Stream) -> Stream:
    spent = factory.for_each(Unit).join(Fund)
    saved = granted(factory).join(Fund)
    return (
        spent.map(lambda unit, fund: fund, lambda unit, fund: unit.choice.spend[fund.index])
        .concat(saved.map(lambda entry, fund: fund, lambda entry, fund: -entry.spend[fund.index]))
        .group_by(lambda fund, amount: fund, ConstraintCollectors.sum(lambda fund, amount: amount))
        .filter(lambda fund, total: total > fund.limit)
        .penalize(HARD, lambda fund, total: total - fund.limit)
        .as_constraint("budgets")
    )


def split_siblings(factory: Stream) -> Stream:
    return (
        factory.for_each(Group)
        .join(Unit, Joiners.filtering(lambda group, unit: unit.index in group.units))
        .group_by(
            lambda group, unit: group,
            ConstraintCollectors.count_distinct(lambda group, unit: unit.choice.home.index),
        )
        .filter(lambda group, homes: homes > 1)
        .penalize(SOFT, lambda group, homes: group.pence * (homes - 1))
        .as_constraint("split siblings")
    )


SEARCH = """
<solver xmlns="https://timefold.ai/xsd/solver">
  <constructionHeuristic/>
  <localSearch>
    <acceptor>
      <simulatedAnnealingStartingTemperature>1hard/50medium/500000soft</simulatedAnnealingStartingTemperature>
    </acceptor>
    <forager><acceptedCountLimit>1</acceptedCountLimit></forager>
  </localSearch>
</solver>
"""
"""Annealing: its default, late acceptance, stays at the first plan that no single move betters."""


def main() -> None:
    """Search for as many seconds as the first argument says."""
    config = SolverConfig(
        xml_source_text=SEARCH,
        solution_class=Plan,
        entity_class_list=[Unit],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=0,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=constraints),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(sys.argv[1]))),
    )
    solver = SolverFactory.create(config).build_solver()
    found = solver.solve(plan_of(json.load(sys.stdin)))
    chosen = sorted(unit.choice.index for unit in found.units if unit.choice is not None)
    json.dump({"chosen": chosen, "score": str(found.score)}, sys.stdout)


if __name__ == "__main__":
    main()
