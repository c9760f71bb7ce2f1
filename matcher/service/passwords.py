"""Passwords: what one must be, and how it is kept (Argon2id, RFC 9106's parameters for less memory)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from matcher.errors import BadCase, Fault

MIN_LENGTH = 12
MAX_LENGTH = 1_024
_HASHER = PasswordHasher()


@dataclass(frozen=True)
class Checked:
    """Whether a password is right; `rehashed` is what to keep instead, where parameters have changed."""

    right: bool
    rehashed: str | None = None


def hashed(password: str, email: str, at: str = "$.password") -> str:
    """What is kept of a new password. Takes tens of milliseconds: call it outside a transaction.

    Raises BadCase, with the fault at `at`, for a password that is too short, too long, the email or known.
    """
    if fault := _fault_of(password, email):
        raise BadCase([Fault(at, fault)])
    return _HASHER.hash(_typed(password))


def check(kept: str | None, password: str) -> Checked:
    """Hold a password against what is kept. As slow for nobody (None) as for somebody."""
    against = nobodys_hash() if kept is None else kept
    try:
        _HASHER.verify(against, _typed(password))
    except (VerificationError, InvalidHashError):
        return Checked(right=False)
    if kept is None:
        return Checked(right=False)
    return Checked(True, _HASHER.hash(_typed(password)) if _HASHER.check_needs_rehash(kept) else None)


@cache
def nobodys_hash() -> str:
    """The hash of what nobody has, so that an unknown address costs what a known one does."""
    return _HASHER.hash("nobody has this password")


def _typed(password: str) -> str:
    """The same letters, whichever keyboard composed them (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _fault_of(password: str, email: str) -> str | None:
    if len(password) < MIN_LENGTH:
        return f"give at least {MIN_LENGTH} characters: several words are easier to remember than signs"
    if len(password) > MAX_LENGTH:
        return f"give at most {MAX_LENGTH} characters"
    if password.casefold() in (email.casefold(), email.partition("@")[0].casefold()):
        return "choose another: this is the email address"
    if len(set(password)) < 4:
        return "choose another: this one is easily guessed"
    return None
