"""What the solver is given to find waivers: a problem without the limits for sale, and their prices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from matcher.model.outcome import Solved
from matcher.model.problem import NO_LIMIT, Ints, Problem
from matcher.model.values import Value, granted

CENTIPENCE_PER_POUND = 10_000


@dataclass(frozen=True, eq=False)
class Limit:
    """A limit that may be exceeded at a price: Σ amount of the choices made, less credits, ≤ limit."""

    choices: tuple[int, ...]
    amounts: tuple[int, ...]
    credits: tuple[tuple[int, int], ...]
    """(discount, what it takes off)."""
    limit: int
    step: int
    """What is sold at once: 1, or a pound in pence × 100."""
    pence: int
    """Of one step."""

    @property
    def most(self) -> int:
        """The largest sum there can be."""
        return sum(max(0, amount) for amount in self.amounts)

    def steps(self, problem: Problem, made: set[int]) -> int:
        """How many steps an allocation is over the limit."""
        used = sum(
            amount for choice, amount in zip(self.choices, self.amounts, strict=True) if choice in made
        )
        used -= sum(off for entry, off in self.credits if granted(problem.discounts[entry], made))
        return max(0, -((self.limit - used) // self.step))


@dataclass(frozen=True, eq=False)
class Variant:
    """One way to read the child's own sibling groups, with every other waiver at its price."""

    problem: Problem
    asked: tuple[int, ...]
    """Choices that place the child where it is asked for: one of them is made."""
    price: Ints
    """Pence of the pair rules to waive, by choice."""
    marked: tuple[int, ...]
    """Choices for which a pair rule is waived."""
    limits: tuple[Limit, ...]
    split_pence: int
    """Of the groups that this variant splits."""
    whole: tuple[tuple[int, ...], ...]
    """Choices that would leave such a group whole in one home: never all made."""
    from_base: Ints
    """By choice of the case as it is: the same choice here, or -1."""

    def price_of(self, chosen: Iterable[int]) -> int:
        """Pence of all that an allocation needs waived."""
        made = set(chosen)
        pairs = int(self.price[sorted(made)].sum())
        over = sum(limit.pence * limit.steps(self.problem, made) for limit in self.limits)
        return self.split_pence + pairs + over


@dataclass(frozen=True)
class Bought:
    """The cheapest allocation that waives another set of things than those before it."""

    variant: int
    chosen: tuple[int, ...]
    price_pence: int
    value: Value
    proved: bool


@dataclass(frozen=True)
class Least:
    """The least tier 1 as the case stands, and whether its proposal places the child."""

    solved: Solved
    placed: bool
    decided: bool
    """Whether both were proved."""


@dataclass(frozen=True)
class Taken:
    """The cheapest sets. `complete`: there is no further one; `sets` are empty where nothing helps."""

    least: Least
    allowed: int
    sets: tuple[Bought, ...]
    complete: bool


def limits_of(
    problem: Problem,
    admissions: tuple[Ints, int | None],
    hours: tuple[Ints, int | None],
    funds: tuple[Ints, Ints, int | None],
) -> Iterator[Limit]:
    """The limits for sale: of homes, as (by home, rate), and of funds, as (spend, limits, rate)."""
    for (by_home, rate), amounts in ((admissions, problem.admits), (hours, problem.hours)):
        if rate is not None:
            for home in np.flatnonzero(by_home < NO_LIMIT).tolist():
                yield from _limit(problem.at(home), amounts, (), int(by_home[home]), 1, rate)
    spend, limits, rate = funds
    if rate is not None:
        for fund, limit in enumerate(limits.tolist()):
            off = tuple(
                (entry, found.spend[fund])
                for entry, found in enumerate(problem.discounts)
                if found.spend[fund]
            )
            yield from _limit(range(problem.choices), spend[:, fund], off, limit, CENTIPENCE_PER_POUND, rate)


def _limit(
    among: Iterable[int], amounts: Ints, off: tuple[tuple[int, int], ...], limit: int, step: int, pence: int
) -> Iterator[Limit]:
    """The limit, unless nothing can exceed it."""
    used = [choice for choice in among if amounts[choice]]
    found = Limit(tuple(used), tuple(int(amounts[choice]) for choice in used), off, limit, step, pence)
    if found.most > limit:
        yield found
