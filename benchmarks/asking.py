"""What is asked of a case in a meeting: each question with its arguments, chosen the same way every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import NamedTuple

from benchmarks.half_known import CHILD
from matcher import library
from matcher.domain.case import Case
from matcher.domain.parameter import Parameter
from matcher.domain.priced import Priced
from matcher.domain.proposal import Proposal
from matcher.domain.sweep import Range
from matcher.domain.types import Model

CHILDREN = 3
PERCENT = Range(start=0, stop=35, points=9)
PENCE_A_MILE = Range(start=0, stop=4_000, points=9)
FINISHED = "finished"
"""The status of an answer that solves nothing: it is whole when it comes."""


class Reply(NamedTuple):
    """A verified answer, its status, and how much is in it."""

    answer: Model
    status: str
    found: dict[str, int]


Ask = Callable[[Case, library.Settings], Reply]


def of_relax(case: Case, plan: Proposal) -> list[Ask]:
    """What would it take: for three of the children whom the plan leaves without a home, drawn by lot."""
    return [partial(_relax, child) for child in children_of(plan)]


def children_of(plan: Proposal) -> list[str]:
    """Three of those without a home, or all where there are fewer; the same every time."""
    left = sorted(child for child, home in plan.allocation.items() if home is None)
    return Random(0).sample(left, min(CHILDREN, len(left)))


def _relax(child: str, case: Case, settings: library.Settings) -> Reply:
    answer = library.relax(case, child, None, settings)
    return Reply(answer, answer.status, {"sets": len(answer.sets)})


def of_price(case: Case, plan: Proposal) -> list[Ask]:
    """The price of every rule, limit and preference of the case."""
    return [_price]


def _price(case: Case, settings: library.Settings) -> Reply:
    answer = library.price_of_rules(case, None, settings)
    found = {"prices": len(answer.prices), "skipped": len(answer.skipped), "open": len(answer.open)}
    return Reply(answer, answer.status, found)


def of_uplift(case: Case, plan: Proposal) -> list[Ask]:
    """Nine uplifts of 0 to 35 per cent, of the provider with most of the plan's children."""
    providers = {home.id: home.provider for home in case.homes}
    used = Counter(providers[home] for home in plan.allocation.values() if home)
    most = min(used, key=lambda name: (-used[name], name), default=None)
    return [] if most is None else [partial(_sweep, Parameter(turns="uplift", provider=most), PERCENT)]


def of_mile(case: Case, plan: Proposal) -> list[Ask]:
    """Nine values of £0 to £40 a mile."""
    return [partial(_sweep, Parameter(turns="pence_per_mile"), PENCE_A_MILE)]


def _sweep(parameter: Parameter, values: Range, case: Case, settings: library.Settings) -> Reply:
    answer = library.sweep(case, parameter, values, settings)
    found = {"points": len(answer.points), "turns": len(answer.turns), "complete": int(answer.complete)}
    return Reply(answer, answer.status, found)


def of_frontier(case: Case, plan: Proposal) -> list[Ask]:
    """The whole frontier between cost and distance."""
    return [_frontier]


def _frontier(case: Case, settings: library.Settings) -> Reply:
    answer = library.frontier(case, settings)
    return Reply(answer, answer.status, {"points": len(answer.points)})


def of_break_even(case: Case, plan: Proposal) -> list[Ask]:
    """The break-even of the dearest home to which the plan newly admits a child."""
    prices = {home.id: home.weekly_price_pence for home in case.homes}
    lived_in = {child.id: child.current_home for child in case.referrals}
    new = {home for child, home in plan.allocation.items() if home and home != lived_in[child]}
    dearest = max(new, key=lambda home: (prices[home], home), default=None)
    return [] if dearest is None else [partial(_break_even, Priced(kind="home", home=dearest))]


def _break_even(priced: Priced, case: Case, settings: library.Settings) -> Reply:
    answer = library.break_even(case, priced, settings)
    return Reply(answer, answer.status, {"settled": int(answer.settled)})


def of_emergency(case: Case, plan: Proposal) -> list[Ask]:
    """The homes to ring for the half-known child, and what to ask next."""
    return [_emergency]


def _emergency(case: Case, settings: library.Settings) -> Reply:
    answer = library.emergency(case, CHILD)
    found = {"sure": len(answer.sure), "possible": len(answer.possible), "shut": len(answer.shut)}
    return Reply(answer, FINISHED, found)


ASKING: dict[str, Callable[[Case, Proposal], list[Ask]]] = {
    "relax": of_relax,
    "price": of_price,
    "sweep_uplift": of_uplift,
    "sweep_mile": of_mile,
    "frontier": of_frontier,
    "break_even": of_break_even,
    "emergency": of_emergency,
    "emergency_all": of_emergency,
}
