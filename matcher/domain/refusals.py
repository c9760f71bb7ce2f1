"""Plans for the day a home says no: to one child, then again, and again."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from matcher.domain.proposal import Payer, Proposal, Regret, Status
from matcher.domain.types import Model


class AfterRefusal(Model):
    """The best plan when these homes have said no to the child.

    `regret` and `who_pays` are against the first plan: what the refusals cost everybody, and whose home is
    another. `home` None: no best plan places the child any more. `proposal` is of the case with these homes
    forbidden to the child, and so is its fingerprint.
    """

    refused: tuple[str, ...]
    home: str | None
    regret: Regret
    who_pays: tuple[Payer, ...]
    proposal: Proposal


class Refusals(Model):
    """Plan after plan, each with the homes proposed before for the child barred.

    `complete`: the last plan leaves the child without a home, so there is nothing left to refuse.
    """

    schema_: Literal["placement-refusals/1"] = Field(default="placement-refusals/1", alias="schema")
    status: Status
    referral: str
    complete: bool
    plans: tuple[AfterRefusal, ...]
    case_fingerprint: str
