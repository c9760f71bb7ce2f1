"""What is told of holds and decisions."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime

from pydantic import BaseModel, Field

from api.schemas.pages import Page
from api.schemas.runs import ProposalShape, RunShape
from matcher.service.actor import Actor
from matcher.service.decisions import Story
from matcher.service.decisions.rejecting import Rejection
from matcher.service.views.answers import document_view
from matcher.store.decisions import Decision, Kind, RecordRow, State
from matcher.store.holds import Hold

_HASH = "4257176bb2ee13c5c6e9e0040c6a2736da685db114f22b4f6ef78390b14cf44d"


class HoldShape(BaseModel):
    """A bed kept for a child. `awaiting`: the decision that it is kept for; null: an officer's own hold."""

    id: int = Field(examples=[5_120_448_001_733])
    home_id: int = Field(examples=[1_903_444_871_205])
    bed_id: int = Field(examples=[1_903_444_871_999])
    referral_id: int = Field(examples=[2_200_118_445_310])
    held_by: int = Field(examples=[1_200_300_400_500])
    held_at: datetime
    expires_at: datetime
    awaiting: int | None = Field(examples=[None])

    @classmethod
    def of(cls, hold: Hold) -> HoldShape:
        """Everybody who reads decisions sees every hold."""
        return cls(**{field.name: getattr(hold, field.name) for field in fields(Hold)})


class HoldPage(Page):
    """A page of live holds, in the order of their ids."""

    holds: list[HoldShape]


class DecisionShape(BaseModel):
    """What a named person decided about one proposal.

    `loss`: the regret that was shown. `grounds`: why a second person is needed. `together_id`: siblings
    decided in one act share it.
    """

    id: int = Field(examples=[6_004_118_322_057])
    proposal_id: int = Field(examples=[3_377_001_882_944])
    referral_id: int = Field(examples=[2_200_118_445_310])
    home_id: int | None = Field(examples=[1_903_444_871_205])
    bed_id: int | None = Field(examples=[1_903_444_871_999])
    kind: Kind
    state: State
    shown_hash: str = Field(examples=[_HASH])
    starts: date | None
    reason: str | None = Field(examples=["near her grandmother"])
    loss: dict[str, int] = Field(examples=[{"tier1": 0, "tier2": 41_500}])
    grounds: tuple[str, ...] = Field(examples=[["price"]])
    two_people: bool
    together_id: int | None = Field(examples=[None])
    decided_by: int = Field(examples=[1_200_300_400_500])
    decided_at: datetime
    approver_id: int | None = Field(examples=[None])
    closed_at: datetime | None
    closing_reason: str | None = Field(examples=[None])

    @classmethod
    def of(cls, decision: Decision, actor: Actor) -> DecisionShape:
        """As this actor may see it: a loss holds miles, and is rounded where those are not seen."""
        told = {field.name: getattr(decision, field.name) for field in fields(Decision)}
        return cls(**told | document_view({"loss": dict(decision.loss)}, actor))


class DecidedShape(BaseModel):
    """The decisions of one act: one, or one for each of the siblings."""

    decisions: list[DecisionShape]

    @classmethod
    def of(cls, decided: tuple[Decision, ...], actor: Actor) -> DecidedShape:
        """As this actor may see them."""
        return cls(decisions=[DecisionShape.of(decision, actor) for decision in decided])


class DecisionPage(Page):
    """A page of decisions, in the order of their ids."""

    decisions: list[DecisionShape]


class RecordShape(BaseModel):
    """One row of the record about a decision; its hash stands in the chain."""

    sequence: int = Field(examples=[4_711])
    at: datetime
    actor_kind: str = Field(examples=["human"])
    actor_id: int | None = Field(examples=[1_200_300_400_500])
    action: str = Field(examples=["decision.accepted"])
    hash: str = Field(examples=[_HASH])

    @classmethod
    def of(cls, row: RecordRow) -> RecordShape:
        """All of it: ids, codes and hashes."""
        return cls(**{field.name: getattr(row, field.name) for field in fields(RecordRow)})


class StoryShape(BaseModel):
    """One decision's whole story: what was shown, by which run, who decided and agreed, what is on record."""

    decision: DecisionShape
    together: list[DecisionShape] = Field(description="Its siblings' decisions of the same act.")
    proposal: ProposalShape
    run: RunShape
    record: list[RecordShape]

    @classmethod
    def of(cls, story: Story, actor: Actor) -> StoryShape:
        """As this actor may see it."""
        return cls(
            decision=DecisionShape.of(story.decision, actor),
            together=[DecisionShape.of(one, actor) for one in story.together],
            proposal=ProposalShape.of(story.proposal, actor),
            run=RunShape.of(story.run, actor),
            record=[RecordShape.of(row) for row in story.record],
        )


class RejectionShape(BaseModel):
    """A home's no: the offer that now says declined, and the decisions that were withdrawn with it."""

    offer_id: int = Field(examples=[7_210_004_551_810])
    withdrawn: list[DecisionShape]

    @classmethod
    def of(cls, rejection: Rejection, actor: Actor) -> RejectionShape:
        """As this actor may see it."""
        withdrawn = [DecisionShape.of(decision, actor) for decision in rejection.withdrawn]
        return cls(offer_id=rejection.offer_id, withdrawn=withdrawn)
