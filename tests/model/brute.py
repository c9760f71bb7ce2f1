"""Every allocation of a small problem, and every set that one home could take, by plain loops.

Shares no code with the solver: what an allocation is worth and what a home can hold are said again here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product

from matcher.model.problem import Problem

Chosen = tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """One allocation as choices, with its tiers."""

    value: tuple[int, int, int]
    chosen: Chosen


def all_plans(problem: Problem) -> list[Plan]:
    """Every allocation that keeps all constraints, best first."""
    of_unit: list[list[int | None]] = [[*choices, None] for choices in problem.of_unit()]
    made = (tuple(sorted(c for c in plan if c is not None)) for plan in product(*of_unit))
    kept = [Plan(worth(problem, chosen), chosen) for chosen in made if allowed(problem, chosen)]
    return sorted(kept, key=lambda plan: plan.value)


def allowed(problem: Problem, chosen: Chosen) -> bool:
    """Whether an allocation (one choice a unit at most) keeps every constraint."""
    placed = {int(problem.unit[choice]) for choice in chosen}
    if any(bool(problem.must[unit]) and unit not in placed for unit in range(problem.units)):
        return False
    if any(not fits(problem, home, _here(problem, home, chosen)) for home in range(problem.homes)):
        return False
    return all(_spent(problem, fund, chosen) <= int(limit) for fund, limit in enumerate(problem.limits))


def _here(problem: Problem, home: int, chosen: Chosen) -> Chosen:
    return tuple(choice for choice in chosen if int(problem.home[choice]) == home)


def fits(problem: Problem, home: int, members: Chosen) -> bool:
    """Whether one home can take these choices together."""
    start = int(problem.first[home])
    shut = problem.clash.get(home)
    if shut is not None and any(shut[a - start, b - start] for a, b in combinations(members, 2)):
        return False
    return all(
        sum(int(amounts[choice]) for choice in members) <= int(limit[home])
        for amounts, limit in (
            (problem.size, problem.beds),
            (problem.admits, problem.admissions),
            (problem.hours, problem.spare_hours),
        )
    )


def sets_of(problem: Problem, home: int) -> Iterator[Chosen]:
    """Every set of a home's choices, of different units, that it can take; the empty one too."""
    here = problem.at(home)
    subsets: Iterable[Chosen] = chain.from_iterable(combinations(here, n) for n in range(len(here) + 1))
    return (members for members in subsets if fits(problem, home, members))


def worth(problem: Problem, chosen: Chosen) -> tuple[int, int, int]:
    """The three tiers of an allocation."""
    made = set(chosen)
    placed = {int(problem.unit[choice]) for choice in chosen}
    tier1 = sum(int(weight) for unit, weight in enumerate(problem.weight) if unit not in placed)
    tier1 += sum(int(weight) for a, b, weight in problem.separations if {int(a), int(b)} <= made)
    tier2 = sum(int(problem.cost[choice]) for choice in chosen)
    tier2 += sum(int(pence) for a, b, pence in problem.joint if {int(a), int(b)} <= made)
    tier2 -= sum(problem.discounts[entry].pence for entry in _granted(problem, made))
    for group in problem.splits:
        used = sum(1 for choices in group.by_home if made.intersection(choices))
        tier2 += group.pence * (used - 1 if used else 0)
    return tier1, tier2, sum(int(problem.tie[choice]) for choice in chosen)


def _granted(problem: Problem, made: set[int]) -> Iterator[int]:
    for position, entry in enumerate(problem.discounts):
        if entry.choice in made and made.intersection(entry.others):
            yield position


def _spent(problem: Problem, fund: int, chosen: Chosen) -> int:
    saved = sum(problem.discounts[entry].spend[fund] for entry in _granted(problem, set(chosen)))
    return sum(int(problem.spend[choice, fund]) for choice in chosen) - saved
