"""A case, indexed: what the rules look up, each computed once."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from matcher.domain.case import Case, Offer, SiblingGroup
from matcher.domain.home import Home, Resident
from matcher.domain.referral import Referral
from matcher.domain.types import age_on
from matcher.rules.caution import cautious_referrals

Child = Referral | Resident
NONE: frozenset[str] = frozenset()


class Facts:
    """Read-only look-ups over one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.policy = case.policy
        self.referrals = {referral.id: referral for referral in cautious_referrals(case)}
        """What is not known of a child is at its least favourable here, and as given in `case`."""
        self.homes = {home.id: home for home in case.homes}
        self.offers = {(offer.referral, offer.home): offer for offer in case.offers}
        self.pins = {pin.referral: pin.home for pin in case.pins}
        self.forbids = {(pair.referral, pair.home) for pair in case.forbids}
        self.waivers = {(waiver.referral, waiver.rule, waiver.home) for waiver in case.waivers}
        self.own_pence: dict[tuple[str, str], int] = {}
        """What a referral at a home adds to tier 2 by itself, as far as `goals` was asked."""

    @cached_property
    def given(self) -> dict[str, Referral]:
        """The referrals as the case gives them."""
        return {referral.id: referral for referral in self.case.referrals}

    @cached_property
    def must_not_share(self) -> dict[str, frozenset[str]]:
        """Who a child is kept apart from by a relationship (not by a sibling group)."""
        return self._linked("must_not_share")

    @cached_property
    def avoid(self) -> dict[str, frozenset[str]]:
        """Who a child had better not live with, at a price."""
        return self._linked("avoid")

    def _linked(self, kind: str) -> dict[str, frozenset[str]]:
        links: dict[str, set[str]] = defaultdict(set)
        for relationship in self.case.relationships:
            if relationship.kind == kind:
                links[relationship.a].add(relationship.b)
                links[relationship.b].add(relationship.a)
        return {child: frozenset(others) for child, others in links.items()}

    @cached_property
    def groups_of(self) -> dict[str, tuple[SiblingGroup, ...]]:
        """The sibling groups that each referral is a member of."""
        groups: dict[str, list[SiblingGroup]] = defaultdict(list)
        for group in self.case.sibling_groups:
            for member in group.members:
                groups[member].append(group)
        return {member: tuple(found) for member, found in groups.items()}

    @cached_property
    def reviews_in(self) -> dict[str, tuple[str, ...]]:
        """The children under review who live in each home now, by id."""
        living: dict[str, list[str]] = defaultdict(list)
        for referral in sorted(self.referrals.values(), key=lambda r: r.id):
            if referral.current_home is not None:
                living[referral.current_home].append(referral.id)
        return {home: tuple(ids) for home, ids in living.items()}

    def offer(self, referral: Referral, home: Home) -> Offer | None:
        """The home's answer for this child, if there is one."""
        return self.offers.get((referral.id, home.id))

    def weekly_price_pence(self, referral: Referral, home: Home) -> int:
        """The offered price where the home made one for this child, else the list price."""
        offer = self.offer(referral, home)
        if offer is None or offer.status != "offered" or offer.weekly_price_pence is None:
            return home.weekly_price_pence
        return offer.weekly_price_pence

    def waived(self, rule: str, referral: Referral, home: Home) -> bool:
        """Whether the case sets this rule aside for the pair."""
        where: tuple[str | None, ...] = (None, home.id)
        return any((referral.id, rule, at) in self.waivers for at in where)

    def age(self, child: Child) -> int:
        """Completed years on the case's day."""
        return age_on(child.birth_date, self.case.as_of)

    def is_solo(self, child: Child) -> bool:
        """Whether the child must be the only one in a home, by field or by flag."""
        asked = isinstance(child, Referral) and child.solo
        return asked or any(flag in self.policy.solo_flags for flag in child.flags)

    def stays(self, referral: Referral, home: Home) -> bool:
        """Whether this home is the one the child under review lives in."""
        return referral.current_home == home.id
