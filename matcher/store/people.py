"""The people of a council and what each of them may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from matcher.store.rows import add, change, every, find, get, page, put
from matcher.store.tables.homes import PROVIDERS
from matcher.store.tables.people import USER_ROLES, USERS
from matcher.store.work import Work

ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Person:
    """Somebody with an account. Neither the password's hash nor who they are elsewhere is in it."""

    id: int
    email: str
    name: str
    roles: frozenset[str]
    provider_id: int | None
    active: bool
    has_password: bool
    signs_in_elsewhere: bool
    version: int
    created_at: datetime


@dataclass(frozen=True)
class Secret:
    """What a password is held against; `hash` is None for who only signs in elsewhere."""

    user_id: int
    hash: str | None
    active: bool


def new_person(
    work: Work,
    *,
    email: str,
    name: str,
    roles: Collection[str],
    password_hash: str | None,
    provider_id: int | None,
    elsewhere: tuple[str, str] | None,
) -> int:
    """A person with these roles; `elsewhere` is an issuer and the subject that it knows them by."""
    issuer, subject = elsewhere or (None, None)
    key = add(
        work,
        USERS,
        email=email,
        name=name,
        password_hash=password_hash,
        issuer=issuer,
        subject=subject,
        provider_id=provider_id,
        created_at=work.now,
    )
    _put_roles(work, key, roles)
    return key


def person(work: Work, user_id: int, lock: bool = False) -> Person:
    """Raises NotFound."""
    return _person(get(work, USERS, user_id, lock), _roles(work, [user_id]))


def people(work: Work, after: int | None, limit: int) -> list[Person]:
    """At most `limit` people with ids above `after`, in the order of their ids."""
    rows = page(work, USERS, after, limit)
    roles = _roles(work, [row.id for row in rows])
    return [_person(row, roles) for row in rows]


def by_email(work: Work, email: str) -> Person | None:
    """The person with this address, which is unique in a council and in no other way."""
    return _found(work, USERS.c.email == email)


def by_subject(work: Work, issuer: str, subject: str) -> Person | None:
    """The person whom this issuer knows by this subject."""
    return _found(work, USERS.c.issuer == issuer, USERS.c.subject == subject)


def secret_of(work: Work, email: str) -> Secret | None:
    """What a sign-in with this address is held against."""
    row = find(work, USERS, USERS.c.email == email)
    return None if row is None else Secret(row.id, row.password_hash, row.active)


def give_roles(
    work: Work, user_id: int, roles: Collection[str], provider_id: int | None, version: int
) -> None:
    """Exactly these roles from now on. Raises NotFound, Precondition."""
    change(work, USERS, user_id, version, provider_id=provider_id)
    ours = (USER_ROLES.c.council_id == work.council_id) & (USER_ROLES.c.user_id == user_id)
    work.connection.execute(delete(USER_ROLES).where(ours))
    _put_roles(work, user_id, roles)


def set_active(work: Work, user_id: int, active: bool, version: int) -> None:
    """Raises NotFound, Precondition."""
    change(work, USERS, user_id, version, active=active)


def set_password_hash(work: Work, user_id: int, password_hash: str) -> None:
    """Raises NotFound."""
    change(work, USERS, user_id, password_hash=password_hash)


def still_kept(work: Work, user_id: int, password_hash: str) -> bool:
    """Whether the password is still the one that this hash was made of; it stays so until this work ends."""
    return bool(get(work, USERS, user_id, lock=True).password_hash == password_hash)


def locked_administrators(work: Work) -> frozenset[int]:
    """Who administers the council now; nobody else changes that until this work ends."""
    statement = (
        select(USERS.c.id)
        .join(
            USER_ROLES, (USER_ROLES.c.council_id == USERS.c.council_id) & (USER_ROLES.c.user_id == USERS.c.id)
        )
        .where(USERS.c.council_id == work.council_id, USERS.c.active, USER_ROLES.c.role == ADMINISTRATOR)
        .order_by(USERS.c.id)
        .with_for_update()
    )
    return frozenset(work.connection.execute(statement).scalars())


def require_provider(work: Work, provider_id: int) -> None:
    """Raises NotFound."""
    get(work, PROVIDERS, provider_id)


def emails_ending(work: Work, ending: str) -> bool:
    """Whether anybody active has an address that ends so."""
    return bool(every(work, USERS, USERS.c.email.endswith(ending, autoescape=True), USERS.c.active))


def _found(work: Work, *where: ColumnElement[bool]) -> Person | None:
    row = find(work, USERS, *where)
    return None if row is None else _person(row, _roles(work, [row.id]))


def _put_roles(work: Work, user_id: int, roles: Collection[str]) -> None:
    for role in sorted(roles):
        put(work, USER_ROLES, user_id=user_id, role=role)


def _roles(work: Work, user_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    held: dict[int, set[str]] = {}
    for row in every(work, USER_ROLES, USER_ROLES.c.user_id.in_(user_ids)):
        held.setdefault(row.user_id, set()).add(row.role)
    return {key: frozenset(roles) for key, roles in held.items()}


def _person(row: Row[Any], roles: dict[int, frozenset[str]]) -> Person:
    return Person(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=roles.get(row.id, frozenset()),
        provider_id=row.provider_id,
        active=row.active,
        has_password=row.password_hash is not None,
        signs_in_elsewhere=row.subject is not None,
        version=row.version,
        created_at=row.created_at,
    )
