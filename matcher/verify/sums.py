"""What an allocation costs by section 4 of the problem, added up line by line."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.verify.ledger import NOBODY, Ledger, miles_pence, straight_line_m
from matcher.verify.sharing import both_stay, must_not_share


@dataclass(frozen=True)
class Placed:
    """One child in one home, priced; `lines` hold pence a week by code, zeros left out."""

    child: Referral
    home: Home
    price_pence: int
    distance_m: int
    school_distance_m: int | None
    in_area: bool
    stays: bool
    lines: dict[str, int]

    @property
    def total_pence(self) -> int:
        """What the child adds to tier 2 by itself."""
        return sum(self.lines.values())

    @property
    def incremental_pence(self) -> int:
        """What the placement adds to a week's spending, after the discount."""
        spending = ("weekly_price", "void_charge", "supplement", "sibling_discount")
        return sum(self.lines.get(code, 0) for code in spending)


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


def priced(ledger: Ledger, child: Referral, home: Home, discount_pence: int = 0) -> Placed:
    """The figures and the lines of one placement."""
    policy = ledger.policy
    metres = straight_line_m(child.origin, home.location)
    to_school = None if child.school is None else straight_line_m(child.school, home.location)
    price = ledger.price_pence(child, home)
    in_area = home.location.area == child.origin.area
    moves = child.current_home is not None and child.current_home != home.id
    avoided = ledger.avoid.get(child.id, NOBODY)
    lines = {
        "weekly_price": price,
        "void_charge": -home.void_charge_pence,
        "supplement": child.supplement_pence,
        "sibling_discount": -discount_pence,
        "miles": miles_pence(policy.pence_per_mile, metres),
        "school_miles": miles_pence(policy.pence_per_school_mile, to_school or 0),
        "out_of_area": 0 if in_area else policy.out_of_area_pence,
        "provision": _provision_pence(ledger, home),
        "move": policy.move_pence if moves else 0,
        "avoid_resident": policy.avoid_pence * sum(r.id in avoided for r in home.residents),
    }
    stays = child.current_home == home.id
    kept = {code: pence for code, pence in lines.items() if pence}
    return Placed(child, home, price, metres, to_school, in_area, stays, kept)


def _provision_pence(ledger: Ledger, home: Home) -> int:
    prices = ledger.policy.provision_pence
    return {
        "internal": prices.internal,
        "block": prices.block,
        "framework": prices.framework,
        "spot": prices.spot,
    }[home.provision]


class Account:
    """Everything that follows from a case and an allocation of its children to known homes."""

    def __init__(self, ledger: Ledger, home_of: dict[str, str]) -> None:
        self.ledger = ledger
        self.home_of = home_of
        self.by_home: dict[str, list[Referral]] = defaultdict(list)
        for child in ledger.case.referrals:
            if child.id in home_of:
                self.by_home[home_of[child.id]].append(child)

    @cached_property
    def placed(self) -> dict[str, Placed]:
        """Every placement, by child."""
        off = self._discounts_pence()
        children, homes = self.ledger.referrals, self.ledger.homes
        return {
            child_id: priced(self.ledger, children[child_id], homes[home_id], off[child_id])
            for child_id, home_id in self.home_of.items()
        }

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
                if both_stay(a, b, home_id) and must_not_share(self.ledger, a, b):
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
