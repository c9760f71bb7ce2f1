"""Decisions over HTTP: a named person takes a proposal, another home, or none; a second one agrees."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deciding import act_or_record
from api.deps import Nothing, TheStore
from api.effects import Reply
from api.listing import MAX_ID, PageQuery, RowId, Turn, page_of
from api.schemas.decisions import DecidedShape, DecisionPage, DecisionShape, RejectionShape, StoryShape
from api.signed_in import TheActor
from matcher.domain.commands.decisions import Approve, Close, Decide, Rejected
from matcher.service import decisions as service
from matcher.store.decisions import State
from matcher.store.work import Work

router = APIRouter(prefix="/v1", tags=["Decisions"])


class DecisionQuery(PageQuery):
    """Which part of the decisions."""

    referral_id: int | None = Field(None, ge=1, le=MAX_ID, description="Of this child alone.")
    state: State | None = Field(None, description="In this state alone.")


class DecisionTurn(Turn):
    """The same, narrowed to a child or a state."""

    def __init__(self, asked: Annotated[DecisionQuery, Query()]) -> None:
        super().__init__(asked)
        self.referral_id, self.state = asked.referral_id, asked.state

    @property
    def narrowed(self) -> str:
        """What the next page's address asks for besides."""
        asked = {"referral_id": self.referral_id, "state": self.state}
        return "".join(f"&{name}={value}" for name, value in asked.items() if value is not None)


@router.post(
    "/decisions",
    operation_id="decide",
    summary="Accept, override or decline what was proposed",
    response_model=DecidedShape,
    status_code=201,
    openapi_extra=command_body(Decide),
)
async def decide(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """All is looked at again in one transaction: the bed, the price, the rules, the funds, and the hash of
    what was shown. Where anything moved: 409, and `changed` says what. A placing above the policy's price, at
    a distance, by a waiver or over a budget awaits a second person, with its bed held."""
    command = await command_of(request, Decide)

    def act(work: Work) -> Reply:
        made = service.decide(work, actor, command)
        location = {"Location": f"/v1/decisions/{made[0].id}"}
        return Reply(201, DecidedShape.of(made, actor), location)

    return await act_or_record(request, store, actor, ("proposal", command.choices[0].proposal_id), act)


@router.get("/decisions", operation_id="decisions", summary="List decisions", response_model=DecisionPage)
def list_decisions(
    request: Request, turn: Annotated[DecisionTurn, Depends(DecisionTurn)], actor: TheActor, store: TheStore
) -> DecisionPage:
    """Of all children, of one, or those in one state."""
    with store.read(actor.council_id) as work:
        found = service.page_of_decisions(
            work, actor, turn.after, turn.one_more, referral_id=turn.referral_id, state=turn.state
        )
    entries, following = page_of(request, turn, found)
    shown = [DecisionShape.of(decision, actor) for decision in entries]
    return DecisionPage(decisions=shown, next=following and following + turn.narrowed)


@router.get(
    "/decisions/{decision_id}",
    operation_id="decision",
    summary="Tell one decision's whole story",
    response_model=StoryShape,
)
def show_decision(decision_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> StoryShape:
    """The decision, the proposal that was shown, the run it came from, and its rows of the record."""
    with store.read(actor.council_id) as work:
        return StoryShape.of(service.story(work, actor, decision_id), actor)


@router.post(
    "/decisions/{decision_id}/approval",
    operation_id="approveDecision",
    summary="Agree, as the second person",
    response_model=DecidedShape,
    status_code=201,
    openapi_extra=command_body(Approve),
)
async def approve(
    request: Request, decision_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """All is looked at again; then the child is placed. Never by who decided; siblings together."""
    command = await command_of(request, Approve)

    def act(work: Work) -> Reply:
        return Reply(201, DecidedShape.of(service.approve(work, actor, decision_id, command), actor))

    return await act_or_record(request, store, actor, ("decision", decision_id), act)


@router.post(
    "/decisions/{decision_id}/refusal",
    operation_id="refuseDecision",
    summary="Refuse, as the second person",
    response_model=DecidedShape,
    status_code=201,
    openapi_extra=command_body(Close),
)
async def refuse(
    request: Request, decision_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """With a reason; the bed is free again and the child waits on."""
    command = await command_of(request, Close)

    def act(work: Work) -> Reply:
        return Reply(201, DecidedShape.of(service.refuse(work, actor, decision_id, command), actor))

    return await act_or_record(request, store, actor, ("decision", decision_id), act)


@router.post(
    "/decisions/{decision_id}/withdrawal",
    operation_id="withdrawDecision",
    summary="Take back what awaits a second person",
    response_model=DecidedShape,
    status_code=201,
    openapi_extra=command_body(Close),
)
async def withdraw(
    request: Request, decision_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """By any officer, with a reason; the bed is free again."""
    command = await command_of(request, Close)

    def act(work: Work) -> Reply:
        return Reply(201, DecidedShape.of(service.withdraw(work, actor, decision_id, command), actor))

    return await act_or_record(request, store, actor, ("decision", decision_id), act)


@router.post(
    "/rejections",
    operation_id="recordRejection",
    summary="Write down that a home said no",
    response_model=RejectionShape,
    status_code=201,
    openapi_extra=command_body(Rejected),
)
async def reject(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """The home is shut to the child from now on, and what awaited a second person there is withdrawn."""
    command = await command_of(request, Rejected)

    def act(work: Work) -> Reply:
        return Reply(201, RejectionShape.of(service.record_rejection(work, actor, command), actor))

    return await act_or_record(request, store, actor, ("referral", command.referral_id), act)
