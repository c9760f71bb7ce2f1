"""Pages of lists: the entries, and the address of the next page."""

from __future__ import annotations

from pydantic import BaseModel, Field

from matcher.service.views.homes import BedView, HomeView
from matcher.service.views.money import BudgetView, OfferView, PlacementView
from matcher.service.views.policies import PolicyView
from matcher.service.views.referrals import ReferralView


class Page(BaseModel):
    """A page of a list."""

    next: str | None = Field(
        None,
        description="The address of the next page; null on the last.",
        examples=["/v1/referrals?after=AAfVJ2Yh0Vs&limit=50"],
    )


class ReferralPage(Page):
    """A page of referrals, in the order of their ids."""

    referrals: list[ReferralView]


class HomePage(Page):
    """A page of homes, in the order of their ids."""

    homes: list[HomeView]


class OfferPage(Page):
    """A page of offers, in the order of their ids."""

    offers: list[OfferView]


class PlacementPage(Page):
    """A page of placements, in the order of their ids."""

    placements: list[PlacementView]


class PolicyPage(Page):
    """A page of the policy's versions, in the order of their ids."""

    policies: list[PolicyView]


class BudgetList(BaseModel):
    """Every fund with a limit."""

    budgets: list[BudgetView]


class BedList(BaseModel):
    """Every bed of a home."""

    beds: list[BedView]


class Made(BaseModel):
    """The id of what was made."""

    id: int = Field(examples=[2_204_817_345_912_411])
