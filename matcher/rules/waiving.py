"""What a panel would have to waive for an allocation to stand, each thing with its size and its price.

Section 6 of the problem: pair rules for one child, limits of homes and funds, its own `together` groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts
from matcher.rules.measures import distance_m, half_up
from matcher.rules.money import fund_spending
from matcher.rules.register import Placements

THOUSAND = 1_000
MILE_TENTHS = 16_093
"""Tenths of a metre in a mile; thousandths of a mile times this are ten-thousandths of a metre."""
CENTIPENCE_PER_POUND = 10_000


@dataclass(frozen=True)
class Waived:
    """One thing waived; its size in thousandths of a year, day, mile, pound, home, hour, child or group."""

    waives: str
    size_thousandths: int
    price_pence: int
    referral: str | None = None
    home: str | None = None
    fund: str | None = None
    group: str | None = None


def of_pair(facts: Facts, child: Referral, home: Home) -> tuple[Waived, ...] | None:
    """The pair rules to waive before the child may go there; None where one of them may not be.

    The rule `staffing` is not among them: the hours over what the home can spare are counted once, by home.
    """
    found = []
    for broken in exclusions(facts, child, home):
        rate = getattr(facts.policy.waiver_pence, broken.rule, None)
        if rate is None:
            return None
        if broken.rule != "staffing":
            size, price = SIZES[broken.rule](facts, child, home, rate)
            found.append(Waived(broken.rule, size, price, referral=child.id, home=home.id))
    return tuple(found)


def needed(facts: Facts, child: Referral, placed: Placements) -> tuple[Waived, ...]:
    """All that an allocation needs waived for this child's sake, and nothing else.

    The allocation keeps every rule that may not be waived; a home or fund over a limit that may not be
    waived is not told here. In the order of the specification's table, then by id.
    """
    home = placed.get(child.id)
    pairs = of_pair(facts, child, facts.homes[home]) if home is not None else ()
    return (*(pairs or ()), *_homes(facts, placed), *_funds(facts, placed), *_groups(facts, child, placed))


def _homes(facts: Facts, placed: Placements) -> Iterator[Waived]:
    arriving: dict[str, list[Referral]] = defaultdict(list)
    for child_id, home_id in placed.items():
        child = facts.referrals[child_id]
        if child.current_home != home_id:
            arriving[home_id].append(child)
    hours = {home: sum(child.staff_hours for child in there) for home, there in arriving.items()}
    admitted = {home: len(there) for home, there in arriving.items()}
    rates = facts.policy.waiver_pence
    for waives, rate, used, field in (
        ("staffing", rates.staffing, hours, "spare_staff_hours"),
        ("admissions", rates.admissions, admitted, "admissions_limit"),
    ):
        for home in sorted(used):
            limit = getattr(facts.homes[home], field)
            if rate is not None and limit is not None and used[home] > limit:
                over = used[home] - limit
                yield Waived(waives, THOUSAND * over, rate * over, home=home)


def _funds(facts: Facts, placed: Placements) -> Iterator[Waived]:
    rate = facts.policy.waiver_pence.budget
    spent = fund_spending(facts, placed)
    for entry in sorted(facts.case.budgets, key=lambda budget: budget.fund):
        over = -(-(spent[entry.fund] - 100 * entry.weekly_limit_pence) // CENTIPENCE_PER_POUND)
        if rate is not None and over > 0:
            yield Waived("budget", THOUSAND * over, rate * over, fund=entry.fund)


def _groups(facts: Facts, child: Referral, placed: Placements) -> Iterator[Waived]:
    rate = facts.policy.waiver_pence.split
    for group in sorted(facts.groups_of.get(child.id, ()), key=lambda group: group.id):
        homes = {placed.get(member) for member in group.members}
        if rate is not None and group.rule == "together" and len(homes) > 1:
            yield Waived("split", THOUSAND, rate, referral=child.id, group=group.id)


Size = Callable[[Facts, Referral, Home, int], tuple[int, int]]
"""Thousandths over, and the price in pence at a rate."""


def _whole(count: Callable[[Facts, Referral, Home], int]) -> Size:
    def size(facts: Facts, child: Referral, home: Home, rate: int) -> tuple[int, int]:
        over = count(facts, child, home)
        return THOUSAND * over, rate * over

    return size


def _years(facts: Facts, child: Referral, home: Home) -> int:
    age = facts.age(child)
    return max(home.min_age - age, age - home.max_age)


def _days(facts: Facts, child: Referral, home: Home) -> int:
    return (home.available_from - child.needed_by).days


def _pounds(facts: Facts, child: Referral, home: Home) -> int:
    """Whole or part pounds over the child's limit."""
    assert child.max_weekly_pence is not None
    over = facts.weekly_price_pence(child, home) + child.supplement_pence - child.max_weekly_pence
    return -(-over // 100)


def _miles(facts: Facts, child: Referral, home: Home, rate: int) -> tuple[int, int]:
    """The miles are rounded for the reader only: the price is that of the exact distance, half up."""
    assert child.max_miles is not None
    metres = distance_m(child.origin, home.location)
    over = 10_000 * metres - round(THOUSAND * child.max_miles) * MILE_TENTHS
    return half_up(over, MILE_TENTHS), half_up(rate * over, THOUSAND * MILE_TENTHS)


SIZES: dict[str, Size] = {
    "age": _whole(_years),
    "availability": _whole(_days),
    "distance": _miles,
    "price_cap": _whole(_pounds),
    "judgement": _whole(lambda facts, child, home: 1),
}
