"""Accounts of programs and their keys."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.commands import command_body, command_of, no_body
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import RowId, ThePage, page_of
from api.signed_in import TheActor
from matcher.service import keys
from matcher.service.keys import MakeKey
from matcher.store.service_accounts import ServiceAccount
from matcher.store.work import Work

router = APIRouter(prefix="/v1", tags=["People"])
NEXT = "The address of the next page; null on the last."


class AccountShape(BaseModel):
    """A program's account. The key itself is told once, when it is made, and kept nowhere."""

    id: int
    name: str
    scopes: list[str]
    active: bool
    created_by: int | None
    created_at: datetime
    used_at: datetime | None
    key: str | None = None


class AccountsShape(BaseModel):
    """A page of accounts."""

    service_accounts: list[AccountShape]
    next: str | None = Field(None, description=NEXT)


@router.get(
    "/service-accounts",
    operation_id="serviceAccounts",
    summary="List the accounts of programs",
    response_model=AccountsShape,
)
def accounts(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> AccountsShape:
    """With what each may do, and when it was last used."""
    with store.read(actor.council_id) as work:
        found = keys.accounts(work, actor, turn.after, turn.one_more)
    entries, following = page_of(request, turn, found)
    return AccountsShape(service_accounts=[_shape(entry) for entry in entries], next=following)


@router.post(
    "/service-accounts",
    operation_id="makeKey",
    summary="Make an account with a key for a program",
    response_model=AccountShape,
    status_code=201,
    openapi_extra=command_body(MakeKey),
)
async def make_key(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """The key stands in this answer alone, and not in that of a repetition. It decides nothing (T06)."""
    asked = await command_of(request, MakeKey)

    def act(work: Work) -> Reply:
        made = keys.make_key(work, actor, asked)
        again = _shape(made.account)
        shown = again.model_copy(update={"key": made.key})
        return Reply(201, shown, {"Location": f"/v1/service-accounts/{made.account.id}"}, again)

    return await effect(request, store, actor, act)


@router.get(
    "/service-accounts/{account_id}",
    operation_id="serviceAccount",
    summary="Show one program's account",
    response_model=AccountShape,
)
def account(account_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> AccountShape:
    """Without its key, which nobody can read again."""
    with store.read(actor.council_id) as work:
        return _shape(keys.account(work, actor, account_id))


@router.put(
    "/service-accounts/{account_id}/closed",
    operation_id="closeKey",
    summary="Close a program's account for good",
    response_model=AccountShape,
    openapi_extra=no_body(keyed=False),
)
def close_key(account_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> AccountShape:
    """Its key opens nothing with this answer. Make another account where a key was lost."""
    return _shape(store.write(actor.council_id, lambda work: keys.close_account(work, actor, account_id)))


def _shape(account: ServiceAccount) -> AccountShape:
    return AccountShape(**{**vars(account), "scopes": sorted(account.scopes)})
