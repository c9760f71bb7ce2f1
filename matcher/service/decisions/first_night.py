"""Whether a choice that today allows still stands on its first night, up to a year ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from matcher.domain.home import Home
from matcher.domain.types import age_on
from matcher.errors import Conflict, Fault
from matcher.rules.facts import Facts
from matcher.service.assembly import ADULT_YEARS
from matcher.service.days import today
from matcher.store import contracts
from matcher.store.work import Work


def refuse_first_night(
    work: Work, facts: Facts, chosen: Mapping[str, str], home_ids: Mapping[str, int], starts: date
) -> None:
    """Raises Conflict (starts): the homes are open by then, at the shown prices, for children under 18.

    `chosen`: home by child; `home_ids`: by reference. A first night that is past is judged as today, since a
    council's first contracts begin with its data; but a home takes nobody before it opened.
    """
    day = max(starts, today(work))
    found = [
        *_too_early(facts, chosen, starts),
        *_too_old(facts, chosen, day),
        *_offers_over(facts, chosen, day),
        *_other_prices(work, facts, {home: home_ids[home] for home in sorted(set(chosen.values()))}, day),
    ]
    if found:
        words = f"this cannot start on {starts:%Y-%m-%d}: choose another first night, or another home"
        raise Conflict("starts", words, found)


def _too_early(facts: Facts, chosen: Mapping[str, str], starts: date) -> Iterable[Fault]:
    moving = {home for child, home in chosen.items() if facts.referrals[child].current_home != home}
    for home in sorted(moving):
        opens = facts.homes[home].available_from
        if starts < opens:
            yield Fault("$.starts", f"{home} takes nobody before {opens:%Y-%m-%d}")


def _too_old(facts: Facts, chosen: Mapping[str, str], day: date) -> Iterable[Fault]:
    for child in sorted(chosen):
        if age_on(facts.referrals[child].birth_date, day) >= ADULT_YEARS:
            yield Fault("$.starts", f"{child} is {ADULT_YEARS} or older on {day:%Y-%m-%d}")


def _offers_over(facts: Facts, chosen: Mapping[str, str], day: date) -> Iterable[Fault]:
    for child, home in sorted(chosen.items()):
        offer = facts.offers.get((child, home))
        if offer is None or offer.weekly_price_pence is None or offer.expires is None:
            continue
        if offer.expires < day:
            words = f"its price stands until {offer.expires:%Y-%m-%d}, not on {day:%Y-%m-%d}"
            yield Fault("$.starts", f"the offer of {home} for {child}: {words}")


def _other_prices(work: Work, facts: Facts, home_ids: Mapping[str, int], day: date) -> Iterable[Fault]:
    for home, home_id in home_ids.items():
        in_force = [one for one in contracts.contracts_of(work, home_id) if one.covers(day)]
        if not in_force:
            yield Fault("$.starts", f"{home} has no contract in force on {day:%Y-%m-%d}")
        elif _prices(in_force[-1]) != _prices(facts.homes[home]):
            yield Fault("$.starts", f"{home} has a contract at other prices on {day:%Y-%m-%d}")


def _prices(of: Home | contracts.Contract) -> tuple[int, int, int]:
    return of.weekly_price_pence, of.void_charge_pence, of.sibling_discount_percent
