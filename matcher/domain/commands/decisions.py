"""What is asked for when a bed is held, a proposal decided about, or a decision closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from matcher.domain.types import Model
from matcher.errors import BadCase, Fault

RowId = Annotated[int, Field(ge=1, lt=2**53)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[
    str,
    StringConstraints(
        min_length=3,
        max_length=2_000,
        pattern=r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+$",
    ),
]
"""Why, in the words of who decides: codes and ids, no name and no address of a child."""
_SHOWN = "0" * 64


class HoldBed(Model):
    """Keep a bed of a home for a child, for as long as the council's policy says."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"referral_id": 11, "home_id": 12, "starts": "2026-11-24"}]}
    )

    referral_id: RowId
    home_id: RowId
    starts: date | None = Field(
        default=None, description="A bed that is free from this night on; today when null."
    )


class Choice(Model):
    """One proposal, and the hash that stood beside it when it was shown."""

    proposal_id: RowId
    shown_hash: Hash


class Decide(Model):
    """Take the plan's proposal, or another, or none. Siblings who must live together are one act."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "accept",
                    "choices": [{"proposal_id": 21, "shown_hash": _SHOWN}],
                    "starts": "2026-11-24",
                }
            ]
        }
    )

    kind: Literal["accept", "override", "decline"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=20)]
    starts: date | None = Field(default=None, description="The first night. A decline has none.")
    reason: Reason | None = Field(default=None, description="Needed to override and to decline.")
    over_budget: bool = Field(
        default=False, description="Ask a commissioner to let the fund go over its limit."
    )

    @model_validator(mode="after")
    def _holds_together(self) -> Decide:
        faults = list(_faults(self))
        if faults:
            raise BadCase(faults)
        return self


class Approve(Model):
    """A second person agrees to exactly what the first was shown."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"shown_hashes": [_SHOWN]}]})

    shown_hashes: Annotated[tuple[Hash, ...], Field(min_length=1, max_length=20)]
    over_budget_reason: Reason | None = Field(
        default=None, description="A commissioner lets the funds go over their limits, and says why."
    )


class Close(Model):
    """Refuse or withdraw what awaits a second person."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "the bed is needed tonight"}]})

    reason: Reason


class Rejected(Model):
    """A home says no to a child."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"referral_id": 11, "home_id": 12, "reason": "no waking night staff"}]
        }
    )

    referral_id: RowId
    home_id: RowId
    reason: Reason


def _faults(command: Decide) -> list[Fault]:
    declines = command.kind == "decline"
    faults = []
    if declines and command.starts is not None:
        faults.append(Fault("$.starts", "a decline has no first night: leave it out"))
    if not declines and command.starts is None:
        faults.append(Fault("$.starts", "is missing: say the first night"))
    if command.kind != "accept" and command.reason is None:
        faults.append(Fault("$.reason", f"is missing: to {command.kind} needs a reason"))
    if declines and len(command.choices) > 1:
        faults.append(Fault("$.choices", "decline one proposal at a time"))
    if len({choice.proposal_id for choice in command.choices}) < len(command.choices):
        faults.append(Fault("$.choices", "names a proposal twice: keep one of them"))
    return faults
