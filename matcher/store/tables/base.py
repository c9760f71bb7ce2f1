"""What every table shares: its council, its key, and columns that mean the same on both databases.

Every key but a council's own is (council_id, id), and every reference carries the council with it, so no
row can point into another council (invariant I11 of trust.md). Ids are random, below 2**53: opaque, the same
in JSON and in JavaScript, and whole numbers, which PostgreSQL's exclusion constraints can compare without
an extension.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    String,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ID_BITS = 52
DOCUMENT = JSON().with_variant(JSONB(), "postgresql")
"""A document that the domain's types wrote and will read again."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware on both databases; SQLite itself keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a moment without a zone: nobody knows when that is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it was, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> int:
    """A random id, never 0."""
    return secrets.randbits(ID_BITS) + 1


def council_table(name: str, *parts: Any) -> Table:
    """A table whose rows each belong to one council, with a key of its own."""
    return Table(name, METADATA, council(), Column("id", BigInteger, primary_key=True), *parts)


def council() -> Column[int]:
    """The council that a row belongs to: part of every key."""
    return Column("council_id", BigInteger, ForeignKey("councils.id"), primary_key=True)


def refers(column: str, table: str) -> ForeignKeyConstraint:
    """A reference into the same council."""
    return ForeignKeyConstraint(["council_id", column], [f"{table}.council_id", f"{table}.id"])


def one_of(column: str, words: Sequence[str]) -> CheckConstraint:
    """A closed set of words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def word(name: str, length: int = 64, *, nullable: bool = False) -> Column[str]:
    """A short text: a code, a state, a kind."""
    return Column(name, String(length), nullable=nullable)
