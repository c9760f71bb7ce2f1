"""Changes to homes: one opens, closes, is otherwise than it was, or asks another price."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from matcher.domain.case import Case, Offer
from matcher.domain.changes.base import Change, Changed, any_of, given, home_of, refuse, replaced, with_fields
from matcher.domain.home import Home
from matcher.domain.priced import uplifted_pence
from matcher.domain.types import MAX_PENCE, Id, Name, Provision, shortest

SETTABLE = (
    "places",
    "blocked_places",
    "admissions_limit",
    "spare_staff_hours",
    "weekly_price_pence",
    "void_charge_pence",
    "sibling_discount_percent",
    "available_from",
    "judgement",
    "registered",
)
"""What `set_home` may change: the rest is another home."""

if TYPE_CHECKING:
    SomeHome = Change
else:
    SomeHome = any_of(Home, SETTABLE)


class OpenHome(Change):
    """A home that the case does not hold yet."""

    kind: Literal["open_home"]
    home: Home

    def effect(self, case: Case) -> Changed:
        """The case with the home."""
        if any(home.id == self.home.id for home in case.homes):
            refuse("home.id", "a home of the case has this id: give another, or use set_home")
        return Changed({"homes": (*case.homes, self.home)})


class CloseHome(Change):
    """A home that closes: its residents leave the case, and its reviews lose their stay."""

    kind: Literal["close_home"]
    home_id: Id

    def effect(self, case: Case) -> Changed:
        """The case without the home, its offers, forbids and waivers. A pin to it is refused."""
        closed = home_of(case, self.home_id, "home_id")
        if any(pin.home == closed.id for pin in case.pins):
            refuse("home_id", "a child is pinned to this home: unpin it before the home closes")
        left = {resident.id for resident in closed.residents}
        fields = {
            "homes": tuple(home for home in case.homes if home.id != closed.id),
            "referrals": tuple(
                with_fields(child, {"current_home": None}) if child.current_home == closed.id else child
                for child in case.referrals
            ),
            "relationships": tuple(link for link in case.relationships if not {link.a, link.b} & left),
            "offers": tuple(offer for offer in case.offers if offer.home != closed.id),
            "forbids": tuple(pair for pair in case.forbids if pair.home != closed.id),
            "waivers": tuple(waiver for waiver in case.waivers if waiver.home != closed.id),
        }
        return Changed(fields, closed.residents, closed.id)


class SetHome(SomeHome):
    """Some fields of a home; only those given are touched."""

    kind: Literal["set_home"]
    home_id: Id

    def effect(self, case: Case) -> Changed:
        """The case with that home as it would then be."""
        fields = given(self, "home_id")
        home = home_of(case, self.home_id, "home_id")
        return Changed({"homes": replaced(case.homes, with_fields(home, fields))})


def _to_thousandth(percent: float) -> float:
    """Refuse a percentage finer than a thousandth: prices must come out exactly."""
    if abs(percent * 1000 - round(percent * 1000)) > 1e-6:
        raise PydanticCustomError("too_precise", "give a percentage with at most three decimal places")
    return percent


UpliftPercent = Annotated[
    float,
    Field(ge=-100, le=1_000, allow_inf_nan=False),
    AfterValidator(_to_thousandth),
    PlainSerializer(shortest),
]


class Uplift(Change):
    """So many per cent on the prices of a provider, a provision or a home; less where negative."""

    kind: Literal["uplift"]
    percent: UpliftPercent
    provider: Name | None = None
    provision: Provision | None = None
    home_id: Id | None = None

    @model_validator(mode="after")
    def _names_one_thing(self) -> Uplift:
        if sum(name is not None for name in (self.provider, self.provision, self.home_id)) != 1:
            raise PydanticCustomError("one_of_three", "give exactly one of provider, provision and home_id")
        return self

    def effect(self, case: Case) -> Changed:
        """The case with list prices and offers alike uplifted, each rounded half up to a penny."""
        homes = self.homes_of(case)
        if not homes:
            field = "provider" if self.provider is not None else "provision"
            refuse(field, f"no home has this {field} when this change is applied: correct it")
        dearer = partial(_dearer_pence, percent=self.percent)
        fields = {
            "homes": tuple(_priced(home, dearer) if home.id in homes else home for home in case.homes),
            "offers": tuple(_offered(o, dearer) if o.home in homes else o for o in case.offers),
        }
        return Changed(fields)

    def homes_of(self, case: Case) -> frozenset[str]:
        """The homes whose prices change. Raises BadCase for an unknown home."""
        if self.home_id is not None:
            return frozenset({home_of(case, self.home_id, "home_id").id})
        return frozenset(
            home.id
            for home in case.homes
            if (self.provider is not None and home.provider == self.provider)
            or (self.provision is not None and home.provision == self.provision)
        )


def _dearer_pence(pence: int, percent: float) -> int:
    """The price uplifted. Raises BadCase when no document could state it."""
    whole = uplifted_pence(pence, percent)
    if whole > MAX_PENCE:
        refuse("percent", f"makes a price higher than {MAX_PENCE} pence a week: give less")
    return whole


def _priced(home: Home, dearer: Callable[[int], int]) -> Home:
    return with_fields(home, {"weekly_price_pence": dearer(home.weekly_price_pence)})


def _offered(offer: Offer, dearer: Callable[[int], int]) -> Offer:
    if offer.weekly_price_pence is None:
        return offer
    return offer.model_copy(update={"weekly_price_pence": dearer(offer.weekly_price_pence)})
