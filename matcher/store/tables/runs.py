"""What was asked of the engine, on which case, and what it answered. Written once, never changed."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)

from matcher.store.tables.base import DOCUMENT, Instant, council_table, one_of, refers, word

RUNS = council_table(
    "runs",
    word("question", 32),
    Column("parameters", DOCUMENT, nullable=False),
    Column("scenario_id", BigInteger),
    Column("policy_id", BigInteger, nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    word("snapshot_hash", 64),
    word("engine_version", 64),
    word("state", 16),
    Column("answer", LargeBinary),
    word("answer_hash", 64, nullable=True),
    word("failure", 32, nullable=True),
    Column("asked_by", BigInteger),
    Column("asked_by_service", BigInteger),
    Column("asked_at", Instant, nullable=False),
    Column("finished_at", Instant),
    one_of("state", ("solving", "done", "failed")),
    CheckConstraint("(state = 'done') = (answer IS NOT NULL)", name="answered"),
    CheckConstraint("(state = 'failed') = (failure IS NOT NULL)", name="failed_why"),
    refers("policy_id", "policies"),
    refers("scenario_id", "scenarios"),
    refers("asked_by", "users"),
    refers("asked_by_service", "service_accounts"),
)
"""`snapshot` and `answer`: canonical JSON, compressed; the hashes are of the JSON itself."""

# A list of runs must not walk through the documents of those that are not on its page.
NEWEST_RUNS = Index("ix_runs_newest", RUNS.c.council_id, RUNS.c.asked_at, RUNS.c.id)
UNENDED_RUNS = Index(
    "ix_runs_unended",
    RUNS.c.council_id,
    postgresql_where=text("state = 'solving'"),
    sqlite_where=text("state = 'solving'"),
)

PROPOSALS = council_table(
    "proposals",
    Column("run_id", BigInteger, nullable=False),
    Column("referral_id", BigInteger, nullable=False),
    Column("home_id", BigInteger),
    Column("rank", Integer, nullable=False),
    Column("proposed", Boolean, nullable=False),
    Column("document", DOCUMENT, nullable=False),
    word("salt", 64),
    word("hash"),
    UniqueConstraint("council_id", "run_id", "referral_id", "rank"),
    refers("run_id", "runs"),
    refers("referral_id", "referrals"),
    refers("home_id", "homes"),
)
"""One ranked option of one child in one run; no home: the plan leaves the child waiting (rank 0).

`hash` binds what a person was shown: the run's snapshot, the engine, and this document. `salt`: 256 random
bits in hexadecimal, in the hash and in no answer, so that nobody guesses back what bands and roles keep back.
"""

SCENARIOS = council_table(
    "scenarios",
    word("name", 200),
    Column("document", DOCUMENT, nullable=False),
    Column("shared", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False, default=1),
    Column("created_by", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("minutes", String(10_000)),
    refers("created_by", "users"),
)
