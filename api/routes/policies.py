"""The policy, version by version: proposed by one person, approved by another."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of, no_body
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import RowId, ThePage, page_of
from api.schemas.pages import PolicyPage
from api.signed_in import TheActor
from matcher.domain.commands.policies import ProposePolicy
from matcher.service import policies as service
from matcher.service.actor import Actor
from matcher.service.views.policies import PolicyView, policy_view
from matcher.store.policies import StoredPolicy
from matcher.store.work import Store, Work

router = APIRouter(prefix="/v1/policies", tags=["Council data"])


@router.get("", operation_id="policies", summary="List the versions of the policy", response_model=PolicyPage)
def policies(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> PolicyPage:
    """In the order of their ids: drafts, approved and withdrawn ones."""
    with store.read(actor.council_id) as work:
        found = service.page_of_policies(work, actor, turn.after, turn.one_more)
    entries, following = page_of(request, turn, found)
    return PolicyPage(policies=[policy_view(policy) for policy in entries], next=following)


@router.post(
    "",
    operation_id="proposePolicy",
    summary="Propose the next version of the policy",
    response_model=PolicyView,
    status_code=201,
    openapi_extra=command_body(ProposePolicy),
)
async def propose_policy(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """A draft: it changes nothing until another person approves it."""
    command = await command_of(request, ProposePolicy)

    def act(work: Work) -> Reply:
        draft = service.propose_policy(work, actor, command)
        return Reply(201, policy_view(draft), {"Location": f"/v1/policies/{draft.id}"})

    return await effect(request, store, actor, act)


@router.get(
    "/in-force",
    operation_id="policyInForce",
    summary="Show the version that holds today",
    response_model=PolicyView,
)
def policy_in_force(nothing: Nothing, actor: TheActor, store: TheStore) -> PolicyView:
    """The approved version whose day came last."""
    with store.read(actor.council_id) as work:
        return policy_view(service.get_policy_in_force(work, actor))


@router.get(
    "/{policy_id}", operation_id="policy", summary="Show one version of the policy", response_model=PolicyView
)
def policy(policy_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> PolicyView:
    """The whole of it, with who proposed and who approved it."""
    with store.read(actor.council_id) as work:
        return policy_view(service.get_policy(work, actor, policy_id))


@router.post(
    "/{policy_id}/approval",
    operation_id="approvePolicy",
    summary="Approve a draft that another person proposed",
    response_model=PolicyView,
    openapi_extra=no_body(),
)
async def approve_policy(
    request: Request, policy_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """It holds from its day on."""
    return await _done(request, store, actor, lambda work: service.approve_policy(work, actor, policy_id))


@router.post(
    "/{policy_id}/withdrawal",
    operation_id="withdrawPolicy",
    summary="Withdraw a draft that will not come",
    response_model=PolicyView,
    openapi_extra=no_body(),
)
async def withdraw_policy(
    request: Request, policy_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Another one can then be proposed."""
    return await _done(request, store, actor, lambda work: service.withdraw_policy(work, actor, policy_id))


async def _done(
    request: Request, store: Store, actor: Actor, act: Callable[[Work], StoredPolicy]
) -> Response:
    return await effect(request, store, actor, lambda work: Reply(200, policy_view(act(work))))
