"""Signing in by a council's own identity provider: who is known there is matched by its subject."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from matcher.errors import Unauthenticated
from matcher.service import sessions
from matcher.service.actor import system
from matcher.service.people import AddUser, PersonsRole, add_user
from matcher.service.sessions import SignedIn
from matcher.store import people
from matcher.store.people import Person
from matcher.store.work import Work

STRANGER = "your identity provider knows you and this council does not: ask your administrator to add you"
NO_EMAIL = "your identity provider gives no email address that it has checked: ask your administrator"


@dataclass(frozen=True)
class Identity:
    """Whom an issuer vouches for: `subject` is what it calls them, for good; the rest may change."""

    issuer: str
    subject: str
    email: str | None
    name: str | None


def sign_in_elsewhere(work: Work, identity: Identity, new_role: PersonsRole | None) -> SignedIn:
    """A session for who is known by this issuer and subject. Never matched by an email address alone.

    A stranger is refused, or added with `new_role` where the server is set so. Raises Unauthenticated,
    Conflict where the address is already somebody's.
    """
    known = people.by_subject(work, identity.issuer, identity.subject)
    if known is None:
        known = _added(work, identity, new_role)
    return sessions.begin(work, known.id, "elsewhere")


def _added(work: Work, identity: Identity, new_role: PersonsRole | None) -> Person:
    if new_role is None:
        raise Unauthenticated(STRANGER)
    try:
        command = AddUser(
            email=identity.email or "",
            name=identity.name or identity.email or "",
            roles=(new_role,),
            issuer=identity.issuer,
            subject=identity.subject,
        )
    except ValidationError:
        raise Unauthenticated(NO_EMAIL) from None
    return add_user(work, system(work.council_id), command, None)
