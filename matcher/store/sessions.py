"""Who is signed in. Only a token's SHA-256 is here: who reads the database cannot sign in with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from matcher.store.rows import put
from matcher.store.tables.people import SESSIONS, USER_ROLES, USERS
from matcher.store.work import Work

_SAME_USER = (USERS.c.council_id == SESSIONS.c.council_id) & (USERS.c.id == SESSIONS.c.user_id)
_THEIRS = (USER_ROLES.c.council_id == USERS.c.council_id) & (USER_ROLES.c.user_id == USERS.c.id)
_WITH_PERSON = (
    select(SESSIONS, USERS.c.active, USERS.c.provider_id, USER_ROLES.c.role)
    .join(USERS, _SAME_USER)
    .outerjoin(USER_ROLES, _THEIRS)
)
"""A row for each role of a session's person."""


@dataclass(frozen=True)
class Session:
    """A session as it is kept, and its person as they are today."""

    user_id: int
    roles: frozenset[str]
    provider_id: int | None
    active: bool
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def open_session(work: Work, token_hash: str, user_id: int, expires_at: datetime) -> None:
    """A new session, from now."""
    put(
        work,
        SESSIONS,
        token_hash=token_hash,
        user_id=user_id,
        created_at=work.now,
        seen_at=work.now,
        expires_at=expires_at,
    )


def session(work: Work, token_hash: str) -> Session | None:
    """The session with this token, whether or not it is still good: one query, since each request asks it."""
    rows = work.connection.execute(
        _WITH_PERSON.where(SESSIONS.c.council_id == work.council_id, SESSIONS.c.token_hash == token_hash)
    ).all()
    if not rows:
        return None
    row = rows[0]
    return Session(
        user_id=row.user_id,
        roles=frozenset(row.role for row in rows if row.role is not None),
        provider_id=row.provider_id,
        active=row.active,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def touch(work: Work, token_hash: str) -> None:
    """It was used now."""
    ours = (SESSIONS.c.council_id == work.council_id) & (SESSIONS.c.token_hash == token_hash)
    work.connection.execute(update(SESSIONS).where(ours).values(seen_at=work.now))


def revoke(work: Work, token_hash: str) -> None:
    """It is over from now on."""
    ours = (SESSIONS.c.council_id == work.council_id) & (SESSIONS.c.token_hash == token_hash)
    work.connection.execute(update(SESSIONS).where(ours).values(revoked_at=work.now))


def revoke_all(work: Work, user_id: int, but: str | None = None) -> int:
    """Every session of a person is over from now on, but this one; returns how many were open."""
    ours = (
        (SESSIONS.c.council_id == work.council_id)
        & (SESSIONS.c.user_id == user_id)
        & SESSIONS.c.revoked_at.is_(None)
        & (SESSIONS.c.expires_at > work.now)
    )
    if but is not None:
        ours &= SESSIONS.c.token_hash != but
    done = work.connection.execute(update(SESSIONS).where(ours).values(revoked_at=work.now))
    return int(done.rowcount)


def forget(work: Work, before: datetime) -> int:
    """Delete the sessions that ended before this moment; returns how many."""
    over = (SESSIONS.c.council_id == work.council_id) & (SESSIONS.c.expires_at < before)
    return int(work.connection.execute(delete(SESSIONS).where(over)).rowcount)
