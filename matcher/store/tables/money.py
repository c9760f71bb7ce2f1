"""The funds' headroom. What is committed can not pass it: the row itself refuses."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Integer, String, UniqueConstraint

from matcher.store.tables.base import Instant, council_table, refers, word

BUDGETS = council_table(
    "budgets",
    word("fund"),
    Column("weekly_limit_pence", BigInteger, nullable=False),
    Column("committed_centipence", BigInteger, nullable=False, default=0),
    Column("overridden_centipence", BigInteger, nullable=False, default=0),
    Column("version", Integer, nullable=False, default=1),
    UniqueConstraint("council_id", "fund"),
    CheckConstraint("weekly_limit_pence >= 0", name="limit"),
    CheckConstraint("overridden_centipence >= 0", name="overridden"),
    CheckConstraint(
        "committed_centipence <= weekly_limit_pence * 100 + overridden_centipence", name="headroom"
    ),
)
"""In pence × 100 (a percentage of whole pence), as the solver counts. I3: committed is the sum of what
the accepted decisions charge to the fund; more than the limit only by a named override."""

BUDGET_OVERRIDES = council_table(
    "budget_overrides",
    Column("budget_id", BigInteger, nullable=False),
    Column("decision_id", BigInteger, nullable=False),
    Column("centipence", BigInteger, nullable=False),
    Column("granted_by", BigInteger, nullable=False),
    Column("reason", String(2_000), nullable=False),
    Column("granted_at", Instant, nullable=False),
    CheckConstraint("centipence > 0", name="positive"),
    refers("budget_id", "budgets"),
    refers("decision_id", "decisions"),
    refers("granted_by", "users"),
)

COMMITMENTS = council_table(
    "commitments",
    Column("budget_id", BigInteger, nullable=False),
    Column("decision_id", BigInteger, nullable=False),
    Column("centipence", BigInteger, nullable=False),
    UniqueConstraint("council_id", "budget_id", "decision_id"),
    refers("budget_id", "budgets"),
    refers("decision_id", "decisions"),
)
"""What each accepted decision charges to each fund."""
