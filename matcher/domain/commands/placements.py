"""What is asked for when a placement made elsewhere is entered, or one ends."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from matcher.domain.commands.decisions import RowId
from matcher.domain.home import Resident
from matcher.domain.types import Model, Pence
from matcher.errors import BadCase, Fault

EndReason = Literal["moved", "returned_home", "turned_18", "notice_by_home", "notice_by_council", "other"]


class ImportPlacement(Model):
    """A child who lives in a home already, or will, by a decision that was not made here."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "child": {"id": "C-0817", "birth_date": "2011-06-30", "gender": "male", "flags": []},
                    "home_id": 12,
                    "bed_id": 13,
                    "starts": "2026-05-11",
                    "weekly_price_pence": 480_000,
                }
            ]
        }
    )

    child: Resident = Field(description="`id` is the council's own code.")
    home_id: RowId
    bed_id: RowId
    starts: date
    ends: date | None = Field(default=None, description="The first night that the child sleeps elsewhere.")
    weekly_price_pence: Pence

    @model_validator(mode="after")
    def _lasts(self) -> ImportPlacement:
        if self.ends is not None and self.ends <= self.starts:
            raise BadCase([Fault("$.ends", "is not after starts: correct one of the two dates")])
        if self.child.birth_date > self.starts:
            raise BadCase([Fault("$.child.birth_date", "is after starts: correct one of the two dates")])
        return self


class EndPlacement(Model):
    """The first night that the child no longer sleeps there, and why in one word, so that it names nobody."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ends": "2026-12-18", "reason": "moved"}]})

    ends: date
    reason: EndReason
