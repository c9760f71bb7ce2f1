"""The people of a council, their roles, and the keys of programs: an administrator's work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, SecretStr
from starlette.responses import Response

from api.commands import command_body, command_of, no_body
from api.deps import Nothing, TheStore
from api.effects import Reply, effect
from api.listing import RowId, ThePage, page_of
from api.openapi import problems
from api.routes.session import rates_of
from api.signed_in import TheActor
from api.versions import etag, version_named
from matcher.domain.types import Model
from matcher.service import passwords, people
from matcher.service.people import AddUser, GiveRoles
from matcher.store.people import Person
from matcher.store.work import Work

router = APIRouter(prefix="/v1", tags=["People"])
NEXT = "The address of the next page; null on the last."


class SetActive(Model):
    """Whether somebody is let in."""

    active: bool


class SetPassword(Model):
    """A first password, or another where it was forgotten."""

    password: Annotated[SecretStr, Field(min_length=1, max_length=passwords.MAX_LENGTH)]


class PersonShape(BaseModel):
    """Somebody with an account."""

    id: int
    email: str
    name: str
    roles: list[str]
    provider_id: int | None
    active: bool
    has_password: bool
    signs_in_elsewhere: bool
    version: int
    created_at: datetime


class PeopleShape(BaseModel):
    """A page of people."""

    users: list[PersonShape]
    next: str | None = Field(None, description=NEXT)


@router.get(
    "/users", operation_id="users", summary="List the people of this council", response_model=PeopleShape
)
def users(request: Request, turn: ThePage, actor: TheActor, store: TheStore) -> PeopleShape:
    """In the order of their ids, leavers too."""
    with store.read(actor.council_id) as work:
        found = people.everybody(work, actor, turn.after, turn.one_more)
    entries, following = page_of(request, turn, found)
    return PeopleShape(users=[_shape(person) for person in entries], next=following)


@router.post(
    "/users",
    operation_id="addUser",
    summary="Add a person with their roles",
    response_model=PersonShape,
    status_code=201,
    responses=problems(404),
    openapi_extra=command_body(AddUser),
)
async def add_user(request: Request, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """They cannot sign in yet: set a password next, or name who they are at the identity provider."""
    asked = await command_of(request, AddUser)

    def act(work: Work) -> Reply:
        added = people.add_user(work, actor, asked, None)
        return Reply(201, _shape(added), {"Location": f"/v1/users/{added.id}", **etag(added.version)})

    return await effect(request, store, actor, act)


@router.get(
    "/users/{user_id}", operation_id="user", summary="Show one person's account", response_model=PersonShape
)
def user(user_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """With its version as the ETag, which a change names."""
    with store.read(actor.council_id) as work:
        return _answer(people.one(work, actor, user_id))


@router.put(
    "/users/{user_id}/roles",
    operation_id="giveRoles",
    summary="Give a person exactly these roles",
    response_model=PersonShape,
    responses=problems(409),
    openapi_extra=command_body(GiveRoles, keyed=False, versioned=True),
)
async def give_roles(
    request: Request, user_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """From their next request on. Nobody's own; the last administrator stays one."""
    asked = await command_of(request, GiveRoles)
    version = version_named(request)
    return await _changed(
        store.write, actor.council_id, lambda work: people.give_roles(work, actor, user_id, asked, version)
    )


@router.put(
    "/users/{user_id}/active",
    operation_id="setActive",
    summary="Let a person in, or out at once",
    response_model=PersonShape,
    responses=problems(409),
    openapi_extra=command_body(SetActive, keyed=False, versioned=True),
)
async def set_active(
    request: Request, user_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """A leaver's sessions are over with this answer. The account stays: the record names it."""
    asked = await command_of(request, SetActive)
    version = version_named(request)
    return await _changed(
        store.write,
        actor.council_id,
        lambda work: people.set_active(work, actor, user_id, asked.active, version),
    )


@router.put(
    "/users/{user_id}/password",
    operation_id="setPassword",
    summary="Set a person's password: the first, or a forgotten one",
    status_code=204,
    openapi_extra=command_body(SetPassword, keyed=False),
)
async def set_password(
    request: Request, user_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore
) -> Response:
    """Their sessions are over. It names no key, so that nothing made of a password is kept but its hash."""
    asked = await command_of(request, SetPassword)
    text = asked.password.get_secret_value()

    def act() -> None:
        with store.read(actor.council_id) as work:
            email = people.one(work, actor, user_id).email
        fresh = passwords.hashed(text, email)
        store.write(actor.council_id, lambda work: people.set_password(work, actor, user_id, fresh))

    await to_thread.run_sync(act, limiter=rates_of(request).hashing)
    return Response(status_code=204)


@router.delete(
    "/users/{user_id}/sessions",
    operation_id="endSessions",
    summary="End every session of a person",
    status_code=204,
    openapi_extra=no_body(keyed=False),
)
def end_sessions(user_id: RowId, nothing: Nothing, actor: TheActor, store: TheStore) -> Response:
    """For a lost laptop: they may sign in again."""
    store.write(actor.council_id, lambda work: people.end_sessions(work, actor, user_id))
    return Response(status_code=204)


async def _changed(
    write: Callable[[int, Callable[[Work], Person]], Person], council_id: int, act: Callable[[Work], Person]
) -> Response:
    return _answer(await to_thread.run_sync(partial(write, council_id, act)))


def _answer(person: Person) -> Response:
    headers: dict[str, Any] = etag(person.version)
    return Response(_shape(person).model_dump_json(), 200, headers, "application/json")


def _shape(person: Person) -> PersonShape:
    return PersonShape(**{**vars(person), "roles": sorted(person.roles)})
