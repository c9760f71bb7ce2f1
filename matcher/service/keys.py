"""Keys of programs: made by an administrator, shown once, for reading and asking alone (trust.md T06)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, cast

from pydantic import Field

from matcher.domain.types import Model, Name
from matcher.errors import BadCase, Conflict, Fault, Unauthenticated
from matcher.service import tokens
from matcher.service.actor import Actor
from matcher.service.people import manages_people
from matcher.service.record import recorded
from matcher.service.rights import RIGHTS, Right
from matcher.store import service_accounts as kept
from matcher.store.service_accounts import ServiceAccount
from matcher.store.tables.base import new_id
from matcher.store.work import Work

TOUCHED_EVERY = timedelta(minutes=10)
ANSWERS: frozenset[Right] = frozenset({"ask", "read_runs"})
"""Whoever moves a child and reads what the rules say of it finds any home's place (trust.md T02)."""
TWO_KEYS = "a child moved until a rule says otherwise finds a home; make two keys, one to write, one to ask"
UNKNOWN = "this key is not known here, or no longer good: ask your administrator for another"


class MakeKey(Model):
    """An account for a program, and all that its key may be used for."""

    name: Name
    scopes: Annotated[tuple[Right, ...], Field(min_length=1, max_length=len(RIGHTS["service"]))]


@dataclass(frozen=True)
class MadeKey:
    """The key is told once: only its SHA-256 is kept."""

    account: ServiceAccount
    key: str


@dataclass(frozen=True)
class OpenKey:
    """Which program is asking; `touch_due`: it is time to write that the key was used."""

    actor: Actor
    touch_due: bool


def make_key(work: Work, actor: Actor, command: MakeKey) -> MadeKey:
    """A new account with its key.

    Raises Forbidden, Conflict (name_taken), BadCase for a scope that no program may have, and for
    `write_referrals` together with one of ANSWERS.
    """
    manages_people(actor)
    if faults := _faults(command.scopes):
        raise BadCase(faults)
    if kept.by_name(work, command.name) is not None:
        raise Conflict("name_taken", "a service account has this name: choose another, or use that one")
    account_id = new_id()
    key = tokens.fresh(work.council_id, account_id)
    scopes = frozenset(command.scopes)
    made_by = actor.id if actor.kind == "human" else None
    kept.new_account(work, account_id, command.name, tokens.fingerprint(key), scopes, made_by)
    recorded(work, actor, "key_made", ("service_account", account_id), scopes=sorted(scopes))
    return MadeKey(kept.account(work, account_id), key)


def accounts(work: Work, actor: Actor, after: int | None, limit: int) -> list[ServiceAccount]:
    """At most `limit` accounts after this id. Raises Forbidden."""
    manages_people(actor)
    return kept.accounts(work, after, limit)


def account(work: Work, actor: Actor, account_id: int) -> ServiceAccount:
    """Raises Forbidden, NotFound."""
    manages_people(actor)
    return kept.account(work, account_id)


def close_account(work: Work, actor: Actor, account_id: int) -> ServiceAccount:
    """Its key opens nothing from now on; the account stays, since the record names it.

    Raises Forbidden, NotFound.
    """
    manages_people(actor)
    if kept.account(work, account_id).active:
        kept.close_account(work, account_id)
        recorded(work, actor, "key_closed", ("service_account", account_id))
    return kept.account(work, account_id)


def open_key(work: Work, key: str) -> OpenKey:
    """The account with this key. Raises Unauthenticated."""
    found = kept.with_key(work, tokens.ids_of(key, 2)[1])
    right = tokens.same(found[1] if found else "", tokens.fingerprint(key))
    if found is None or not right or not found[0].active:
        raise Unauthenticated(UNKNOWN)
    used = found[0].used_at
    return OpenKey(actor_of(work, found[0]), used is None or work.now - used >= TOUCHED_EVERY)


def actor_of(work: Work, account: ServiceAccount) -> Actor:
    """What this account may do."""
    scopes = cast("frozenset[Right]", account.scopes)
    return Actor(work.council_id, "service", account.id, frozenset({"service"}), scopes=scopes)


def touch(work: Work, key: str) -> None:
    """Write that the key was used now."""
    kept.touch(work, tokens.ids_of(key, 2)[1])


def _faults(scopes: Collection[Right]) -> list[Fault]:
    allowed = RIGHTS["service"]
    words = ", ".join(sorted(allowed))
    writes = "write_referrals" in scopes
    faults = []
    for index, scope in enumerate(scopes):
        if scope not in allowed:
            told = f"no program may have this right: choose among {words}"
        elif writes and scope in ANSWERS:
            told = f"{scope} does not go with write_referrals: {TWO_KEYS}"
        else:
            continue
        faults.append(Fault(f"$.scopes[{index}]", told))
    return faults
