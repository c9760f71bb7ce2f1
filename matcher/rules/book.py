"""The rule book: both registers filled, and what they say of one pair or one allocation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from matcher.domain.case import Case
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.domain.types import WaivableRule
from matcher.errors import Fault
from matcher.rules import (  # noqa: F401  (importing a room registers its rules)
    capacity,
    compatibility,
    distance,
    money,
    needs,
    panel,
    registration,
    siblings,
)
from matcher.rules.caution import READS, favourable
from matcher.rules.facts import Facts
from matcher.rules.register import GROUP_RULES, PAIR_RULES, PairRule, Placements

STAY_RULES = frozenset({"registration", "regulated_under_16", "forbidden"})
"""The rules that can take a child's own home away; the rest only warn (section 1)."""

WAIVABLE_IN_A_CASE = frozenset(get_args(WaivableRule))
"""The rules that a case's `waivers` may set aside; staff hours are bought from the provider instead."""

ORDER = (
    "registration",
    "regulated_under_16",
    "need",
    "age",
    "gender",
    "step_free",
    "availability",
    "distance",
    "exclusion_zone",
    "price_cap",
    "declined",
    "residents",
    "solo_occupied",
    "judgement",
    "capacity",
    "staffing",
    "forbidden",
)
"""The pair rules in the order of the specification's table; a test holds it complete."""

GROUP_ORDER = (
    "beds",
    "admissions",
    "staff_hours",
    "solo",
    "together",
    "conflicts",
    "budget",
    "pins",
    "reviews_keep_a_home",
)
"""The group rules in the order of the specification's section 3; a test holds it complete."""


@dataclass(frozen=True)
class Exclusion:
    """One rule that shuts a home to a child, and the sentence that says why."""

    rule: str
    reason: str
    waivable: bool


def exclusions(facts: Facts, child: Referral, home: Home) -> tuple[Exclusion, ...]:
    """Every rule that excludes this pair, in the order of the book; empty when eligible."""
    applied = [code for code in ORDER if code in STAY_RULES] if facts.stays(child, home) else ORDER
    return tuple(_broken(facts, child, home, applied))


def stay_warnings(facts: Facts, child: Referral, home: Home) -> tuple[Exclusion, ...]:
    """The rules that would exclude a child's own home today, were the child not living there."""
    others = [code for code in ORDER if code not in STAY_RULES]
    return tuple(_broken(facts, child, home, others)) if facts.stays(child, home) else ()


def _broken(facts: Facts, child: Referral, home: Home, codes: Iterable[str]) -> list[Exclusion]:
    found = []
    for code in codes:
        rule = PAIR_RULES[code]
        if rule.waivable and facts.waived(code, child, home):
            continue
        reason = rule.reason(facts, child, home)
        if reason is not None:
            reason = _unsure(facts, child, home, rule) or reason
            found.append(Exclusion(code, reason, rule.waivable))
    return found


def _unsure(facts: Facts, child: Referral, home: Home, rule: PairRule) -> str | None:
    """The sentence of a rule that shuts a home only because something is not known; None otherwise."""
    fields = [name for name in READS.get(rule.code, ()) if name in child.unknown]
    if not fields or rule.reason(facts, favourable(facts.case, facts.given[child.id], home), home):
        return None
    words = " and ".join(name.replace("_", " ") for name in fields)
    return f"{home.id} may be open to {child.id} or not: {words} not known"


def is_eligible(facts: Facts, child: Referral, home: Home) -> bool:
    """Whether no rule excludes this pair."""
    return not exclusions(facts, child, home)


def breaches(facts: Facts, placements: Placements) -> list[tuple[str, str]]:
    """Every (rule code, sentence) that an allocation breaks, pair rules first."""
    found = []
    for referral_id, home_id in sorted(placements.items()):
        child, home = facts.referrals[referral_id], facts.homes[home_id]
        found += [(broken.rule, broken.reason) for broken in exclusions(facts, child, home)]
    for code in GROUP_ORDER:
        found += [(code, sentence) for sentence in GROUP_RULES[code].breaches(facts, placements)]
    return found


def pin_faults(case: Case) -> list[Fault]:
    """Pins to a home that the rules shut: an input error that names the rules."""
    facts = Facts(case)
    faults = []
    for position, pin in enumerate(case.pins):
        shut = exclusions(facts, facts.referrals[pin.referral], facts.homes[pin.home])
        if shut:
            rules = ", ".join(exclusion.rule for exclusion in shut)
            message = f"{pin.referral} is pinned to {pin.home}, which these rules shut: {rules}. "
            faults.append(Fault(f"$.pins[{position}]", message + _way_out(pin.referral, pin.home, shut)))
    return faults


def _way_out(referral: str, home: str, shut: tuple[Exclusion, ...]) -> str:
    """What can be done about a pin to a shut home."""
    fixed = [exclusion.rule for exclusion in shut if exclusion.rule not in WAIVABLE_IN_A_CASE]
    if fixed:
        return f"Take the pin out: {', '.join(fixed)} cannot be waived in a case"
    waivers = ", ".join(
        f'{{"referral": "{referral}", "rule": "{exclusion.rule}", "home": "{home}"}}' for exclusion in shut
    )
    return f"Take the pin out, or add to waivers: {waivers}"
