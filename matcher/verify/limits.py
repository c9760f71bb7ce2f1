"""The rules of the whole allocation restated: plain sums over each home, group and fund."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.verify.breach import Breach
from matcher.verify.ledger import Ledger, usable_beds
from matcher.verify.sharing import both_stay, must_live_alone, must_not_share
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

CROWD = 100
"""A home holding more children than this, and than it has places, is refused for its beds
alone: every two of a crowd are not compared."""


def limit_breaches(ledger: Ledger, shut: Shut, account: Account) -> Iterator[Breach]:
    """Every limit that the allocation breaks, under the codes of the rule book."""
    for home_id, children in sorted(account.by_home.items()):
        home = ledger.homes[home_id]
        yield from _of_the_house(home, children)
        if not is_crowd(home, len(children)):
            yield from _of_two_children(ledger, home, children)
    yield from _together(ledger, account)
    yield from _budget(ledger, account)
    yield from _promises(ledger, shut, account)


def is_crowd(home: Home, children: int) -> bool:
    """Whether the home holds so many that comparing every two would only waste time."""
    return children > max(CROWD, home.places)


def _of_the_house(home: Home, children: list[Referral]) -> Iterator[Breach]:
    arriving = [child for child in children if child.current_home != home.id]
    hours = sum(child.staff_hours for child in arriving)
    if len(children) > usable_beds(home):
        yield Breach("beds", f"{home.id}: {len(children)} children for {usable_beds(home)} beds")
    if home.admissions_limit is not None and len(arriving) > home.admissions_limit:
        yield Breach("admissions", f"{home.id}: {len(arriving)} admissions, at most {home.admissions_limit}")
    if home.spare_staff_hours is not None and hours > home.spare_staff_hours:
        yield Breach("staff_hours", f"{home.id}: {hours} hours, {home.spare_staff_hours} to spare")


def _of_two_children(ledger: Ledger, home: Home, children: list[Referral]) -> Iterator[Breach]:
    for a, b in combinations(children, 2):
        if both_stay(a, b, home.id):
            continue
        if must_not_share(ledger, a, b):
            yield Breach("conflicts", f"{a.id} and {b.id} must not share a home and are both in {home.id}")
        if must_live_alone(ledger, a) or must_live_alone(ledger, b):
            yield Breach("solo", f"{a.id} and {b.id} are both in {home.id}: one of them must be alone")


def _together(ledger: Ledger, account: Account) -> Iterator[Breach]:
    for group in ledger.case.sibling_groups:
        if group.rule != "together":
            continue
        first = account.home_of.get(group.members[0])
        if any(account.home_of.get(member) != first for member in group.members):
            yield Breach("together", f"sibling group {group.id} is not together, nor wholly unplaced")


def _budget(ledger: Ledger, account: Account) -> Iterator[Breach]:
    for fund, limit in sorted(ledger.limits.items()):
        spent = account.spent.get(fund, 0)
        if spent > limit * 100:
            yield Breach("budget", f"fund {fund}: {spent} hundredths of a penny, at most {limit * 100}")


def _promises(ledger: Ledger, shut: Shut, account: Account) -> Iterator[Breach]:
    for child_id, home_id in sorted(ledger.pins.items()):
        if account.home_of.get(child_id) != home_id:
            yield Breach("pins", f"{child_id} is pinned to {home_id} and is not there")
    for child in ledger.case.referrals:
        if child.current_home is None or child.id in account.home_of:
            continue
        binding, _ = shut.at(child, ledger.homes[child.current_home])
        if not binding:
            yield Breach("reviews_keep_a_home", f"{child.id} may stay where it lives and is unplaced")
