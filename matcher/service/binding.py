"""What a decision binds to: the hash of everything that a person was shown, and of what it came from."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

from matcher.store.proposals import NewProposal


class Source(Protocol):
    """The run that a proposal came from, as far as the proposal is bound to it."""

    @property
    def question(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...
    @property
    def snapshot_hash(self) -> str: ...
    @property
    def engine_version(self) -> str: ...


def bound_hash(source: Source, shown: NewProposal) -> str:
    """SHA-256 of the snapshot's hash, the engine, the parameters and the proposal (trust.md T09).

    Whatever of them is otherwise makes another hash; what is stored, with its salt, makes the same again.
    Without the salt nobody can try distances until the hash is met (trust.md T02).
    """
    bound = {
        "snapshot": source.snapshot_hash,
        "engine": source.engine_version,
        "question": source.question,
        "parameters": source.parameters,
        "referral_id": shown.referral_id,
        "home_id": shown.home_id,
        "rank": shown.rank,
        "proposed": shown.proposed,
        "document": shown.document,
        "salt": shown.salt,
    }
    return hashlib.sha256(canonical(bound)).hexdigest()


def fresh_salt() -> str:
    """256 random bits, in hexadecimal: one for each proposal."""
    return secrets.token_hex(32)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no white space, in ASCII: the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
