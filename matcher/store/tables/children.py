"""Children by their codes alone, and what is asked for them. No name, no address, no free text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

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

REFERRAL_STATES = ("open", "placed", "withdrawn")

CHILDREN = council_table(
    "children",
    word("reference"),
    Column("birth_date", Date, nullable=False),
    word("gender", 16),
    Column("flags", DOCUMENT, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("council_id", "reference"),
)
"""`reference` is the council's own code for the child; the case system knows whose it is."""

REFERRALS = council_table(
    "referrals",
    word("reference"),
    Column("child_id", BigInteger, nullable=False),
    word("state", 16),
    Column("document", DOCUMENT, nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("received_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("created_by", BigInteger),
    UniqueConstraint("council_id", "reference"),
    one_of("state", REFERRAL_STATES),
    refers("child_id", "children"),
    refers("created_by", "users"),
)
"""`document`: the domain's Referral without what the child's own row holds."""

ONE_OPEN_REFERRAL = Index(
    "uq_referrals_one_open",
    REFERRALS.c.council_id,
    REFERRALS.c.child_id,
    unique=True,
    postgresql_where=text("state = 'open'"),
    sqlite_where=text("state = 'open'"),
)

SIBLING_GROUPS = council_table(
    "sibling_groups",
    word("reference"),
    word("rule", 16),
    UniqueConstraint("council_id", "reference"),
    one_of("rule", ("together", "prefer_together", "apart")),
)

SIBLINGS = Table(
    "siblings",
    METADATA,
    council(),
    Column("group_id", BigInteger, primary_key=True),
    Column("child_id", BigInteger, primary_key=True),
    refers("group_id", "sibling_groups"),
    refers("child_id", "children"),
)

RELATIONSHIPS = council_table(
    "relationships",
    Column("child_a", BigInteger, nullable=False),
    Column("child_b", BigInteger, nullable=False),
    word("kind", 16),
    UniqueConstraint("council_id", "child_a", "child_b"),
    CheckConstraint("child_a < child_b", name="in_order"),
    one_of("kind", ("must_not_share", "avoid")),
    refers("child_a", "children"),
    refers("child_b", "children"),
)

PAIRS = council_table(
    "pairs",
    word("kind", 8),
    Column("referral_id", BigInteger, nullable=False),
    Column("home_id", BigInteger, nullable=False),
    Column("reason", String(2_000), nullable=False),
    Column("created_by", BigInteger),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("council_id", "referral_id", "home_id"),
    one_of("kind", ("pin", "forbid")),
    refers("referral_id", "referrals"),
    refers("home_id", "homes"),
    refers("created_by", "users"),
)

ONE_PIN = Index(
    "uq_pairs_one_pin",
    PAIRS.c.council_id,
    PAIRS.c.referral_id,
    unique=True,
    postgresql_where=text("kind = 'pin'"),
    sqlite_where=text("kind = 'pin'"),
)
"""A child is pinned to one home: a case with two pins of a child is none."""

WAIVERS = council_table(
    "waivers",
    Column("referral_id", BigInteger, nullable=False),
    word("rule", 32),
    Column("home_id", BigInteger),
    Column("reason", String(2_000), nullable=False),
    Column("granted_by", BigInteger),
    Column("created_at", Instant, nullable=False),
    refers("referral_id", "referrals"),
    refers("home_id", "homes"),
    refers("granted_by", "users"),
)
