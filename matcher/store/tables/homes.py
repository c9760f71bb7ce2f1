"""Providers, homes and their beds; who sleeps in which, and at what price.

A home's address is a table of its own, so that a query for homes cannot bring it along by mistake.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
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

PROVIDERS = council_table(
    "providers",
    word("name", 200),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("council_id", "name"),
)

HOMES = council_table(
    "homes",
    word("reference"),
    word("name", 200),
    Column("provider_id", BigInteger, nullable=False),
    Column("document", DOCUMENT, nullable=False),
    Column("open", Boolean, nullable=False, default=True),
    Column("version", Integer, nullable=False, default=1),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("council_id", "reference"),
    refers("provider_id", "providers"),
)
"""`document`: the domain's Home without its place, its beds, its residents and its contract."""

HOME_ADDRESSES = Table(
    "home_addresses",
    METADATA,
    council(),
    Column("home_id", BigInteger, primary_key=True),
    Column("address", String(400), nullable=False),
    Column("location", DOCUMENT, nullable=False),
    refers("home_id", "homes"),
)
"""`location`: a grid reference and its authority, which is what distance is measured from."""

BEDS = council_table(
    "beds",
    Column("home_id", BigInteger, nullable=False),
    word("label", 64),
    Column("blocked", Boolean, nullable=False, default=False),
    word("blocked_reason", 200, nullable=True),
    UniqueConstraint("council_id", "home_id", "label"),
    UniqueConstraint("council_id", "home_id", "id"),
    refers("home_id", "homes"),
)
"""One row a registered place: I2 holds because no more beds can be taken than there are rows."""

PLACEMENTS = council_table(
    "placements",
    Column("child_id", BigInteger, nullable=False),
    Column("home_id", BigInteger, nullable=False),
    Column("bed_id", BigInteger, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    Column("weekly_price_pence", BigInteger, nullable=False),
    word("source", 16),
    Column("decision_id", BigInteger),
    Column("created_at", Instant, nullable=False),
    one_of("source", ("decision", "import")),
    CheckConstraint("ends IS NULL OR ends > starts", name="half_open"),
    CheckConstraint("(source = 'decision') = (decision_id IS NOT NULL)", name="traced"),
    CheckConstraint("weekly_price_pence >= 0", name="price"),
    ForeignKeyConstraint(["council_id", "home_id", "bed_id"], ["beds.council_id", "beds.home_id", "beds.id"]),
    refers("child_id", "children"),
    refers("decision_id", "decisions"),
)
"""Nights from `starts` up to, not with, `ends`. That no bed and no child has two at once is the
database's own constraint (migration 0001), not a check in code."""

CONTRACTS = council_table(
    "contracts",
    Column("home_id", BigInteger, nullable=False),
    Column("weekly_price_pence", BigInteger, nullable=False),
    Column("void_charge_pence", BigInteger, nullable=False, default=0),
    Column("sibling_discount_percent", Integer, nullable=False, default=0),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    CheckConstraint("ends IS NULL OR ends > starts", name="half_open"),
    UniqueConstraint("council_id", "home_id", "starts"),
    refers("home_id", "homes"),
)

OFFERS = council_table(
    "offers",
    Column("referral_id", BigInteger, nullable=False),
    Column("home_id", BigInteger, nullable=False),
    word("status", 16),
    Column("weekly_price_pence", BigInteger),
    Column("expires", Date),
    Column("reason", String(2_000)),
    Column("version", Integer, nullable=False, default=1),
    Column("recorded_by", BigInteger),
    Column("recorded_at", Instant, nullable=False),
    UniqueConstraint("council_id", "referral_id", "home_id"),
    one_of("status", ("offered", "declined")),
    refers("referral_id", "referrals"),
    refers("home_id", "homes"),
    refers("recorded_by", "users"),
)
"""A home's answer; a decline carries its reason."""
