"""What a care plan says about children together, and what a panel says about a child and a home."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from matcher.domain.commands.decisions import Reason, RowId
from matcher.domain.types import Id, Model, RelationshipKind, SiblingRule, WaivableRule
from matcher.errors import BadCase, Fault


class SetGroup(Model):
    """Brothers and sisters under a reference of their own; a group known by it is replaced."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reference": "S-04", "rule": "together", "child_ids": [11, 12]}]}
    )

    reference: Id
    rule: SiblingRule | None = Field(description="Null: the group is no more.")
    child_ids: Annotated[tuple[RowId, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _names_two_children(self) -> SetGroup:
        if self.rule is not None and len(set(self.child_ids)) < 2:
            raise BadCase([Fault("$.child_ids", "name at least two different children")])
        if len(set(self.child_ids)) < len(self.child_ids):
            raise BadCase([Fault("$.child_ids", "names a child twice: keep one of them")])
        return self


class Relate(Model):
    """What stands between two children, in either order."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"child_ids": [11, 12], "kind": "must_not_share"}]}
    )

    child_ids: tuple[RowId, RowId]
    kind: RelationshipKind | None = Field(description="Null: nothing any more.")

    @model_validator(mode="after")
    def _names_two_children(self) -> Relate:
        if self.child_ids[0] == self.child_ids[1]:
            raise BadCase([Fault("$.child_ids", "names one child twice")])
        return self


class SetPair(Model):
    """A panel says that a child is placed in this home, or is not; it replaces what it said before."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"referral_id": 11, "home_id": 12, "kind": "forbid", "reason": "known to a resident's family"}
            ]
        }
    )

    referral_id: RowId
    home_id: RowId
    kind: Literal["pin", "forbid"] | None = Field(description="Null: neither any more.")
    reason: Reason


class Waive(Model):
    """A panel sets one rule aside for one child, at one home or (null) at all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"referral_id": 11, "rule": "distance", "home_id": 12, "reason": "her aunt lives near"}
            ]
        }
    )

    referral_id: RowId
    rule: WaivableRule
    home_id: RowId | None = None
    reason: Reason
