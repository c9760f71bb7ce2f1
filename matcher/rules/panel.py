"""What the panel has decided already: pins, forbids, and that nobody loses a home."""

from __future__ import annotations

from collections.abc import Iterable

from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.facts import Facts
from matcher.rules.register import Placements, Reason, group_rule, pair_rule
from matcher.rules.sources import CA_1989_S22C, PANEL


@pair_rule(
    code="forbidden",
    title="The panel has neither ruled the home out for the child nor pinned the child elsewhere",
    source=PANEL,
)
def forbidden(facts: Facts, child: Referral, home: Home) -> Reason:
    if (child.id, home.id) in facts.forbids:
        return f"the panel has ruled {home.id} out for {child.id}"
    pinned = facts.pins.get(child.id, home.id)
    if pinned != home.id:
        return f"the panel has pinned {child.id} to {pinned}, so {home.id} is shut"
    return None


@group_rule(
    code="pins",
    title="Every child whom the panel has pinned is placed in that home",
    source=PANEL,
)
def pins(facts: Facts, placements: Placements) -> Iterable[str]:
    for referral_id, home_id in sorted(facts.pins.items()):
        if placements.get(referral_id) != home_id:
            yield f"{referral_id} is pinned to {home_id} and is not placed there"


@group_rule(
    code="reviews_keep_a_home",
    title="A child under review who may stay has a home: this one or another",
    source=CA_1989_S22C,
)
def reviews_keep_a_home(facts: Facts, placements: Placements) -> Iterable[str]:
    from matcher.rules.book import is_eligible

    for referral in facts.referrals.values():
        if referral.current_home is None or referral.id in placements:
            continue
        if is_eligible(facts, referral, facts.homes[referral.current_home]):
            yield f"{referral.id} lives in {referral.current_home}, may stay, and is left without a home"
