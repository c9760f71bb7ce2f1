"""The council's price list and policy: the whole of the model's judgement, on one page."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from matcher.domain.types import Code, Judgement, Model, Pence, Weight, Years

Price = Annotated[int, Field(ge=0, le=10_000_000)]


class UnplacedWeights(Model):
    """What it weighs in tier 1 to leave a child of each urgency without a home."""

    emergency: Weight
    urgent: Weight
    planned: Weight


class ProvisionPrices(Model):
    """The commissioning order as a price in pence a week."""

    internal: Price
    block: Price
    framework: Price
    spot: Price


class WaiverPrices(Model):
    """What a panel may waive and at what price, in pence; null: not in this council.

    Defaults: problem.md section 6.
    """

    age: Pence | None = 20_000
    availability: Pence | None = 2_000
    distance: Pence | None = 1_500
    price_cap: Pence | None = 100
    judgement: Pence | None = 40_000
    staffing: Pence | None = 3_000
    admissions: Pence | None = 25_000
    budget: Pence | None = 100
    split: Pence | None = 150_000


class Policy(Model):
    """Prices in pence a week; a mile is 1 609.3 m."""

    unplaced_weight: UnplacedWeights
    pence_per_mile: Price
    pence_per_school_mile: Price
    out_of_area_pence: Price
    move_pence: Price
    avoid_pence: Price
    split_siblings_pence: Price
    provision_pence: ProvisionPrices
    max_age_gap_years: Years | None = None
    incompatible_flags: Annotated[tuple[tuple[Code, Code], ...], Field(max_length=500)] = ()
    solo_flags: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    barred_judgements: Annotated[tuple[Judgement, ...], Field(max_length=5)] = ()
    waiver_pence: WaiverPrices = WaiverPrices()
