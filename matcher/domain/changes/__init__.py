"""The changes that a scenario may make to a case, one type a kind (problem.md section 7)."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from matcher.domain.changes.children import (
    AddReferral,
    Relate,
    SetGroup,
    SetReferral,
    WithdrawReferral,
)
from matcher.domain.changes.desk import SetAsOf, SetBudget, SetOffer, SetPolicy, Waive
from matcher.domain.changes.homes import CloseHome, OpenHome, SetHome, Uplift
from matcher.domain.changes.pairs import Forbid, Pin, Unforbid, Unpin

AnyChange = (
    OpenHome
    | CloseHome
    | SetHome
    | Uplift
    | SetBudget
    | SetPolicy
    | Pin
    | Unpin
    | Forbid
    | Unforbid
    | Waive
    | SetReferral
    | Relate
    | SetGroup
    | AddReferral
    | WithdrawReferral
    | SetOffer
    | SetAsOf
)
KINDS: tuple[str, ...] = tuple(
    get_args(change.model_fields["kind"].annotation)[0] for change in get_args(AnyChange)
)
"""Every kind of change, in the order of the specification's table."""

OneChange = Annotated[AnyChange, Field(discriminator="kind")]
