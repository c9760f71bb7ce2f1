"""What an allocation costs by section 4 of the problem, added up line by line."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from matcher.domain.referral import Referral
from matcher.verify.pricing import Placed, Pricing, discounted
from matcher.verify.sharing import must_not_share


@dataclass(frozen=True)
class Shared:
    """A price of several children; `group` is None for two who had better not share."""

    code: str
    group: str | None
    referrals: frozenset[str]
    homes: frozenset[str]
    pence: int


@dataclass(frozen=True)
class Kept:
    """Two children who must not share and both stay."""

    referrals: frozenset[str]
    home: str
    weight: int


class Account:
    """Everything that follows from a case and an allocation of its children to known homes."""

    def __init__(self, pricing: Pricing, home_of: dict[str, str]) -> None:
        self.pricing = pricing
        self.ledger = pricing.ledger
        self.home_of = home_of
        self.by_home: dict[str, list[Referral]] = defaultdict(list)
        for child in self.ledger.case.referrals:
            if child.id in home_of:
                self.by_home[home_of[child.id]].append(child)

    @cached_property
    def placed(self) -> dict[str, Placed]:
        """Every placement, by child."""
        placed = {child: self.pricing.at(child, home) for child, home in self.home_of.items()}
        for child, pence in self._discounts_pence().items():
            placed[child] = discounted(placed[child], pence)
        return placed

    def _discounts_pence(self) -> Counter[str]:
        """Of the members of a group in one home all but the dearest get the discount."""
        off: Counter[str] = Counter()
        for group in self.ledger.case.sibling_groups:
            members = [(member, self.home_of[member]) for member in group.members if member in self.home_of]
            for home_id in {home_id for _, home_id in members}:
                home = self.ledger.homes[home_id]
                prices = {
                    member: self.ledger.price_pence(self.ledger.referrals[member], home)
                    for member, where in members
                    if where == home_id
                }
                prices.pop(max(prices, key=lambda member: (prices[member], member)))
                for member, price in prices.items():
                    off[member] += price * home.sibling_discount_percent // 100
        return off

    @cached_property
    def shared(self) -> list[Shared]:
        """The prices of pairs who had better not share, and of groups that are split."""
        return self._avoided() + self._split()

    def _avoided(self) -> list[Shared]:
        found = []
        for link in self.ledger.case.relationships:
            home_id = self.home_of.get(link.a)
            if link.kind == "avoid" and home_id is not None and home_id == self.home_of.get(link.b):
                both, pence = frozenset((link.a, link.b)), self.ledger.policy.avoid_pence
                found.append(Shared("avoid", None, both, frozenset((home_id,)), pence))
        return found

    def _split(self) -> list[Shared]:
        found = []
        for group in self.ledger.case.sibling_groups:
            placed = frozenset(member for member in group.members if member in self.home_of)
            homes = frozenset(self.home_of[member] for member in placed)
            if group.rule == "prefer_together" and len(homes) > 1:
                pence = self.ledger.policy.split_siblings_pence * (len(homes) - 1)
                found.append(Shared("split_siblings", group.id, placed, homes, pence))
        return found

    @cached_property
    def kept(self) -> list[Kept]:
        """Every two who must not share and both stay where they live together."""
        found = []
        for home_id, children in self.by_home.items():
            staying = [child for child in children if child.current_home == home_id]
            for a, b in combinations(staying, 2):
                if must_not_share(self.ledger, a, b):
                    weight = max(self.ledger.weight(a), self.ledger.weight(b))
                    found.append(Kept(frozenset((a.id, b.id)), home_id, weight))
        return found

    @cached_property
    def spent(self) -> Counter[str]:
        """New weekly commitments by fund, in pence × 100."""
        spent: Counter[str] = Counter()
        for placed in self.placed.values():
            new = placed.incremental_pence - self.ledger.committed_pence(placed.child)
            for share in placed.child.funding:
                spent[share.fund] += share.percent * new
        return spent

    @cached_property
    def tier1(self) -> int:
        """The weight of the children left without a home and of the pairs kept together."""
        children = self.ledger.case.referrals
        unplaced = sum(self.ledger.weight(child) for child in children if child.id not in self.home_of)
        return unplaced + sum(pair.weight for pair in self.kept)

    @cached_property
    def tier2(self) -> int:
        """Pence a week of every line, alone and shared."""
        alone = sum(placed.total_pence for placed in self.placed.values())
        return alone + sum(line.pence for line in self.shared)
