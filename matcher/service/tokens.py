"""Secrets that are shown once and kept as their SHA-256: 256 random bits need no slow hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from matcher.errors import Unauthenticated

_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
MOST_LETTERS = 200


def fresh(*ids: int) -> str:
    """A new token that names these ids in the clear, then the secret: `12.kX…`."""
    return ".".join([*map(str, ids), secrets.token_urlsafe(32)])


def fingerprint(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def ids_of(token: str, count: int) -> tuple[int, ...]:
    """The ids that a token names. Raises Unauthenticated where it is none of ours."""
    *ids, secret = token.split(".") if len(token) <= MOST_LETTERS else [""]
    if len(ids) != count or not secret or not all(map(_NUMBER.fullmatch, ids)):
        raise Unauthenticated("sign in: this session or key is not known here")
    return tuple(map(int, ids))


def form_token(token: str) -> str:
    """What a page of ours sends back with each change; another site's page cannot know it (CSRF).

    Made from the session's own token, so that it is bound to it and nothing of it is kept.
    """
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """In the same time for every pair."""
    return hmac.compare_digest(one.encode(), other.encode())
