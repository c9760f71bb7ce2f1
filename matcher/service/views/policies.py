"""A version of the policy: whoever may read it sees the whole, by which every plan is judged."""

from __future__ import annotations

import json
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from matcher.domain.deciding import Deciding
from matcher.domain.policy import Policy
from matcher.store.policies import StoredPolicy


class PolicyView(BaseModel):
    """The price list and the rules of deciding, in force from a day once another person approved them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": 2_204_817_345_912_411,
                    "version": 2,
                    "state": "draft",
                    "policy": {
                        "unplaced_weight": {"emergency": 100, "urgent": 10, "planned": 1},
                        "pence_per_mile": 1_000,
                        "pence_per_school_mile": 600,
                        "out_of_area_pence": 15_000,
                        "move_pence": 40_000,
                        "avoid_pence": 25_000,
                        "split_siblings_pence": 60_000,
                        "provision_pence": {
                            "internal": 0,
                            "block": 2_000,
                            "framework": 10_000,
                            "spot": 30_000,
                        },
                    },
                    "deciding": Deciding().model_dump(mode="json"),
                    "in_force_from": "2027-04-01",
                    "reason": "agreed by the steering group in November",
                    "proposed_by": 31,
                    "proposed_at": "2026-11-23T12:00:00Z",
                    "approved_by": None,
                    "approved_at": None,
                }
            ]
        }
    )

    id: int
    version: int
    state: str
    policy: Policy
    deciding: Deciding
    in_force_from: date
    reason: str
    proposed_by: int | None
    proposed_at: datetime
    approved_by: int | None
    approved_at: datetime | None


def policy_view(stored: StoredPolicy) -> PolicyView:
    """One version."""
    return PolicyView(
        id=stored.id,
        version=stored.version,
        state=stored.state,
        policy=Policy.model_validate_json(json.dumps(stored.document)),
        deciding=Deciding.model_validate_json(json.dumps(stored.deciding)),
        in_force_from=stored.in_force_from,
        reason=stored.reason,
        proposed_by=stored.proposed_by,
        proposed_at=stored.proposed_at,
        approved_by=stored.approved_by,
        approved_at=stored.approved_at,
    )
