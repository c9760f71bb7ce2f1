"""Today's case as somebody may see it: without where homes are, and with less where a right is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from matcher.service.actor import Actor
from matcher.service.cases import Today
from matcher.service.views.flags import unflagged
from matcher.service.views.places import WITHOUT_ANY, WITHOUT_HOMES
from matcher.service.views.prices import unpriced
from matcher.service.views.rewriting import Document, rewritten


class NoteView(BaseModel):
    """What to know of today's case: something left out or weakened, or a birthday."""

    code: str = Field(examples=["no_contract"])
    reference: str = Field(examples=["HOME-081"])
    message: str


class CaseView(BaseModel):
    """The case as far as you may see it. It is for reading: the engine is asked by a run."""

    as_of: date
    policy_id: int
    case: dict[str, Any] = Field(description="As in a case document, with less in it.")
    referral_ids: dict[str, int] = Field(description="The id of each referral, by its reference.")
    home_ids: dict[str, int] = Field(description="The id of each home, by its reference.")
    notes: list[NoteView]


def case_view(today: Today, actor: Actor) -> CaseView:
    """Nobody sees where a home is here; flags, exact places and prices are seen by their own rights."""
    document = today.case.model_dump(mode="json", by_alias=True)
    notes = [NoteView(code=note.code, reference=note.reference, message=note.message) for note in today.notes]
    return CaseView(
        as_of=today.case.as_of,
        policy_id=today.policy_id,
        case=_seen(document, actor),
        referral_ids=dict(today.referral_ids),
        home_ids=dict(today.home_ids),
        notes=notes,
    )


def _seen(document: Document, actor: Actor) -> Document:
    policy = document.pop("policy")
    shown = rewritten(document, WITHOUT_HOMES if actor.may("see_exact_distance") else WITHOUT_ANY)
    if not actor.may("see_flags"):
        shown = rewritten(shown, unflagged)
    if not actor.may("see_prices"):
        shown = rewritten(shown, unpriced)
    return {**shown, "policy": policy}
