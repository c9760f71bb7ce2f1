"""Councils, and who may do what in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, String, Table, UniqueConstraint

from matcher.store.tables.base import (
    DOCUMENT,
    METADATA,
    Instant,
    council,
    council_table,
    one_of,
    refers,
    word,
)

ROLES = ("officer", "panel", "commissioner", "provider", "auditor", "administrator")
"""The roles of people; `service` is what a service account has, and no person."""

COUNCILS = Table(
    "councils",
    METADATA,
    Column("id", BigInteger, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    word("area", 9, nullable=True),
    Column("created_at", Instant, nullable=False),
)

USERS = council_table(
    "users",
    word("email", 254),
    word("name", 200),
    word("password_hash", 200, nullable=True),
    word("issuer", 200, nullable=True),
    word("subject", 255, nullable=True),
    Column("provider_id", BigInteger),
    Column("active", Boolean, nullable=False, default=True),
    Column("version", BigInteger, nullable=False, default=1),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("council_id", "email"),
    UniqueConstraint("council_id", "issuer", "subject"),
    refers("provider_id", "providers"),
)
"""`provider_id`: whose eyes a person with the role provider has."""

USER_ROLES = Table(
    "user_roles",
    METADATA,
    council(),
    Column("user_id", BigInteger, primary_key=True),
    Column("role", String(64), primary_key=True),
    one_of("role", ROLES),
    refers("user_id", "users"),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    council(),
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    refers("user_id", "users"),
)
"""Only the SHA-256 of a token is kept: who reads the database cannot sign in with it."""

SERVICE_ACCOUNTS = council_table(
    "service_accounts",
    word("name", 200),
    Column("key_hash", String(200), nullable=False),
    Column("scopes", DOCUMENT, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_by", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("council_id", "name"),
    refers("created_by", "users"),
)
"""`created_by`: nobody, where the account was made at the command line."""
