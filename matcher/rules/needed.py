"""What an unknown field must be for a home to be open: one entry for each rule that hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matcher.domain.emergency import Must
from matcher.domain.home import Home
from matcher.domain.referral import Referral
from matcher.rules.caution import flags_listed
from matcher.rules.facts import Facts
from matcher.rules.measures import distance_m

Needed = Callable[[Facts, Referral, Home], Iterator[Must]]
LIVES_HERE = Must(rule=None, field="current_home", must="here")


def musts(facts: Facts, child: Referral, home: Home, rule: str) -> tuple[Must, ...]:
    """What a rule that hangs on the child's unknown fields asks of each; all of them must hold."""
    return tuple(must for must in _NEEDED[rule](facts, child, home) if must.field in child.unknown)


def _registration(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    yield Must(rule="registration", field="placement_types", must="includes", codes=(home.placement_type,))


def _need(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    met = tuple(sorted(home.needs_met))
    yield Must(rule="need", field="need", must="one_of", codes=met)
    yield Must(rule="need", field="also_needs", must="within", codes=met)


def _gender(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    yield Must(rule="gender", field="gender", must="one_of", codes=tuple(sorted(home.genders)))


def _step_free(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    yield Must(rule="step_free", field="step_free", must="no")


def _availability(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    yield Must(rule="availability", field="needed_by", must="by_then", day=home.available_from)


def _distance(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    metres = distance_m(child.origin, home.location)
    yield Must(rule="distance", field="max_miles", must="at_least", figure=metres)


def _exclusion_zone(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    yield Must(rule="exclusion_zone", field="exclusion_zones", must="outside")


def _price_cap(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    price = facts.weekly_price_pence(child, home)
    if {"max_weekly_pence", "supplement_pence"} <= set(child.unknown):
        yield Must(rule="price_cap", field="max_weekly_pence", must="covers", figure=price)
        yield Must(rule="price_cap", field="supplement_pence", must="covers", figure=price)
    elif "max_weekly_pence" in child.unknown:
        least = price + child.supplement_pence
        yield Must(rule="price_cap", field="max_weekly_pence", must="at_least", figure=least)
    elif child.max_weekly_pence is not None:
        most = child.max_weekly_pence - price
        yield Must(rule="price_cap", field="supplement_pence", must="at_most", figure=most)


def _residents(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    there = {flag for resident in home.residents for flag in resident.flags}
    pairs = facts.policy.incompatible_flags
    clash = {risk for risk, harm in pairs if harm in there} | {harm for risk, harm in pairs if risk in there}
    codes = tuple(flag for flag in flags_listed(facts.case) if flag in clash)
    yield Must(rule="residents", field="flags", must="none_of", codes=codes)


def _solo_occupied(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    if facts.policy.solo_flags:
        codes = tuple(sorted(set(facts.policy.solo_flags)))
        yield Must(rule="solo_occupied", field="flags", must="none_of", codes=codes)
    yield Must(rule="solo_occupied", field="solo", must="no")


def _staffing(facts: Facts, child: Referral, home: Home) -> Iterator[Must]:
    yield Must(rule="staffing", field="staff_hours", must="at_most", figure=home.spare_staff_hours)


_NEEDED: dict[str, Needed] = {
    "registration": _registration,
    "need": _need,
    "gender": _gender,
    "step_free": _step_free,
    "availability": _availability,
    "distance": _distance,
    "exclusion_zone": _exclusion_zone,
    "price_cap": _price_cap,
    "residents": _residents,
    "solo_occupied": _solo_occupied,
    "staffing": _staffing,
}
