"""From a case to the variants that the solver looks for waivers in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import get_args

import numpy as np

from matcher.domain.case import Case, Pair, SiblingGroup, Waiver
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.domain.types import WaivableRule
from matcher.errors import BadCase, Fault
from matcher.model.columns import Columns
from matcher.model.grid import Ints
from matcher.model.pack import Packed, pack
from matcher.model.pricing import limited_funds
from matcher.model.problem import Problem
from matcher.model.waivers.variant import Limit, Variant, limits_of
from matcher.rules.facts import Facts
from matcher.rules.waiving import of_pair

MOST_GROUPS = 6
Asked = tuple[Facts, Referral, str | None]
"""The case, the child, and the home where one is named."""


def variants_of(base: Packed, asked: Asked) -> list[tuple[Packed, Variant]]:
    """A variant for every set of the child's own `together` groups that could be split, the empty one first.

    Raises BadCase where the child is in more of them than can be tried.
    """
    facts, child, _ = asked
    own = [group for group in facts.groups_of.get(child.id, ()) if group.rule == "together"]
    if len(own) > MOST_GROUPS:
        told = f"{child.id} is in more than {MOST_GROUPS} groups with the rule together: merge them"
        raise BadCase([Fault("$.sibling_groups", told)])
    most = 0 if facts.policy.waiver_pence.split is None else len(own)
    return [_variant(base, asked, split) for number in range(most + 1) for split in combinations(own, number)]


def _variant(base: Packed, asked: Asked, split: tuple[SiblingGroup, ...]) -> tuple[Packed, Variant]:
    facts, child, home = asked
    packed = pack(_relaxed(facts, child, split))
    problem, rates = packed.problem, facts.policy.waiver_pence
    unit = unit_of(packed, child.id)
    mine = np.flatnonzero(problem.unit == unit).tolist()
    price, marked = np.zeros(problem.choices, dtype=np.int64), []
    for choice in mine:
        rules = of_pair(facts, child, _home(packed, choice))
        assert rules is not None
        price[choice] = sum(rule.price_pence for rule in rules)
        marked += [choice] if rules else []
    variant = Variant(
        problem=problem if rates.budget is None else without_funds(problem),
        asked=tuple(choice for choice in mine if home in (None, _home(packed, choice).id)),
        price=price,
        marked=tuple(marked),
        limits=tuple(_limits(facts, packed)),
        split_pence=len(split) * (rates.split or 0),
        whole=tuple(_whole(packed, split)),
        from_base=_from_base(base, packed),
    )
    return packed, variant


def unit_of(packed: Packed, referral: str) -> int:
    """The unit that holds a child."""
    row = packed.columns.child_row[referral]
    return next(unit for unit, members in enumerate(packed.members) if row in members)


def _home(packed: Packed, choice: int) -> Home:
    return packed.columns.homes[int(packed.home_rows[packed.problem.home[choice]])]


def _relaxed(facts: Facts, child: Referral, split: tuple[SiblingGroup, ...]) -> Case:
    """The case with everything waived that may be: what is bought of it is priced apart."""
    case, rates = facts.case, facts.policy.waiver_pence
    rules = [rule for rule in get_args(WaivableRule) if getattr(rates, rule) is not None]
    names = {group.id for group in split}
    changes = {
        "waivers": (*case.waivers, *(Waiver(referral=child.id, rule=rule) for rule in rules)),
        "homes": tuple(_opened(home, facts) for home in case.homes),
        "sibling_groups": tuple(
            group.model_copy(update={"rule": "prefer_together"}) if group.id in names else group
            for group in case.sibling_groups
        ),
    }
    if rates.staffing is not None:
        changes["forbids"] = (*case.forbids, *_understaffed(facts, child))
    return case.model_copy(update=changes)


def _opened(home: Home, facts: Facts) -> Home:
    rates, changes = facts.policy.waiver_pence, dict[str, None]()
    if rates.admissions is not None and home.admissions_limit is not None:
        changes["admissions_limit"] = None
    if rates.staffing is not None and home.spare_staff_hours is not None:
        changes["spare_staff_hours"] = None
    return home.model_copy(update=changes) if changes else home


def _understaffed(facts: Facts, child: Referral) -> Iterator[Pair]:
    """Where the rule `staffing` shuts homes to the other children: for them it is not waived."""
    homes = [
        (home, home.spare_staff_hours) for home in facts.case.homes if home.spare_staff_hours is not None
    ]
    for other in facts.case.referrals:
        if other.staff_hours and other.id != child.id:
            yield from (
                Pair(referral=other.id, home=home.id)
                for home, spare in homes
                if other.staff_hours > spare and not facts.stays(other, home)
            )


def without_funds(problem: Problem) -> Problem:
    """The problem without any budget."""
    discounts = tuple(replace(entry, spend=entry.spend[:0]) for entry in problem.discounts)
    return replace(problem, spend=problem.spend[:, :0], limits=problem.limits[:0], discounts=discounts)


def _limits(facts: Facts, packed: Packed) -> Iterator[Limit]:
    columns, rates = Columns(facts.case), facts.policy.waiver_pence
    rows, problem = packed.home_rows, packed.problem
    funds = np.array([fund.weekly_limit_pence * 100 for fund in limited_funds(columns)], dtype=np.int64)
    return limits_of(
        problem,
        (columns.home_column("admissions_limit")[rows], rates.admissions),
        (columns.home_column("spare_staff_hours")[rows], rates.staffing),
        (problem.spend, funds, rates.budget),
    )


def _whole(packed: Packed, split: tuple[SiblingGroup, ...]) -> Iterator[tuple[int, ...]]:
    """For each group to be split and each home: the choices that place all of it there."""
    at = {
        (unit, home): choice
        for choice, (unit, home) in enumerate(
            zip(packed.problem.unit.tolist(), packed.problem.home.tolist(), strict=True)
        )
    }
    for group in split:
        units = sorted({unit_of(packed, member) for member in group.members})
        for home in range(packed.problem.homes):
            choices = [at.get((unit, home)) for unit in units]
            if None not in choices:
                yield tuple(choice for choice in choices if choice is not None)


def _from_base(base: Packed, packed: Packed) -> Ints:
    """By choice of the case as it is: the choice of the same children at the same home here, or -1."""
    here = {_names(packed, choice): choice for choice in range(packed.problem.choices)}
    found = (here.get(_names(base, choice), -1) for choice in range(base.problem.choices))
    return np.fromiter(found, dtype=np.int64, count=base.problem.choices)


def _names(packed: Packed, choice: int) -> tuple[tuple[int, ...], int]:
    problem = packed.problem
    return packed.members[int(problem.unit[choice])], int(packed.home_rows[problem.home[choice]])
