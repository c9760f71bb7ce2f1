"""A home as somebody may see it: its authority at most, never where it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from matcher.service.actor import Actor
from matcher.service.homes import HomeRecord
from matcher.store.beds import Bed
from matcher.store.contracts import Contract


class BedView(BaseModel):
    """One registered place. `taken`: somebody sleeps in it, or will."""

    id: int
    label: str
    blocked: bool
    blocked_reason: str | None
    taken: bool


class ContractView(BaseModel):
    """What a place costs a week, in pence, from `starts` up to, not with, `ends`."""

    id: int
    weekly_price_pence: int
    void_charge_pence: int
    sibling_discount_percent: int
    starts: date
    ends: date | None


class HomeView(BaseModel):
    """A home, its beds and, for who may see prices and for its own provider, its contracts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 1_204_817_345_912_411,
                    "reference": "HOME-081",
                    "name": "Larch House",
                    "provider": "Invented Homes",
                    "provider_id": 4_204_817_345_912_417,
                    "open": True,
                    "version": 1,
                    "provision": "framework",
                    "placement_type": "childrens_home",
                    "registered": True,
                    "judgement": "good",
                    "needs_met": ["emotional_behavioural"],
                    "min_age": 8,
                    "max_age": 17,
                    "genders": ["female", "male", "non_binary"],
                    "step_free": False,
                    "available_from": "2026-12-01",
                    "admissions_limit": None,
                    "spare_staff_hours": 20,
                    "beds": [
                        {"id": 7, "label": "1", "blocked": False, "blocked_reason": None, "taken": False}
                    ],
                    "free_beds": 1,
                    "contracts": None,
                    "kept_back": ["contracts"],
                }
            ]
        }
    )

    id: int
    reference: str
    name: str
    provider: str
    provider_id: int
    open: bool
    version: int
    provision: str
    placement_type: str
    registered: bool
    judgement: str
    needs_met: list[str]
    min_age: int
    max_age: int
    genders: list[str]
    step_free: bool
    available_from: date
    admissions_limit: int | None
    spare_staff_hours: int | None
    beds: list[BedView]
    free_beds: int = Field(description="Neither blocked nor taken; a hold is told by the holds.")
    contracts: list[ContractView] | None
    kept_back: list[str] = Field(description="What you may not see. Where it is, is asked for by itself.")


class AddressView(BaseModel):
    """Where a home is: given by an act of its own, with a reason, which is recorded."""

    address: str = Field(examples=["1 Invented Street"])
    area: str = Field(examples=["E08000026"])
    easting: int = Field(examples=[433_438])
    northing: int = Field(examples=[279_001])


def home_view(record: HomeRecord, actor: Actor) -> HomeView:
    """Contracts by the right to see prices; a provider, who is shown its own homes alone, sees its own."""
    home = record.home
    priced = actor.may("see_prices") or actor.provider_id == home.provider_id
    beds = [bed_view(bed, bed.id in record.taken) for bed in record.beds]
    own: dict[str, Any] = {
        "id": home.id,
        "reference": home.reference,
        "name": home.name,
        "provider": home.provider,
        "provider_id": home.provider_id,
        "open": home.open,
        "version": home.version,
        "beds": beds,
        "free_beds": sum(not bed.blocked and not bed.taken for bed in beds),
        "contracts": [contract_view(one) for one in record.contracts] if priced else None,
        "kept_back": [] if priced else ["contracts"],
    }
    return HomeView.model_validate({**home.document, **own})


def bed_view(bed: Bed, taken: bool) -> BedView:
    """One bed."""
    reason = bed.blocked_reason
    return BedView(id=bed.id, label=bed.label, blocked=bed.blocked, blocked_reason=reason, taken=taken)


def contract_view(contract: Contract) -> ContractView:
    """One contract."""
    return ContractView(
        id=contract.id,
        weekly_price_pence=contract.weekly_price_pence,
        void_charge_pence=contract.void_charge_pence,
        sibling_discount_percent=contract.sibling_discount_percent,
        starts=contract.starts,
        ends=contract.ends,
    )
