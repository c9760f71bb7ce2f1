"""Budgets: the weekly limit of each fund, and what is committed of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.commands import command_body, command_of
from api.deps import Nothing, TheStore
from api.effects import Reply, change, effect, shown
from api.listing import RowId
from api.schemas.pages import BudgetList
from api.signed_in import TheActor
from api.versions import etag, version_named
from matcher.domain.commands.money import AddBudget, SetLimit
from matcher.service import budgets as service
from matcher.service.views.money import BudgetView, budget_view
from matcher.store.budgets import StoredBudget
from matcher.store.work import Work

router = APIRouter(prefix="/v1/budgets", tags=["Council data"])


@router.get("", operation_id="budgets", summary="List the funds with a limit", response_model=BudgetList)
def budgets(nothing: Nothing, actor: TheActor, store: TheStore) -> BudgetList:
    """A council has a handful: all of them at once. A fund that is not here is unlimited."""
    with store.read(actor.council_id) as work:
        found = service.page_of_budgets(work, actor)
    return BudgetList(budgets=[budget_view(budget) for budget in found])


@router.post(
    "",
    operation_id="addBudget",
    summary="Limit a fund that was unlimited",
    response_model=BudgetView,
    status_code=201,
    openapi_extra=command_body(AddBudget),
)
async def add_budget(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """From now on no decision commits more to it without a named override."""
    command = await command_of(request, AddBudget)

    def act(work: Work) -> Reply:
        budget = service.add_budget(work, actor, command)
        return _reply(201, budget, {"Location": f"/v1/budgets/{budget.id}"})

    return await effect(request, store, actor, act)


@router.get(
    "/{budget_id}", operation_id="budget", summary="Show one fund and its headroom", response_model=BudgetView
)
def budget(budget_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With its version as the ETag, which a change names."""
    with store.read(actor.council_id) as work:
        return shown(_reply(200, service.get_budget(work, actor, budget_id)))


@router.put(
    "/{budget_id}",
    operation_id="setLimit",
    summary="Set a fund's weekly limit anew",
    response_model=BudgetView,
    openapi_extra=command_body(SetLimit, keyed=False, versioned=True),
)
async def set_limit(
    request: Request, budget_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Never below what is committed."""
    command = await command_of(request, SetLimit)
    version = version_named(request)

    def act(work: Work) -> Reply:
        return _reply(200, service.set_limit(work, actor, budget_id, version, command))

    return await change(store, actor, act)


def _reply(status: int, budget: StoredBudget, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, budget_view(budget), etag(budget.version) | (headers or {}))
