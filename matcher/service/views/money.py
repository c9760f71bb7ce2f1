"""Offers, budgets and placements as somebody may see them: prices by the right to see prices."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from matcher.service.actor import Actor
from matcher.store.budgets import StoredBudget
from matcher.store.offers import StoredOffer
from matcher.store.placements import StoredPlacement

_ID = 2_204_817_345_912_411


class OfferView(BaseModel):
    """What a home answered for a child. `weekly_price_pence`: in place of the contract's, if any."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "referral_id": 11,
                    "home_id": 12,
                    "status": "offered",
                    "weekly_price_pence": 512_500,
                    "expires": "2026-12-08",
                    "reason": None,
                    "version": 1,
                    "recorded_at": "2026-11-23T12:00:00Z",
                    "kept_back": [],
                }
            ]
        }
    )

    id: int
    referral_id: int
    home_id: int
    status: str
    weekly_price_pence: int | None
    expires: date | None
    reason: str | None
    version: int
    recorded_at: datetime
    kept_back: list[str] = Field(description="What you may not see.")


class BudgetView(BaseModel):
    """A fund, in pence a week. `headroom_pence`: what is left for new commitments, rounded down."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "fund": "la",
                    "weekly_limit_pence": 7_250_000,
                    "committed_centipence": 431_000_00,
                    "overridden_centipence": 0,
                    "headroom_pence": 6_819_000,
                    "version": 3,
                }
            ]
        }
    )

    id: int
    fund: str
    weekly_limit_pence: int
    committed_centipence: int = Field(description="In pence × 100: a percentage of whole pence.")
    overridden_centipence: int
    headroom_pence: int
    version: int


class PlacementView(BaseModel):
    """A child in a bed, in the nights from `starts` up to, not with, `ends`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": _ID,
                    "child_id": 10,
                    "home_id": 12,
                    "bed_id": 13,
                    "starts": "2026-05-11",
                    "ends": None,
                    "weekly_price_pence": 480_000,
                    "source": "import",
                    "decision_id": None,
                    "kept_back": [],
                }
            ]
        }
    )

    id: int
    child_id: int
    home_id: int
    bed_id: int
    starts: date
    ends: date | None
    weekly_price_pence: int | None
    source: str
    decision_id: int | None
    kept_back: list[str] = Field(description="What you may not see.")


def offer_view(offer: StoredOffer, actor: Actor) -> OfferView:
    """A provider is shown its own offers alone, and so their prices."""
    priced = actor.may("see_prices") or actor.provider_id is not None
    return OfferView(
        id=offer.id,
        referral_id=offer.referral_id,
        home_id=offer.home_id,
        status=offer.status,
        weekly_price_pence=offer.weekly_price_pence if priced else None,
        expires=offer.expires,
        reason=offer.reason,
        version=offer.version,
        recorded_at=offer.recorded_at,
        kept_back=[] if priced else ["weekly_price_pence"],
    )


def budget_view(budget: StoredBudget) -> BudgetView:
    """The whole of it, for who may read budgets."""
    return BudgetView(
        id=budget.id,
        fund=budget.fund,
        weekly_limit_pence=budget.weekly_limit_pence,
        committed_centipence=budget.committed_centipence,
        overridden_centipence=budget.overridden_centipence,
        headroom_pence=budget.headroom_pence,
        version=budget.version,
    )


def placement_view(placement: StoredPlacement, actor: Actor) -> PlacementView:
    """The price by the right to see prices."""
    priced = actor.may("see_prices")
    return PlacementView(
        id=placement.id,
        child_id=placement.child_id,
        home_id=placement.home_id,
        bed_id=placement.bed_id,
        starts=placement.starts,
        ends=placement.ends,
        weekly_price_pence=placement.weekly_price_pence if priced else None,
        source=placement.source,
        decision_id=placement.decision_id,
        kept_back=[] if priced else ["weekly_price_pence"],
    )
