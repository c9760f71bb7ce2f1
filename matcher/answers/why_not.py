"""Why not: for one child, every home with all the rules that shut it, and the near misses."""

from __future__ import annotations

from collections import Counter

from matcher.domain.case import Case
from matcher.domain.proposal import HomeAnswer, ShutBy, WhyNot
from matcher.errors import NotFound
from matcher.rules.book import exclusions
from matcher.rules.facts import Facts


def why_not(case: Case, referral: str) -> WhyNot:
    """All reasons for one child; homes with the fewest first. Raises NotFound."""
    facts = Facts(case)
    if referral not in facts.referrals:
        raise NotFound("referral: the case has no referral with this id")
    child = facts.referrals[referral]
    shut = {home.id: exclusions(facts, child, home) for home in facts.homes.values()}
    counts = Counter(exclusion.rule for found in shut.values() for exclusion in found)
    order = sorted(shut, key=lambda home: (len(shut[home]), home))
    return WhyNot(
        referral=referral,
        homes=tuple(
            HomeAnswer(
                home=home,
                rules=tuple(ShutBy(rule=e.rule, reason=e.reason, waivable=e.waivable) for e in shut[home]),
            )
            for home in order
        ),
        shut_by=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        near_misses=tuple(home for home in order if len(shut[home]) == 1),
        eligible=tuple(home for home in order if not shut[home]),
        case_fingerprint=case.fingerprint,
    )
