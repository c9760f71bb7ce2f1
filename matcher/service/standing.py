"""Whether who asked may still have the answer: roles are read again after something long (F20)."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from matcher.errors import Unauthenticated
from matcher.service.actor import Actor
from matcher.service.rights import Right, Role
from matcher.store import people, service_accounts
from matcher.store.work import Work


def standing(work: Work, actor: Actor) -> Actor:
    """The same actor with what they may do now. Raises Unauthenticated when they are no longer let in."""
    if actor.id is None:
        return actor
    if actor.kind == "service":
        account = service_accounts.account(work, actor.id)
        if not account.active:
            raise Unauthenticated("this key is no longer good: ask your administrator for another")
        return replace(actor, scopes=cast("frozenset[Right]", account.scopes))
    person = people.person(work, actor.id)
    if not person.active:
        raise Unauthenticated("sign in: this account is closed")
    return replace(actor, roles=cast("frozenset[Role]", person.roles), provider_id=person.provider_id)
