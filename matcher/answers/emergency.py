"""Emergency mode: which homes are sure, which are possible and on what they hang, and what to ask next."""

from __future__ import annotations

from matcher import goals
from matcher.answers.next_question import FIRST_PLACES, by_price, questions, ranked
from matcher.domain.case import Case
from matcher.domain.emergency import Emergency, EmergencyOption, Must
from matcher.domain.referral import Referral
from matcher.errors import NotFound
from matcher.rules.book import ORDER
from matcher.rules.chances import Chance, Chances
from matcher.rules.facts import Facts
from matcher.rules.measures import distance_m
from matcher.rules.needed import LIVES_HERE, musts
from matcher.rules.not_alone import caveats


def emergency(case: Case, referral: str) -> Emergency:
    """Every home for one child of whom something may not be known. Solves nothing. Raises NotFound."""
    facts = Facts(case)
    if referral not in facts.referrals:
        raise NotFound("referral: the case has no referral with this id")
    child, chances = facts.given[referral], Chances(facts)
    found = chances.everywhere(child)
    by_own_price = by_price(facts, referral)
    order = ranked(by_own_price, found)
    told = [_option(facts, child, home, rank, found[home]) for rank, home in enumerate(order, start=1)]
    asked = questions(chances, child, by_own_price, found)
    return Emergency(
        referral=referral,
        unknown=child.unknown,
        sure=tuple(option for option in told if found[option.home].sure),
        possible=tuple(option for option in told if not found[option.home].sure),
        shut=tuple(sorted(found.keys() - set(order))),
        ask_next=asked[0].field if asked else None,
        questions=asked,
        first_places=FIRST_PLACES,
        case_fingerprint=case.fingerprint,
    )


def _option(facts: Facts, child: Referral, home_id: str, rank: int, chance: Chance) -> EmergencyOption:
    home = facts.homes[home_id]
    return EmergencyOption(
        home=home_id,
        rank=rank,
        weekly_price_pence=facts.weekly_price_pence(child, home),
        own_pence=goals.own_pence(facts, child.id, home_id),
        distance_m=distance_m(child.origin, home.location),
        in_area=child.origin.area == home.location.area,
        stays=facts.stays(facts.referrals[child.id], home),
        hangs_on=_hangs_on(facts, child, home_id, chance),
        if_lives_here=chance.possible and chance.here and not chance.broken,
        caveats=tuple(caveats(facts, child, home)),
    )


def _hangs_on(facts: Facts, child: Referral, home_id: str, chance: Chance) -> tuple[Must, ...]:
    """What must hold, all of it; a home that is shut anyway hangs on the child living there alone."""
    if chance.broken:
        return (LIVES_HERE,)
    rules = [code for code in ORDER if code in chance.hanging]
    return tuple(must for code in rules for must in musts(facts, child, facts.homes[home_id], code))
