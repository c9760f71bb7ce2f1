"""Accounts of programs: a name, the SHA-256 of a key, and what the key may be used for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from matcher.store.rows import add, change, find, get, page
from matcher.store.tables.people import SERVICE_ACCOUNTS
from matcher.store.work import Work


@dataclass(frozen=True)
class ServiceAccount:
    """A program's account, without its key."""

    id: int
    name: str
    scopes: frozenset[str]
    active: bool
    created_by: int | None
    created_at: datetime
    used_at: datetime | None


def new_account(
    work: Work, account_id: int, name: str, key_hash: str, scopes: Collection[str], created_by: int | None
) -> None:
    """An account under an id that its key already holds."""
    add(
        work,
        SERVICE_ACCOUNTS,
        id=account_id,
        name=name,
        key_hash=key_hash,
        scopes=sorted(scopes),
        created_by=created_by,
        created_at=work.now,
    )


def account(work: Work, account_id: int) -> ServiceAccount:
    """Raises NotFound."""
    return _account(get(work, SERVICE_ACCOUNTS, account_id))


def by_name(work: Work, name: str) -> ServiceAccount | None:
    """The account with this name, which is unique in a council."""
    row = find(work, SERVICE_ACCOUNTS, SERVICE_ACCOUNTS.c.name == name)
    return None if row is None else _account(row)


def accounts(work: Work, after: int | None, limit: int) -> list[ServiceAccount]:
    """At most `limit` accounts with ids above `after`, in the order of their ids."""
    return [_account(row) for row in page(work, SERVICE_ACCOUNTS, after, limit)]


def with_key(work: Work, account_id: int) -> tuple[ServiceAccount, str] | None:
    """An account and the hash that its key must have."""
    row = find(work, SERVICE_ACCOUNTS, SERVICE_ACCOUNTS.c.id == account_id)
    return None if row is None else (_account(row), row.key_hash)


def close_account(work: Work, account_id: int) -> None:
    """Its key opens nothing from now on. Raises NotFound."""
    change(work, SERVICE_ACCOUNTS, account_id, active=False)


def touch(work: Work, account_id: int) -> None:
    """It was used now."""
    change(work, SERVICE_ACCOUNTS, account_id, used_at=work.now)


def _account(row: Row[Any]) -> ServiceAccount:
    return ServiceAccount(
        id=row.id,
        name=row.name,
        scopes=frozenset(row.scopes),
        active=row.active,
        created_by=row.created_by,
        created_at=row.created_at,
        used_at=row.used_at,
    )
