"""The price list and the rules of deciding, version by version, each changed by two people."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    UniqueConstraint,
    text,
)

from matcher.store.tables.base import DOCUMENT, Instant, council_table, one_of, refers, word

POLICY_STATES = ("draft", "approved", "withdrawn")

POLICIES = council_table(
    "policies",
    Column("version", Integer, nullable=False),
    word("state", 16),
    Column("document", DOCUMENT, nullable=False),
    Column("deciding", DOCUMENT, nullable=False),
    Column("in_force_from", Date, nullable=False),
    Column("reason", String(2_000), nullable=False),
    Column("proposed_by", BigInteger),
    Column("proposed_at", Instant, nullable=False),
    Column("approved_by", BigInteger),
    Column("approved_at", Instant),
    UniqueConstraint("council_id", "version"),
    one_of("state", POLICY_STATES),
    CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name="two_people"),
    CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_when"),
    CheckConstraint("state <> 'approved' OR version = 1 OR approved_by IS NOT NULL", name="approved_by_whom"),
    refers("proposed_by", "users"),
    refers("approved_by", "users"),
)
"""`document`: the domain's Policy. `deciding`: when a second person is needed, and how long a hold lasts.

Version 1 comes with the council itself, from the command line, before there is anybody to approve it.
"""

ONE_DRAFT = Index(
    "uq_policies_one_draft",
    POLICIES.c.council_id,
    unique=True,
    postgresql_where=text("state = 'draft'"),
    sqlite_where=text("state = 'draft'"),
)
