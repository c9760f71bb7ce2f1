"""Who works here and as what. Only an administrator says so, and nobody of themselves (T05, T07)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from matcher.domain.types import Model, Name
from matcher.errors import BadCase, Conflict, Fault, Forbidden, NotFound
from matcher.service.actor import Actor
from matcher.service.record import recorded
from matcher.store import people as kept
from matcher.store import sessions
from matcher.store.people import Person
from matcher.store.work import Work

PersonsRole = Literal["officer", "panel", "commissioner", "provider", "auditor", "administrator"]
Roles = Annotated[tuple[PersonsRole, ...], Field(min_length=1, max_length=6)]
MAX_ID = 2**53 - 1
ALONE: tuple[PersonsRole, ...] = ("provider", "auditor", "administrator")
"""Roles that go with no other: with another they would undo what they are for."""
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s\x00-\x1f\x7f-\x9f]+$"),
    AfterValidator(str.lower),
]


class GiveRoles(Model):
    """All the roles of a person from now on; whose eyes they have, for the role provider."""

    roles: Roles
    provider_id: Annotated[int, Field(ge=1, le=MAX_ID)] | None = None


class AddUser(GiveRoles):
    """A new person; with `issuer` and `subject`, who they are at the council's identity provider."""

    email: Email
    name: Name
    issuer: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    subject: Annotated[str, StringConstraints(min_length=1, max_length=255)] | None = None


def manages_people(actor: Actor) -> None:
    """An administrator, or who runs the command line beside the database. Raises Forbidden."""
    if actor.kind != "system":
        actor.require("manage_people")


def add_user(work: Work, actor: Actor, command: AddUser, password_hash: str | None) -> Person:
    """A new person. Raises Forbidden, BadCase, NotFound for the provider, Conflict for a known address.

    The password was hashed before (`passwords.hashed`), because that is slow and this is a transaction.
    """
    manages_people(actor)
    _check(work, command)
    elsewhere = _elsewhere(command)
    if kept.by_email(work, command.email) is not None:
        raise Conflict("email_taken", "somebody here has this email address: change that account instead")
    if elsewhere and kept.by_subject(work, *elsewhere) is not None:
        raise Conflict("subject_taken", "somebody here is known by this subject: change that account instead")
    user_id = kept.new_person(
        work,
        email=command.email,
        name=command.name,
        roles=frozenset(command.roles),
        password_hash=password_hash,
        provider_id=command.provider_id,
        elsewhere=elsewhere,
    )
    recorded(work, actor, "user_added", ("user", user_id), roles=sorted(command.roles))
    return kept.person(work, user_id)


def everybody(work: Work, actor: Actor, after: int | None, limit: int) -> list[Person]:
    """At most `limit` people after this id. Raises Forbidden."""
    manages_people(actor)
    return kept.people(work, after, limit)


def one(work: Work, actor: Actor, user_id: int) -> Person:
    """Raises Forbidden, NotFound."""
    manages_people(actor)
    return kept.person(work, user_id)


def with_email(work: Work, actor: Actor, email: str) -> Person:
    """Raises Forbidden, NotFound."""
    manages_people(actor)
    found = kept.by_email(work, email.strip().lower())
    if found is None:
        raise NotFound("nobody here has this email address: `placements people list` shows who is here")
    return found


def give_roles(work: Work, actor: Actor, user_id: int, command: GiveRoles, version: int) -> Person:
    """Exactly these roles from the next request on.

    Raises Forbidden for one's own, BadCase, NotFound, Precondition, and Conflict where the council would be
    left without an administrator.
    """
    _of_another(actor, user_id)
    _check(work, command)
    if kept.ADMINISTRATOR not in command.roles:
        _one_stays(work, user_id)
    before = kept.person(work, user_id, lock=True)
    kept.give_roles(work, user_id, frozenset(command.roles), command.provider_id, version)
    changed = {"before": sorted(before.roles), "after": sorted(set(command.roles))}
    recorded(work, actor, "roles_given", ("user", user_id), **changed)
    return kept.person(work, user_id)


def set_active(work: Work, actor: Actor, user_id: int, active: bool, version: int) -> Person:
    """Let somebody in again, or out: then every session of theirs is over at once (T08).

    Raises as give_roles.
    """
    _of_another(actor, user_id)
    if not active:
        _one_stays(work, user_id)
    kept.set_active(work, user_id, active, version)
    ended = 0 if active else sessions.revoke_all(work, user_id)
    action = "user_activated" if active else "user_deactivated"
    recorded(work, actor, action, ("user", user_id), sessions=ended)
    return kept.person(work, user_id)


def end_sessions(work: Work, actor: Actor, user_id: int) -> None:
    """Somebody's sessions are over: a lost laptop. Raises Forbidden, NotFound."""
    manages_people(actor)
    kept.person(work, user_id)
    ended = sessions.revoke_all(work, user_id)
    recorded(work, actor, "sessions_ended", ("user", user_id), sessions=ended)


def set_password(work: Work, actor: Actor, user_id: int, password_hash: str, but: str | None = None) -> None:
    """One's own, or another's by an administrator. Every session of theirs but one's own is over.

    `but` is the fingerprint of the session that asks. Raises Forbidden, NotFound.
    """
    own = actor.kind == "human" and actor.id == user_id
    if not own:
        manages_people(actor)
    kept.set_password_hash(work, user_id, password_hash)
    ended = sessions.revoke_all(work, user_id, but if own else None)
    recorded(work, actor, "password_set", ("user", user_id), sessions=ended)


def _of_another(actor: Actor, user_id: int) -> None:
    manages_people(actor)
    if actor.kind == "human" and actor.id == user_id:
        raise Forbidden("nobody changes their own account: ask another administrator")


def _one_stays(work: Work, user_id: int) -> None:
    """Asked under a lock, so that two who leave at the same moment do not both go."""
    if kept.locked_administrators(work) == {user_id}:
        raise Conflict(
            "last_administrator", "this is the council's last administrator: make another one first"
        )


def _check(work: Work, command: GiveRoles) -> None:
    faults = []
    if len(set(command.roles)) > 1 and (alone := [role for role in ALONE if role in command.roles]):
        faults.append(Fault("$.roles", f"the role {alone[0]} goes with no other: give it to another account"))
    if ("provider" in command.roles) != (command.provider_id is not None):
        faults.append(Fault("$.provider_id", "name the provider with the role provider, and with no other"))
    if faults:
        raise BadCase(faults)
    if command.provider_id is not None:
        kept.require_provider(work, command.provider_id)


def _elsewhere(command: AddUser) -> tuple[str, str] | None:
    if (command.issuer is None) != (command.subject is None):
        raise BadCase([Fault("$.subject", "an issuer and its subject go together: give both or neither")])
    return (command.issuer, command.subject) if command.issuer and command.subject else None
