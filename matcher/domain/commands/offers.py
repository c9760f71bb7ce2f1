"""What a home answers for a child."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Self

from pydantic import ConfigDict, Field, model_validator

from matcher.domain.commands.decisions import Reason, RowId
from matcher.domain.types import Model, OfferStatus, Pence
from matcher.errors import BadCase, Fault


class ChangeOffer(Model):
    """A home's answer from now on: a bed at a price until a day, or no, with the reason."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "declined", "reason": "no waking night staff"}]}
    )

    status: OfferStatus
    weekly_price_pence: Pence | None = Field(default=None, description="In place of the contract's price.")
    expires: date | None = Field(default=None, description="The last day on which it stands.")
    reason: Reason | None = Field(default=None, description="Why not. Needed to decline.")

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        faults = list(_faults(self))
        if faults:
            raise BadCase(faults)
        return self


class RecordOffer(ChangeOffer):
    """A home's first answer for a child."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "referral_id": 11,
                    "home_id": 12,
                    "status": "offered",
                    "weekly_price_pence": 512_500,
                    "expires": "2026-12-08",
                }
            ]
        }
    )

    referral_id: RowId
    home_id: RowId


def _faults(offer: ChangeOffer) -> Iterator[Fault]:
    if offer.status == "offered":
        return
    if offer.reason is None:
        yield Fault("$.reason", "is missing: to decline needs a reason")
    if offer.weekly_price_pence is not None:
        yield Fault("$.weekly_price_pence", "a home that declines asks no price: leave it out")
    if offer.expires is not None:
        yield Fault("$.expires", "a decline does not expire: leave it out")
