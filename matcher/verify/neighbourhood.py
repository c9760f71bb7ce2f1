"""A change of plan recomputed where it matters: the homes it touches, whoever is in them, their groups.

Everything else of a plan adds the same before and after, so a difference needs no more.
"""

from __future__ import annotations

from collections import defaultdict
from copy import copy

from matcher.domain.case import Relationship, SiblingGroup
from matcher.domain.referral import Referral
from matcher.verify.ledger import Ledger
from matcher.verify.limits import limit_breaches
from matcher.verify.pricing import Pricing
from matcher.verify.shut import Shut
from matcher.verify.sums import Account

Changes = dict[str, str | None]
Cost = tuple[set[str], int, int]
"""The rules a changed plan breaks, and what it costs more in each tier."""


class Neighbourhoods:
    """One plan, and what changes to it break and cost. The plan itself must have been checked whole."""

    def __init__(self, shut: Shut, account: Account) -> None:
        self.shut, self.account, self.ledger = shut, account, account.ledger
        self.groups: dict[str, list[SiblingGroup]] = defaultdict(list)
        self._open: dict[str, frozenset[str]] = {}
        self.links: dict[str, list[Relationship]] = defaultdict(list)
        for group in self.ledger.case.sibling_groups:
            for member in group.members:
                self.groups[member].append(group)
        for link in self.ledger.case.relationships:
            self.links[link.a].append(link)

    def cost(self, changes: Changes) -> Cost:
        """What happens when these children, and no others, live elsewhere: each in another home, or none."""
        children = self._children(changes)
        pricing = self._pricing(children, changes)
        before = {child: self.account.home_of[child] for child in children if child in self.account.home_of}
        after = {child: home for child, home in (before | changes).items() if home is not None}
        old, new = Account(pricing, before), Account(pricing, after)
        broken = self._shut(changes) | self._over_budget(old, new)
        broken |= {breach.code for breach in limit_breaches(pricing.ledger, self.shut, new)}
        return broken, new.tier1 - old.tier1, new.tier2 - old.tier2

    def _children(self, changes: Changes) -> set[str]:
        """Who changes, their groups, and everybody in a home that somebody leaves or comes to."""
        homes = {self.account.home_of.get(child) for child in changes} | set(changes.values())
        there = {child.id for home in homes if home is not None for child in self._in(home)}
        return (
            there
            | {m for child in changes for group in self.groups[child] for m in group.members}
            | set(changes)
        )

    def _in(self, home: str) -> list[Referral]:
        return self.account.by_home.get(home, [])

    def _pricing(self, children: set[str], changes: Changes) -> Pricing:
        """The prices of the case that holds these children, and the groups of those who change, alone."""
        groups = {group.id: group for child in changes for group in self.groups[child]}
        part: Ledger = copy(self.ledger)
        part.case = self.ledger.case.model_copy(
            update={
                "referrals": tuple(self.ledger.referrals[child] for child in sorted(children)),
                "sibling_groups": tuple(groups.values()),
                "relationships": tuple(link for child in sorted(children) for link in self.links[child]),
            }
        )
        part.pins = {child: home for child, home in self.ledger.pins.items() if child in children}
        part.limits = {}
        pricing = copy(self.account.pricing)
        pricing.ledger = part
        return pricing

    def open_to(self, child: Referral) -> frozenset[str]:
        """The homes that no rule shuts to a child, found once."""
        if child.id not in self._open:
            self._open[child.id] = frozenset(self.shut.eligible(child))
        return self._open[child.id]

    def _shut(self, changes: Changes) -> set[str]:
        """The rules that shut the new homes to those who change."""
        broken: set[str] = set()
        for child_id, home in changes.items():
            child = self.ledger.referrals[child_id]
            if home is not None and home not in self.open_to(child):
                broken |= self.shut.at(child, self.ledger.homes[home])[0]
        return broken

    def _over_budget(self, old: Account, new: Account) -> set[str]:
        whole = self.account.spent
        after = (
            (whole[fund] - old.spent[fund] + new.spent[fund], most)
            for fund, most in self.ledger.limits.items()
        )
        return {"budget" for spent, most in after if spent > most * 100}
