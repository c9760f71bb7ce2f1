"""Why two children must not live in one home: stated once for residents and for referrals."""

from __future__ import annotations

from matcher.domain.referral import Referral
from matcher.rules.facts import NONE, Child, Facts
from matcher.rules.measures import count_text


def conflict(facts: Facts, a: Child, b: Child) -> str | None:
    """The reason why these two must not share a home (section 3, Conflicts), or None."""
    if b.id in facts.must_not_share.get(a.id, NONE) or _kept_apart(facts, a, b):
        return "they must not share a home"
    if _flags_clash(facts, a, b):
        return "one carries a risk to which the other is vulnerable"
    return _age_gap(facts, a, b)


def _kept_apart(facts: Facts, a: Child, b: Child) -> bool:
    return any(b.id in group.members and group.rule == "apart" for group in facts.groups_of.get(a.id, ()))


def _flags_clash(facts: Facts, a: Child, b: Child) -> bool:
    return any(
        (risk in a.flags and harm in b.flags) or (risk in b.flags and harm in a.flags)
        for risk, harm in facts.policy.incompatible_flags
    )


def _age_gap(facts: Facts, a: Child, b: Child) -> str | None:
    most = facts.policy.max_age_gap_years
    gap = abs(facts.age(a) - facts.age(b))
    if most is None or gap <= most or _siblings(facts, a, b):
        return None
    return f"their ages are {count_text(gap, 'year')} apart and the policy allows {most}"


def _siblings(facts: Facts, a: Child, b: Child) -> bool:
    return any(b.id in group.members for group in facts.groups_of.get(a.id, ()))


def both_stay(facts: Facts, a: str, b: str, home: str) -> bool:
    """Whether both are under review and live in this home now: nothing binds between them."""
    living = facts.reviews_in.get(home, ())
    return a in living and b in living


def solo_reason(facts: Facts, a: Referral, b: Referral) -> str | None:
    """The reason why these two referrals cannot be together because one must live alone."""
    if facts.is_solo(a) or facts.is_solo(b):
        return "one of them must be the only child placed there"
    return None
