"""What an allocation needs waived, restated: each thing with its size in thousandths and its price."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from matcher.domain.case import Case, Waiver
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.verify.ledger import TENTHS_OF_A_METRE_IN_A_MILE, Ledger, straight_line_m
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

POUND_CENTIPENCE = 10_000
PAIR_RULES = ("age", "availability", "distance", "price_cap", "judgement")


class Thing(NamedTuple):
    """What is waived; two sets are the same when their things are."""

    waives: str
    referral: str | None = None
    home: str | None = None
    fund: str | None = None
    group: str | None = None


class Cost(NamedTuple):
    """How much of it, and at what price."""

    size_thousandths: int
    price_pence: int


Needs = dict[Thing, Cost]


def rates_of(ledger: Ledger) -> dict[str, int | None]:
    """Pence by what is waived; None: not in this council."""
    return dict(ledger.policy.waiver_pence)


def needs(shut: Shut, account: Account, child: Referral) -> Needs:
    """Everything with a price that this allocation does for a child against a rule or over a limit."""
    rates = rates_of(shut.ledger)
    found = [*_pair(shut, account, child), *_homes(account), *_funds(account), *_groups(account, child)]
    priced: Needs = {}
    for thing, size, pence in found:
        rate = rates[thing.waives]
        if rate is not None:
            priced[thing] = Cost(size, _at(rate, size) if pence is None else pence)
    return priced


def _at(rate: int, size_thousandths: int) -> int:
    return rate * size_thousandths // 1_000


Found = Iterator[tuple[Thing, int, int | None]]
"""A thing, its size in thousandths, and its price where that is not size times rate."""


def _pair(shut: Shut, account: Account, child: Referral) -> Found:
    home_id = account.home_of.get(child.id)
    if home_id is None:
        return
    ledger, home = shut.ledger, shut.ledger.homes[home_id]
    binding, _ = shut.at(child, home)
    for rule in PAIR_RULES:
        if rule in binding:
            size, pence = _over(ledger, child, home, rule)
            yield Thing(rule, referral=child.id, home=home_id), size, pence


def _over(ledger: Ledger, child: Referral, home: Home, rule: str) -> tuple[int, int | None]:
    if rule == "distance":
        return _miles(ledger, child, home)
    if rule == "age":
        age = ledger.age(child)
        over = home.min_age - age if age < home.min_age else age - home.max_age
    elif rule == "availability":
        over = home.available_from.toordinal() - child.needed_by.toordinal()
    elif rule == "price_cap":
        pence = ledger.price_pence(child, home) + child.supplement_pence - (child.max_weekly_pence or 0)
        over = (pence + 99) // 100
    else:
        over = 1
    return 1_000 * over, None


def _miles(ledger: Ledger, child: Referral, home: Home) -> tuple[int, int]:
    """In ten-thousandths of a metre, so that nothing is rounded before the end."""
    limit = round((child.max_miles or 0) * 1_000) * TENTHS_OF_A_METRE_IN_A_MILE
    over = straight_line_m(child.origin, home.location) * 10_000 - limit
    rate = ledger.policy.waiver_pence.distance or 0
    return _half_up(over, TENTHS_OF_A_METRE_IN_A_MILE), _half_up(
        over * rate, 1_000 * TENTHS_OF_A_METRE_IN_A_MILE
    )


def _half_up(amount: int, by: int) -> int:
    whole, rest = divmod(amount, by)
    return whole + 1 if 2 * rest >= by else whole


def _homes(account: Account) -> Found:
    admitted: dict[str, int] = defaultdict(int)
    hours: dict[str, int] = defaultdict(int)
    for home_id, children in account.by_home.items():
        for child in children:
            if child.current_home != home_id:
                admitted[home_id] += 1
                hours[home_id] += child.staff_hours
    for home_id in admitted:
        home = account.ledger.homes[home_id]
        if home.admissions_limit is not None and admitted[home_id] > home.admissions_limit:
            yield Thing("admissions", home=home_id), 1_000 * (admitted[home_id] - home.admissions_limit), None
        if home.spare_staff_hours is not None and hours[home_id] > home.spare_staff_hours:
            yield Thing("staffing", home=home_id), 1_000 * (hours[home_id] - home.spare_staff_hours), None


def _funds(account: Account) -> Found:
    for fund, limit in account.ledger.limits.items():
        over = account.spent.get(fund, 0) - 100 * limit
        if over > 0:
            pounds = (over + POUND_CENTIPENCE - 1) // POUND_CENTIPENCE
            yield Thing("budget", fund=fund), 1_000 * pounds, None


def _groups(account: Account, child: Referral) -> Found:
    for group in account.ledger.case.sibling_groups:
        if group.rule == "together" and child.id in group.members:
            first = account.home_of.get(group.members[0])
            if any(account.home_of.get(member) != first for member in group.members):
                yield Thing("split", referral=child.id, group=group.id), 1_000, None


def waived_case(case: Case, account: Account, child: Referral, things: Needs) -> Case:
    """The case after a panel has waived exactly these things for this allocation."""
    split = {thing.group for thing in things if thing.waives == "split"}
    homes = {(thing.waives, thing.home): cost for thing, cost in things.items()}
    over = {thing.fund: cost.size_thousandths // 1_000 for thing, cost in things.items() if thing.fund}
    changes = {
        "waivers": (
            *case.waivers,
            *(
                Waiver.model_validate({"referral": child.id, "rule": thing.waives, "home": thing.home})
                for thing in things
                if thing.waives in PAIR_RULES
            ),
        ),
        "homes": tuple(_larger(home, homes) for home in case.homes),
        "budgets": tuple(
            budget.model_copy(
                update={"weekly_limit_pence": budget.weekly_limit_pence + 100 * over.get(budget.fund, 0)}
            )
            for budget in case.budgets
        ),
        "sibling_groups": tuple(
            group.model_copy(update={"rule": "prefer_together"}) if group.id in split else group
            for group in case.sibling_groups
        ),
    }
    return case.model_copy(update=changes)


def _larger(home: Home, bought: dict[tuple[str, str | None], Cost]) -> Home:
    changes = {}
    for waives, field in (("admissions", "admissions_limit"), ("staffing", "spare_staff_hours")):
        cost = bought.get((waives, home.id))
        if cost is not None:
            changes[field] = getattr(home, field) + cost.size_thousandths // 1_000
    return home.model_copy(update=changes) if changes else home
