"""What people decided. Who decides is a person by a reference that only people's rows can meet."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    String,
    text,
)

from matcher.store.tables.base import DOCUMENT, Instant, council_table, one_of, refers, word

KINDS = ("accept", "override", "decline")
STATES = ("awaiting", "final", "refused", "withdrawn")

HOLDS = council_table(
    "holds",
    Column("bed_id", BigInteger, nullable=False),
    Column("referral_id", BigInteger, nullable=False),
    Column("held_by", BigInteger, nullable=False),
    Column("held_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("released_at", Instant),
    CheckConstraint("expires_at > held_at", name="in_time"),
    refers("bed_id", "beds"),
    refers("referral_id", "referrals"),
    refers("held_by", "users"),
)
"""A bed kept for one child for a while. One that has expired is released before the bed is held again."""

ONE_HOLD = Index(
    "uq_holds_one_a_bed",
    HOLDS.c.council_id,
    HOLDS.c.bed_id,
    unique=True,
    postgresql_where=text("released_at IS NULL"),
    sqlite_where=text("released_at IS NULL"),
)

DECISIONS = council_table(
    "decisions",
    Column("proposal_id", BigInteger, nullable=False),
    Column("referral_id", BigInteger, nullable=False),
    Column("home_id", BigInteger),
    Column("bed_id", BigInteger),
    word("kind", 16),
    word("state", 16),
    word("shown_hash"),
    Column("starts", Date),
    Column("reason", String(2_000)),
    Column("loss", DOCUMENT, nullable=False),
    Column("grounds", DOCUMENT, nullable=False),
    Column("two_people", Boolean, nullable=False),
    Column("together_id", BigInteger),
    Column("decided_by", BigInteger, nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("approver_id", BigInteger),
    Column("closed_at", Instant),
    Column("closing_reason", String(2_000)),
    word("actor_kind", 8),
    one_of("kind", KINDS),
    one_of("state", STATES),
    CheckConstraint("actor_kind = 'human'", name="human"),
    CheckConstraint("approver_id IS NULL OR approver_id <> decided_by", name="two_people"),
    CheckConstraint("NOT (two_people AND state = 'final') OR approver_id IS NOT NULL", name="second_person"),
    CheckConstraint("kind <> 'override' OR reason IS NOT NULL", name="override_reason"),
    CheckConstraint("kind = 'decline' OR (home_id IS NOT NULL AND bed_id IS NOT NULL)", name="a_bed"),
    refers("proposal_id", "proposals"),
    refers("referral_id", "referrals"),
    refers("home_id", "homes"),
    refers("bed_id", "beds"),
    refers("decided_by", "users"),
    refers("approver_id", "users"),
)
"""`loss`: the regret shown. `grounds`: why a second person is needed. `together_id`: the decision of the
first of a sibling group, shared by all of them. `decided_by` refers to a person, so no service account
can stand there."""

ONE_FINAL = Index(
    "uq_decisions_one_placing",
    DECISIONS.c.council_id,
    DECISIONS.c.referral_id,
    unique=True,
    postgresql_where=text("kind <> 'decline' AND state IN ('awaiting', 'final')"),
    sqlite_where=text("kind <> 'decline' AND state IN ('awaiting', 'final')"),
)
