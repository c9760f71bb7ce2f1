"""Who may share a home with whom, restated."""

from __future__ import annotations

from matcher.domain.home import Resident
from matcher.domain.referral import Referral
from matcher.verify.ledger import NOBODY, Ledger


def must_live_alone(ledger: Ledger, child: Referral | Resident) -> bool:
    """Whether the child must be the only one, by its own field or by one of its flags."""
    if isinstance(child, Referral) and child.solo:
        return True
    return any(flag in ledger.policy.solo_flags for flag in child.flags)


def must_not_share(ledger: Ledger, a: Referral, b: Referral) -> bool:
    """Whether a relationship, an `apart` group, their flags or their ages keep two apart."""
    if b.id in ledger.must_not_share.get(a.id, NOBODY):
        return True
    for risk, vulnerability in ledger.policy.incompatible_flags:
        if risk in a.flags and vulnerability in b.flags:
            return True
        if risk in b.flags and vulnerability in a.flags:
            return True
    most = ledger.policy.max_age_gap_years
    if most is None or b.id in ledger.siblings.get(a.id, NOBODY):
        return False
    return abs(ledger.age(a) - ledger.age(b)) > most


def both_stay(a: Referral, b: Referral, home_id: str) -> bool:
    """Whether both live in this home already, so that no rule between them binds."""
    return a.current_home == home_id and b.current_home == home_id
