"""The record that only grows, and the keys that make a repeated request one effect."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table, Text

from matcher.store.tables.base import DOCUMENT, METADATA, Instant, council, one_of, word

AUDIT = Table(
    "audit",
    METADATA,
    council(),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    word("actor_kind", 16),
    Column("actor_id", BigInteger),
    word("action", 64),
    word("subject_kind", 32),
    Column("subject_id", BigInteger),
    word("digest"),
    word("previous"),
    word("hash"),
    one_of("actor_kind", ("human", "service", "system")),
)
"""`digest`: a salted SHA-256 of the payload. The chain holds ids and digests alone, so that a payload can
be erased when its time is over and the chain still verifies."""

AUDIT_PAYLOADS = Table(
    "audit_payloads",
    METADATA,
    council(),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("salt", String(64), nullable=False),
    Column("payload", Text, nullable=False),
)
"""`payload`: canonical JSON, kept as the very text that the digest is of."""

BY_SUBJECT = Index(
    "ix_audit_subject", AUDIT.c.council_id, AUDIT.c.subject_kind, AUDIT.c.subject_id, AUDIT.c.sequence
)
"""Who looked at this child's record, or at this address, is asked more often than anything else."""

AUDIT_HEADS = Table(
    "audit_heads",
    METADATA,
    council(),
    Column("sequence", BigInteger, nullable=False),
    word("hash"),
)
"""The last row of each council's chain: locked to append, so that the sequence has no gap."""

IDEMPOTENCY = Table(
    "idempotency_keys",
    METADATA,
    council(),
    Column("actor", String(64), primary_key=True),
    Column("key", String(255), primary_key=True),
    word("address", 300),
    word("body_hash"),
    Column("status", Integer, nullable=False),
    Column("headers", DOCUMENT, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)
"""Written in the transaction of its effect: either both are there or neither."""
