"""A case at another price of one offer, one home, or all the homes of a provider or kind of provision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from matcher.domain.case import Case, Offer
from matcher.domain.home import Home
from matcher.domain.types import MAX_PENCE, Model, Provision

MAX_PERCENT = 1_000_000
LEAST_PERCENT = -100


class Priced(Model):
    """What is priced. `offer` and `home` are priced in pence a week, `uplift` in whole per cent.

    `offer`: the home's price for one referral. `home`: its list price, which offers of their own price do not
    follow. `uplift`: list prices and offers alike, of one home, a provider's or a kind of provision's.
    """

    kind: Literal["offer", "home", "uplift"]
    home: str | None = None
    referral: str | None = None
    provider: str | None = None
    provision: Provision | None = None


def homes_of(case: Case, priced: Priced) -> frozenset[str]:
    """The homes whose price it is."""
    return frozenset(
        home.id
        for home in case.homes
        if home.id == priced.home
        or (priced.provider is not None and home.provider == priced.provider)
        or (priced.provision is not None and home.provision == priced.provision)
    )


def uses(case: Case, priced: Priced, allocation: dict[str, str | None]) -> bool:
    """Whether an allocation places anybody there; of an offer, its own child."""
    if priced.kind == "offer":
        return allocation[priced.referral or ""] == priced.home
    return not homes_of(case, priced).isdisjoint(home for home in allocation.values() if home)


def at_price(case: Case, priced: Priced, value: int) -> Case:
    """The case at so many pence a week, or so many per cent more; nothing else of it is changed."""
    if priced.kind == "home":
        priced_home = {"weekly_price_pence": value}
        homes = (h.model_copy(update=priced_home) if h.id == priced.home else h for h in case.homes)
        return case.model_copy(update={"homes": tuple(homes)})
    if priced.kind == "offer":
        return case.model_copy(update={"offers": _offered(case, priced, value)})
    among = homes_of(case, priced)
    homes = (_uplifted_home(home, value) if home.id in among else home for home in case.homes)
    offers = (_uplifted_offer(offer, value) if offer.home in among else offer for offer in case.offers)
    return case.model_copy(update={"homes": tuple(homes), "offers": tuple(offers)})


def _offered(case: Case, priced: Priced, value: int) -> tuple[Offer, ...]:
    """The offer with its other terms as they are; where there was none, one is made."""
    pair, price = (priced.referral, priced.home), {"weekly_price_pence": value}
    if all((offer.referral, offer.home) != pair for offer in case.offers):
        assert priced.referral is not None
        assert priced.home is not None
        made = Offer(referral=priced.referral, home=priced.home, status="offered", weekly_price_pence=value)
        return (*case.offers, made)
    return tuple(
        offer.model_copy(update=price) if (offer.referral, offer.home) == pair else offer
        for offer in case.offers
    )


def uplifted_pence(pence: int, percent: float) -> int:
    """A price and so many per cent of it, to three decimals, rounded half up to a penny."""
    return (pence * (100_000 + round(percent * 1000)) + 50_000) // 100_000


def _uplifted_home(home: Home, percent: int) -> Home:
    return home.model_copy(update={"weekly_price_pence": uplifted_pence(home.weekly_price_pence, percent)})


def _uplifted_offer(offer: Offer, percent: int) -> Offer:
    if offer.weekly_price_pence is None:
        return offer
    return offer.model_copy(update={"weekly_price_pence": uplifted_pence(offer.weekly_price_pence, percent)})


def range_of(case: Case, priced: Priced) -> tuple[int, int]:
    """The least and the most that a document can state: pence, or per cent."""
    if priced.kind != "uplift":
        return 0, MAX_PENCE
    among = homes_of(case, priced)
    prices = [home.weekly_price_pence for home in case.homes if home.id in among]
    prices += [offer.weekly_price_pence or 0 for offer in case.offers if offer.home in among]
    dearest = max(prices, default=0)
    if not dearest:
        return LEAST_PERCENT, MAX_PERCENT
    most = (100 * MAX_PENCE + 49) // dearest - 100
    return LEAST_PERCENT, min(MAX_PERCENT, most)


def price_now(case: Case, priced: Priced) -> int:
    """What it is in the case: pence a week, or no per cent more."""
    if priced.kind == "uplift":
        return 0
    [listed] = [home.weekly_price_pence for home in case.homes if home.id == priced.home]
    if priced.kind == "home":
        return listed
    pair = (priced.referral, priced.home)
    offers = [o for o in case.offers if (o.referral, o.home) == pair and o.status == "offered"]
    return next((o.weekly_price_pence for o in offers if o.weekly_price_pence is not None), listed)


def follows_price(case: Case, priced: Priced) -> bool:
    """Whether using it can only get worse as its price rises, so that one price settles all higher ones.

    Not so where a rise also frees money: a review who lives there counts for less elsewhere in a budget, a
    child of two sibling groups may be granted two discounts, and where siblings' prices differ a discount
    may pass to one whom another fund pays for.
    """
    among = homes_of(case, priced)
    if case.budgets and any(child.current_home in among for child in case.referrals):
        return False
    if not any(home.sibling_discount_percent for home in case.homes if home.id in among):
        return True
    members = [member for members in _discounted(case) for member in members]
    own = {o.referral for o in case.offers if o.home in among and o.weekly_price_pence is not None}
    own |= {priced.referral} if priced.referral else set()
    return len(members) == len(set(members)) and not (case.budgets and own & set(members))


def _discounted(case: Case) -> Iterator[tuple[str, ...]]:
    """The groups of which two members may share a home: of those kept apart, two who both stay in theirs."""
    lives = {child.id: child.current_home for child in case.referrals if child.current_home is not None}
    for group in case.sibling_groups:
        homes = [lives[member] for member in group.members if member in lives]
        if group.rule != "apart" or len(homes) > len(set(homes)):
            yield group.members
