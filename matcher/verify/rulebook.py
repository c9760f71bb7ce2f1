"""Every rule asked about an allocation: the rule book itself, and where it is silent our own loops."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.domain.case import Case
from matcher.rules.book import GROUP_ORDER, exclusions
from matcher.rules.facts import Facts
from matcher.rules.register import GROUP_RULES
from matcher.verify.breach import Breach
from matcher.verify.ledger import Ledger
from matcher.verify.limits import is_crowd, limit_breaches
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

_OF_TWO_CHILDREN = frozenset({"conflicts", "solo"})


class RuleBook:
    """The rules of one case, stated twice: by `matcher.rules` and by this package."""

    def __init__(self, case: Case, ledger: Ledger, shut: Shut) -> None:
        self.facts = Facts(case)
        self.ledger = ledger
        self.shut = shut

    def breaches(self, account: Account) -> list[Breach]:
        """Every rule the allocation breaks; one that both statements find is told once."""
        return [*self._of_pairs(account), *self._of_the_whole(account)]

    def _of_pairs(self, account: Account) -> Iterator[Breach]:
        for child_id, home_id in sorted(account.home_of.items()):
            child, home = self.ledger.referrals[child_id], self.ledger.homes[home_id]
            told = {broken.rule: broken.reason for broken in exclusions(self.facts, child, home)}
            binding, _ = self.shut.at(child, home)
            for rule in binding - set(told):
                told[rule] = f"{home_id} is shut to {child_id} by this rule"
            yield from (Breach(rule, reason) for rule, reason in sorted(told.items()))

    def _of_the_whole(self, account: Account) -> Iterator[Breach]:
        told = set()
        for code in GROUP_ORDER:
            placements = self._uncrowded(account) if code in _OF_TWO_CHILDREN else account.home_of
            for sentence in GROUP_RULES[code].breaches(self.facts, dict(placements)):
                told.add(code)
                yield Breach(code, sentence)
        for breach in limit_breaches(self.ledger, self.shut, account):
            if breach.code not in told:
                yield breach

    def _uncrowded(self, account: Account) -> dict[str, str]:
        homes = self.ledger.homes
        crowds = {h for h, children in account.by_home.items() if is_crowd(homes[h], len(children))}
        return {child: home for child, home in account.home_of.items() if home not in crowds}
