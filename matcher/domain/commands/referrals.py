"""What is asked for when a referral comes in, changes or is withdrawn."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from matcher.domain.absent import fill_absent
from matcher.domain.referral import Referral
from matcher.domain.types import Id, Model
from matcher.errors import BadCase, Fault

WithdrawalReason = Literal[
    "returned_home", "placed_elsewhere", "care_plan_changed", "turned_18", "entered_in_error"
]

REFERRAL_EXAMPLE: dict[str, Any] = {
    "id": "R-31",
    "birth_date": "2013-02-17",
    "gender": "female",
    "origin": {"postcode": "CV1 2NE"},
    "need": "emotional_behavioural",
    "flags": [],
    "urgency": "urgent",
    "needed_by": "2026-12-04",
    "placement_types": ["childrens_home", "foster"],
    "max_miles": 20,
    "funding": [{"fund": "la", "percent": 100}],
}


class ChangeReferral(Model):
    """The whole of what is asked for a child from now on, under the referral's own id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"referral": REFERRAL_EXAMPLE}]})

    referral: Referral = Field(description="As in a case document, without `current_home`.")

    @model_validator(mode="after")
    def _says_nothing_of_where_the_child_lives(self) -> Self:
        if self.referral.current_home is not None:
            words = "leave it out: where a child lives is known from the placements"
            raise BadCase([Fault("$.referral.current_home", words)])
        return self


class AddReferral(ChangeReferral):
    """A new referral. `child` is the council's own code: a child known by it is asked for again."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"child": "C-1042", "referral": REFERRAL_EXAMPLE}]}
    )

    child: Id


class WithdrawReferral(Model):
    """A referral that nothing more is asked for. The reason is one of these, so that it names nobody."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "returned_home"}]})

    reason: WithdrawalReason


def fill_unknown(command: Any) -> bool:
    """Put stand-ins for what a parsed command's referral says is not known; whether it says so at all."""
    return isinstance(command, dict) and fill_absent({"referrals": [command.get("referral")]})
