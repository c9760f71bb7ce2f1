"""Which homes somebody may change: a council's people all, a provider its own (trust.md T04)."""

from __future__ import annotations

from matcher.errors import Forbidden, NotFound
from matcher.service.actor import Actor
from matcher.service.rights import Right
from matcher.store import homes
from matcher.store.homes import StoredHome
from matcher.store.work import Work


def home_to_read(work: Work, actor: Actor, home_id: int) -> StoredHome:
    """Raises Forbidden; NotFound, also for a provider who asks for another's."""
    provider_id = provider_of(actor, "read_homes")
    return _theirs(homes.home(work, home_id), provider_id)


def home_to_change(work: Work, actor: Actor, home_id: int) -> StoredHome:
    """The same, locked until this work ends, for who may write homes or their own."""
    provider_id = provider_of(actor, "write_homes")
    return _theirs(homes.home(work, home_id, lock=True), provider_id)


def provider_of(actor: Actor, right: Right) -> int | None:
    """Whose homes alone the actor is shown; None: all. Raises Forbidden."""
    if actor.may(right):
        return None
    if not actor.may("write_own_home"):
        actor.require(right)
    if actor.provider_id is None:
        raise Forbidden("your account belongs to no provider: ask your administrator")
    return actor.provider_id


def _theirs(home: StoredHome, provider_id: int | None) -> StoredHome:
    if provider_id is not None and home.provider_id != provider_id:
        raise NotFound("there is nothing with this id here")
    return home
