"""Each regret's witness: the plan that an option and those who pay for it describe, recomputed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from matcher.verify.breach import Breach, misstated
from matcher.verify.neighbourhood import Changes, Cost, Neighbourhoods
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

Doc = dict[str, Any]


class Witnesses:
    """The witnesses of options against one allocation, each plan recomputed once."""

    def __init__(self, shut: Shut, account: Account) -> None:
        self.account, self.neighbourhoods = account, Neighbourhoods(shut, account)
        self._known: dict[frozenset[tuple[str, str | None]], Cost] = {}

    def breaches(self, options: Iterable[Doc]) -> Iterator[Breach]:
        """Every regret that its own witness does not bear out, or whose witness breaks a rule.

        The witness is the allocation with the chooser at the option's home and each payer where
        `who_pays` puts it instead. That no better one exists is the solver's word.
        """
        for option in options:
            changes = _changes(self.account, option)
            if changes is not None:
                yield from self._of_option(option, changes)

    def _of_option(self, option: Doc, changes: Changes) -> Iterator[Breach]:
        plan = frozenset(changes.items())
        if plan not in self._known:
            self._known[plan] = self.neighbourhoods.cost(changes)
        broken, tier1, tier2 = self._known[plan]
        what = f"{option['referral']} at {option['home']}"
        if broken:
            rules = ", ".join(sorted(broken))
            yield Breach("options.who_pays", f"{what}: the plan this describes breaks: {rules}")
            return
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
