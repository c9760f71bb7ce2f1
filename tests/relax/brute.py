"""Section 6 of the specification once more, by brute force over a raw case: every allocation, every need.

Written from the text alone; of the product it imports nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from math import ceil

from tests.differential.brute import enumerate_case
from tests.differential.plain import MILE_M, Doc, Plan, World, fund_spending, group_breaches, limit_m, metres
from tests.differential.prices import tiers, weight

RATES: dict[str, int] = {
    "age": 20_000,
    "availability": 2_000,
    "distance": 1_500,
    "price_cap": 100,
    "judgement": 40_000,
    "staffing": 3_000,
    "admissions": 25_000,
    "budget": 100,
    "split": 150_000,
}
PAIR = ("age", "availability", "distance", "price_cap", "judgement", "staffing")
LIMITS = {"admissions", "staff_hours", "budget"}

Thing = tuple[str, str]
Needs = dict[Thing, int]
"""What is waived, and where (a home, a fund or a group) → its price in pence."""


@dataclass(frozen=True)
class Cheapest:
    """The cheapest allocation of one set of things."""

    price_pence: int
    tier2: int
    things: frozenset[Thing]


def cheapest_sets(doc: Doc, child: str, home: str | None, if_tied: bool) -> list[Cheapest] | None:
    """Every set of things that places the child while nobody else loses, cheapest first.

    None where the case as it stands has no legal allocation. `if_tied`: whether the proposal places the
    child where some equally good plans do and some do not; tier 3, which decides that, is not asked here.
    """
    plain = enumerate_case(doc).plans
    if not plain:
        return None
    world = World(doc)
    allowed = plain[0][0][0]
    best_plans = {child in plan for value, plan in plain if value == plain[0][0]}
    if not (if_tied if len(best_plans) > 1 else True in best_plans):
        allowed -= weight(world, world.children[child])
    best: dict[frozenset[Thing], Cheapest] = {}
    for plan in _plans(world, child, home):
        needs = _needs(world, child, plan)
        if needs is None:
            continue
        tier1, tier2 = tiers(_split(world, needs), plan)
        if tier1 <= allowed:
            found = Cheapest(sum(needs.values()), tier2, frozenset(needs))
            known = best.get(found.things, found)
            best[found.things] = min(known, found, key=lambda one: (one.price_pence, one.tier2))
    return sorted(best.values(), key=lambda one: (one.price_pence, one.tier2))


def rate(world: World, waives: str) -> int | None:
    """Pence, by the policy or by default."""
    given: dict[str, int | None] = world.policy.get("waiver_pence", {})
    return given.get(waives, RATES[waives])


def _plans(world: World, child: str, home: str | None) -> Iterator[Plan]:
    """Every allocation whose pairs are open, the child's own after waivers."""
    choices: list[list[str | None]] = []
    for c, homes in world.eligible().items():
        if c != child:
            choices.append([None, *homes])
            continue
        open_to = [h for h in world.homes if home in (None, h) and _may_be_opened(world, child, h)]
        choices.append([*open_to])
    for chosen in product(*choices):
        yield {c: h for c, h in zip(world.children, chosen, strict=True) if h is not None}


def _may_be_opened(world: World, child: str, home: str) -> bool:
    rules = world.shut_by(world.children[child], world.homes[home])
    return all(rule in PAIR and rate(world, rule) is not None for rule in rules)


def _split(world: World, needs: Needs) -> World:
    """The world in which the groups that are split had better be together."""
    split = {where for waives, where in needs if waives == "split"}
    groups = [g | {"rule": "prefer_together"} if g["id"] in split else g for g in world.groups]
    return World(world.doc | {"sibling_groups": groups})


def _needs(world: World, child: str, plan: Plan) -> Needs | None:
    """What the plan needs waived; None where it breaks what may not be."""
    found = (
        dict(_pair(world, child, plan[child])) | dict(_over(world, plan)) | dict(_groups(world, child, plan))
    )
    if any(price is None for price in found.values()):
        return None
    broken = group_breaches(_split(world, {thing: 0 for thing in found}), plan)
    if broken - LIMITS:
        return None
    return {thing: price for thing, price in found.items() if price is not None}


Priced = Iterator[tuple[Thing, int | None]]


def _times(world: World, waives: str, number: int) -> int | None:
    pence = rate(world, waives)
    return None if pence is None else pence * number


def _pair(world: World, c: str, h: str) -> Priced:
    child, home = world.children[c], world.homes[h]
    age = world.age(child)
    over: dict[str, Callable[[], int]] = {
        "age": lambda: max(home["min_age"] - age, age - home["max_age"]),
        "availability": lambda: _day(home["available_from"]) - _day(child["needed_by"]),
        "price_cap": lambda: ceil(
            Decimal(world.price(child, home) + child.get("supplement_pence", 0) - child["max_weekly_pence"])
            / 100
        ),
        "judgement": lambda: 1,
    }
    for rule in world.shut_by(child, home):
        if rule == "distance":
            miles = (metres(child["origin"], home["location"]) - limit_m(child["max_miles"])) / MILE_M
            pence = rate(world, rule) or 0
            yield (rule, h), int((miles * pence).quantize(Decimal(1), ROUND_HALF_UP))
        elif rule in over:
            yield (rule, h), _times(world, rule, over[rule]())


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _over(world: World, plan: Plan) -> Priced:
    admitted, hours = Counter[str](), Counter[str]()
    for c, h in plan.items():
        if world.children[c].get("current_home") != h:
            admitted[h] += 1
            hours[h] += world.children[c].get("staff_hours", 0)
    for h, home in world.homes.items():
        for waives, used, limit in (
            ("admissions", admitted[h], home.get("admissions_limit")),
            ("staffing", hours[h], home.get("spare_staff_hours")),
        ):
            if limit is not None and used > limit:
                yield (waives, h), _times(world, waives, used - limit)
    spent = fund_spending(world, plan)
    for budget in world.doc.get("budgets", ()):
        over = ceil(Decimal(spent[budget["fund"]] - 100 * budget["weekly_limit_pence"]) / 10_000)
        if over > 0:
            yield ("budget", budget["fund"]), _times(world, "budget", over)


def _groups(world: World, child: str, plan: Plan) -> Priced:
    for group in world.groups:
        homes = {plan.get(member) for member in group["members"]}
        if group["rule"] == "together" and child in group["members"] and len(homes) > 1:
            yield ("split", group["id"]), rate(world, "split")
