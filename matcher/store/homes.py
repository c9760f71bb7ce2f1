"""Providers and homes. Where a home is, is asked for by name: no query here brings it along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from matcher.errors import NotFound
from matcher.store.rows import add, change, every, find, get, put
from matcher.store.tables.homes import HOME_ADDRESSES, HOMES, PROVIDERS
from matcher.store.work import Work


@dataclass(frozen=True)
class StoredHome:
    """`document`: the domain's Home without its place, beds, residents and contract."""

    id: int
    reference: str
    name: str
    provider_id: int
    provider: str
    document: Mapping[str, Any]
    open: bool
    version: int


@dataclass(frozen=True)
class Address:
    """Where a home is: never shown but by an act of its own (trust.md T01)."""

    address: str
    location: Mapping[str, Any]


def provider_named(work: Work, name: str) -> int:
    """The id of the provider with this name, new where there is none. Raises Broken in a race."""
    row = find(work, PROVIDERS, PROVIDERS.c.name == name)
    return add(work, PROVIDERS, name=name, created_at=work.now) if row is None else int(row.id)


def add_home(
    work: Work, reference: str, name: str, provider_id: int, document: Mapping[str, Any], where: Address
) -> int:
    """A new home and its address; returns the id. Raises Broken (uq_homes_council_id_reference)."""
    key = add(
        work,
        HOMES,
        reference=reference,
        name=name,
        provider_id=provider_id,
        document=document,
        created_at=work.now,
    )
    put(work, HOME_ADDRESSES, home_id=key, address=where.address, location=where.location)
    return key


def home(work: Work, home_id: int, lock: bool = False) -> StoredHome:
    """Raises NotFound."""
    if lock:
        get(work, HOMES, home_id, lock=True)
    found = _read(work, HOMES.c.id == home_id)
    if not found:
        raise NotFound("there is nothing with this id here")
    return found[0]


def home_by_reference(work: Work, reference: str) -> StoredHome | None:
    """The home that people know by this code."""
    found = _read(work, HOMES.c.reference == reference)
    return found[0] if found else None


def every_home(work: Work, provider_id: int | None = None) -> tuple[StoredHome, ...]:
    """All homes, or a provider's own, in the order of their ids."""
    return _read(work, *_of_provider(provider_id))


def page_of(
    work: Work, after: int | None, limit: int, provider_id: int | None = None
) -> Sequence[StoredHome]:
    """At most `limit` homes with ids above `after`."""
    where = () if after is None else (HOMES.c.id > after,)
    return _read(work, *_of_provider(provider_id), *where, limit=limit)


def change_home(work: Work, home_id: int, version: int | None, **values: Any) -> None:
    """New values of the home's own row. Raises NotFound, Precondition."""
    change(work, HOMES, home_id, version, **values)


def address(work: Work, home_id: int) -> Address:
    """Raises NotFound."""
    row = find(work, HOME_ADDRESSES, HOME_ADDRESSES.c.home_id == home_id)
    if row is None:
        raise NotFound("there is nothing with this id here")
    return Address(row.address, row.location)


def change_address(work: Work, home_id: int, where: Address) -> None:
    """The home is somewhere else than was thought."""
    ours = (HOME_ADDRESSES.c.council_id == work.council_id) & (HOME_ADDRESSES.c.home_id == home_id)
    values = {"address": where.address, "location": where.location}
    work.connection.execute(update(HOME_ADDRESSES).where(ours).values(**values))


def locations(work: Work) -> Mapping[int, Mapping[str, Any]]:
    """The grid reference and authority of each home: for today's case, which measures from it."""
    return {row.home_id: row.location for row in every(work, HOME_ADDRESSES)}


def _of_provider(provider_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if provider_id is None else (HOMES.c.provider_id == provider_id,)


def _read(work: Work, *where: ColumnElement[bool], limit: int | None = None) -> tuple[StoredHome, ...]:
    same = (PROVIDERS.c.council_id == HOMES.c.council_id) & (PROVIDERS.c.id == HOMES.c.provider_id)
    statement = select(HOMES, PROVIDERS.c.name.label("provider")).join(PROVIDERS, same)
    ours = statement.where(HOMES.c.council_id == work.council_id, *where).order_by(HOMES.c.id).limit(limit)
    return tuple(_home(row) for row in work.connection.execute(ours))


def _home(row: Row[Any]) -> StoredHome:
    return StoredHome(
        row.id, row.reference, row.name, row.provider_id, row.provider, row.document, row.open, row.version
    )
