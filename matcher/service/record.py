"""What is written of every act: who, what, to which thing, in codes and ids alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matcher.service.actor import Actor
from matcher.store import audit
from matcher.store.work import Work

PRIVATE = frozenset(
    {
        "address",
        "birth_date",
        "easting",
        "email",
        "first_name",
        "flags",
        "full_name",
        "key",
        "last_name",
        "location",
        "name",
        "northing",
        "password",
        "postcode",
        "token",
    }
)
"""What a payload never has: it is read by more people than the thing it tells of."""


def recorded(work: Work, actor: Actor, action: str, subject: tuple[str, int | None], **payload: Any) -> int:
    """One row of the record, the last thing written in a transaction; returns its number.

    Raises ValueError for a payload with one of the PRIVATE keys, at any depth: a bug of the caller.
    """
    if private := PRIVATE & set(_keys(payload)):
        raise ValueError(f"{action}: the record keeps no {', '.join(sorted(private))}")
    return audit.append(work, actor.kind, actor.id, action, subject, payload)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for part in value:
        yield from _keys(part)
