"""Each regret's witness: the plan that an option and those who pay for it describe, recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.verify.breach import Breach, misstated
from matcher.verify.limits import limit_breaches
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

Doc = dict[str, Any]
Changes = dict[str, str | None]


def witness_breaches(shut: Shut, account: Account, options: list[Doc]) -> Iterator[Breach]:
    """Every regret that its own witness does not bear out, or whose witness breaks a rule.

    The witness is the allocation with the chooser at the option's home and each payer where
    `who_pays` puts it instead. That no better one exists is the solver's word.
    """
    known: dict[frozenset[tuple[str, str | None]], tuple[set[str], int, int]] = {}
    for option in options:
        changes = _changes(account, option)
        if changes is None:
            continue
        plan = frozenset(changes.items())
        if plan not in known:
            known[plan] = _recount(shut, account, changes)
        broken, tier1, tier2 = known[plan]
        what = f"{option['referral']} at {option['home']}"
        if broken:
            rules = ", ".join(sorted(broken))
            yield Breach("options.who_pays", f"{what}: the plan this describes breaks: {rules}")
            continue
        for tier, cost in (("tier1", tier1), ("tier2", tier2)):
            if option["regret"][tier] != cost:
                claimed = option["regret"][tier]
                yield misstated("options.regret", f"{what}, {tier} of those who pay", claimed, cost)


def _changes(account: Account, option: Doc) -> Changes | None:
    """Who lives elsewhere in the witness; None when the option tells too little to know."""
    payers = option.get("who_pays")
    if option.get("regret") is None or payers is None:
        return None
    changes: Changes = {payer["referral"]: payer["instead"] for payer in payers if "instead" in payer}
    changes[option["referral"]] = option["home"]
    told = len(changes) - 1 == len(payers)
    known = changes.keys() <= account.ledger.referrals.keys()
    homes = {home for home in changes.values() if home is not None}
    if not (told and known and homes <= account.ledger.homes.keys()):
        return None
    return {child: home for child, home in changes.items() if account.home_of.get(child) != home}


def _recount(shut: Shut, account: Account, changes: Changes) -> tuple[set[str], int, int]:
    """The rules that the changed plan breaks, and what it costs more in each tier."""
    ledger, after = account.ledger, dict(account.home_of)
    broken: set[str] = set()
    for child, home in changes.items():
        after.pop(child, None)
        if home is not None:
            after[child] = home
            broken |= shut.at(ledger.referrals[child], ledger.homes[home])[0]
    changed = Account(account.pricing, after)
    broken |= {breach.code for breach in limit_breaches(ledger, shut, changed)}
    return broken, changed.tier1 - account.tier1, changed.tier2 - account.tier2
