"""Signing in, and being known from then on: short, revocable, the roles read anew at each request.

A session ends eight hours after signing in, or after half an hour without a request (trust.md T08).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from matcher.errors import Unauthenticated
from matcher.service import passwords, tokens
from matcher.service.actor import Actor
from matcher.service.people import set_password
from matcher.service.record import recorded
from matcher.service.rights import Role
from matcher.store import councils, people
from matcher.store import sessions as kept
from matcher.store.work import EVERY_COUNCIL, Store, Work

LASTS = timedelta(hours=8)
IDLE = timedelta(minutes=30)
KEPT = timedelta(days=30)
"""A session that ended so long ago is forgotten; that somebody signed in stays in the record."""
TOUCHED_EVERY = timedelta(minutes=1)
"""A request within this of the one before does not write that there was one."""
WRONG = "the council, the email address or the password is wrong"
OVER = "sign in: this session is over"


@dataclass(frozen=True)
class SignedIn:
    """A new session. The token is told once; `form_token` goes with every change (CSRF)."""

    token: str
    form_token: str
    actor: Actor
    ends_at: datetime


@dataclass(frozen=True)
class OpenSession:
    """Who is asking; `touch_due`: it is time to write that the session was used."""

    actor: Actor
    ends_at: datetime
    touch_due: bool


def sign_in(store: Store, council: str, email: str, password: str) -> SignedIn:
    """A session for who knows the password. Raises Unauthenticated, in the same words whatever was wrong.

    The password is checked between two transactions, because that is slow on purpose.
    """
    council_id, secret = _secret_of(store, council, plain_email(email))
    checked = passwords.check(secret.hash if secret else None, password)
    if secret is None or not checked.right or not secret.active:
        raise Unauthenticated(WRONG)
    return store.write(council_id, lambda work: _let_in(work, secret, checked.rehashed))


def plain_email(email: str) -> str:
    """The address as an account is known by it: whoever counts tries counts them by this too."""
    return email.strip().lower()


def begin(work: Work, user_id: int, how: str) -> SignedIn:
    """A session for somebody whose identity has been proved. Raises Unauthenticated for a leaver."""
    known = people.person(work, user_id, lock=True)
    if not known.active:
        raise Unauthenticated(WRONG)
    token = tokens.fresh(work.council_id)
    ends_at = work.now + LASTS
    kept.forget(work, work.now - KEPT)
    kept.open_session(work, tokens.fingerprint(token), user_id, ends_at)
    actor = Actor(work.council_id, "human", user_id, _roles(known.roles), known.provider_id)
    recorded(work, actor, "signed_in", ("user", user_id), how=how)
    return SignedIn(token, tokens.form_token(token), actor, ends_at)


def open_session(work: Work, token: str) -> OpenSession:
    """The session with this token. Raises Unauthenticated when it is over, for whatever reason."""
    found = kept.session(work, tokens.fingerprint(token))
    if found is None or not found.active or found.revoked_at is not None:
        raise Unauthenticated(OVER)
    if work.now >= min(found.expires_at, found.seen_at + IDLE):
        raise Unauthenticated(OVER)
    actor = Actor(work.council_id, "human", found.user_id, _roles(found.roles), found.provider_id)
    return OpenSession(actor, found.expires_at, work.now - found.seen_at >= TOUCHED_EVERY)


def actor_of_session(work: Work, token: str) -> Actor:
    """Who is asking. Raises Unauthenticated."""
    return open_session(work, token).actor


def touch(work: Work, token: str) -> None:
    """Write that the session was used now."""
    kept.touch(work, tokens.fingerprint(token))


def change_password(store: Store, actor: Actor, token: str, old: str, new: str) -> None:
    """One's own, by who knows the old one; every other session of theirs is over.

    Slow between its transactions, as sign_in. Raises Unauthenticated, BadCase.
    """
    assert actor.id is not None
    with store.read(actor.council_id) as work:
        known = people.person(work, actor.id)
        secret = people.secret_of(work, known.email)
    if secret is None or not passwords.check(secret.hash, old).right:
        raise Unauthenticated("the old password is wrong")
    fresh = passwords.hashed(new, known.email, "$.new")

    def change(work: Work) -> None:
        if secret.hash is None or not people.still_kept(work, secret.user_id, secret.hash):
            raise Unauthenticated("the old password is wrong")
        set_password(work, actor, secret.user_id, fresh, but=tokens.fingerprint(token))

    store.write(actor.council_id, change)


def sign_out(work: Work, actor: Actor, token: str) -> None:
    """This session is over."""
    kept.revoke(work, tokens.fingerprint(token))
    recorded(work, actor, "signed_out", ("user", actor.id), sessions=1)


def sign_out_everywhere(work: Work, actor: Actor) -> None:
    """Every session of who asks is over."""
    assert actor.id is not None
    ended = kept.revoke_all(work, actor.id)
    recorded(work, actor, "signed_out", ("user", actor.id), sessions=ended)


def _secret_of(store: Store, council: str, email: str) -> tuple[int, people.Secret | None]:
    """Both reads happen whether or not there is such a council."""
    with store.read(EVERY_COUNCIL) as work:
        found = councils.by_code(work, council)
    council_id = EVERY_COUNCIL if found is None else found.id
    with store.read(council_id) as work:
        return council_id, people.secret_of(work, email)


def _let_in(work: Work, secret: people.Secret, rehashed: str | None) -> SignedIn:
    """In one transaction with a last look: the password may have been changed in between."""
    assert secret.hash is not None
    if not people.still_kept(work, secret.user_id, secret.hash):
        raise Unauthenticated(WRONG)
    if rehashed is not None:
        people.set_password_hash(work, secret.user_id, rehashed)
    return begin(work, secret.user_id, "password")


def _roles(words: frozenset[str]) -> frozenset[Role]:
    """The database holds these words and no others, by its own constraint."""
    return cast("frozenset[Role]", words)
