"""What is asked for when the price list or the rules of deciding are to change."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from matcher.domain.commands.decisions import Reason
from matcher.domain.deciding import Deciding
from matcher.domain.policy import Policy
from matcher.domain.types import Model

POLICY_EXAMPLE: dict[str, Any] = {
    "unplaced_weight": {"emergency": 100, "urgent": 10, "planned": 1},
    "pence_per_mile": 1_000,
    "pence_per_school_mile": 600,
    "out_of_area_pence": 15_000,
    "move_pence": 40_000,
    "avoid_pence": 25_000,
    "split_siblings_pence": 60_000,
    "provision_pence": {"internal": 0, "block": 2_000, "framework": 10_000, "spot": 30_000},
}


class ProposePolicy(Model):
    """The next version, whole: it changes nothing until another person approves it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "policy": POLICY_EXAMPLE,
                    "deciding": {"second_person_above_weekly_pence": 650_000},
                    "in_force_from": "2027-04-01",
                    "reason": "agreed by the steering group in November",
                }
            ]
        }
    )

    policy: Policy
    deciding: Deciding = Field(default=Deciding(), description="When a second person decides; how holds end.")
    in_force_from: date
    reason: Reason
