"""A change recomputed where it matters is the difference of two whole accounts, and breaks the same rules."""

from __future__ import annotations

from random import Random

from benchmarks.generate import generate
from matcher.domain.case import Case
from matcher.verify.ledger import Ledger
from matcher.verify.limits import limit_breaches
from matcher.verify.neighbourhood import Changes, Neighbourhoods
from matcher.verify.pricing import Pricing
from matcher.verify.shut import Shut
from matcher.verify.sums import Account
from tests.differential.draws import drawn, read


def whole(shut: Shut, account: Account, changes: Changes) -> tuple[set[str], int, int]:
    """The same by two accounts of everything; what the plan broke before is left out."""
    ledger = account.ledger
    after = {child: home for child, home in (account.home_of | changes).items() if home is not None}
    new = Account(account.pricing, after)
    broken = {breach.code for breach in limit_breaches(ledger, shut, new)}
    for child, home in changes.items():
        if home is not None:
            broken |= shut.at(ledger.referrals[child], ledger.homes[home])[0]
    return broken, new.tier1 - account.tier1, new.tier2 - account.tier2


def any_plan(case: Case, ledger: Ledger, shut: Shut, draw: Random) -> dict[str, str]:
    """A plan that breaks no rule, made child by child: reviews stay, pins are kept, others where they fit."""
    pricing, home_of = Pricing(ledger), dict(ledger.pins)
    home_of |= {child.id: child.current_home for child in case.referrals if child.current_home is not None}
    for child in draw.sample(case.referrals, len(case.referrals)):
        for home in sorted(shut.eligible(child)):
            tried = home_of | {child.id: home}
            if child.id not in home_of and not list(limit_breaches(ledger, shut, Account(pricing, tried))):
                home_of = tried
    return home_of


def changes_of(case: Case, home_of: dict[str, str], draw: Random) -> Changes:
    """One to four children elsewhere: another home, none, or two who change places."""
    homes = [home.id for home in case.homes]
    chosen = draw.sample([child.id for child in case.referrals], min(len(case.referrals), draw.randint(1, 4)))
    goes: Changes = {child: draw.choice([None, *homes]) for child in chosen}
    if len(chosen) == 2:
        goes = {chosen[0]: home_of.get(chosen[1]), chosen[1]: home_of.get(chosen[0])}
    return {child: home for child, home in goes.items() if home_of.get(child) != home}


def checked(case: Case, draw: Random, times: int) -> tuple[int, set[str]]:
    """How many changes of one plan were compared, and the rules that any of them broke."""
    ledger = Ledger(case)
    shut = Shut(ledger)
    account = Account(Pricing(ledger), any_plan(case, ledger, shut, draw))
    if list(limit_breaches(ledger, shut, account)):
        return 0, set()
    near, compared, broken = Neighbourhoods(shut, account), 0, set[str]()
    for _ in range(times):
        changes = changes_of(case, account.home_of, draw)
        expected = whole(shut, account, changes)

        assert near.cost(changes) == expected, changes

        compared += bool(changes)
        broken |= expected[0]
    return compared, broken


def test_of_small_cases_with_every_feature_every_change_costs_and_breaks_what_the_whole_does() -> None:
    compared, broken = 0, set[str]()
    for seed in range(150):
        count, found = checked(read(drawn(seed)), Random(seed), 25)
        compared += count
        broken |= found
    assert compared > 1_500
    assert broken >= {"beds", "conflicts", "together", "budget", "admissions", "staff_hours", "solo", "need"}


def test_of_a_desk_too() -> None:
    compared, _ = checked(read(generate("desk", 3)), Random(3), 200)
    assert compared > 100
