"""What tables alone cannot say: no overlap, nothing rewritten, no other council's rows.

I1 of trust.md: no bed and no child has two placements on one night. PostgreSQL holds it by exclusion
constraints; whole numbers are compared as ranges of one, so that no extension has to be installed. SQLite,
which has one writer at a time, holds it by triggers of the same names.
"""

from __future__ import annotations

from alembic import op

from matcher.store.migrations.guards import (
    APPEND_ONLY,
    FROZEN,
    OVERLAPS,
    frozen_on_postgresql,
    frozen_on_sqlite,
    never_on_postgresql,
    never_on_sqlite,
    overlap_on_postgresql,
    overlap_on_sqlite,
    tenancy,
    triggers_of,
)

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The same promises on both databases, and row-level security where there is any."""
    if op.get_context().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for name, column in OVERLAPS.items():
        for statement in overlap_on_sqlite(name, column):
            op.execute(statement)
    for table, events in APPEND_ONLY.items():
        for event in events:
            op.execute(never_on_sqlite(table, event))
    for table, columns in FROZEN.items():
        op.execute(frozen_on_sqlite(table, columns))


def _postgresql() -> None:
    for name, column in OVERLAPS.items():
        op.execute(overlap_on_postgresql(name, column))
    for table, events in APPEND_ONLY.items():
        for statement in never_on_postgresql(table, events):
            op.execute(statement)
    for table, columns in FROZEN.items():
        for statement in frozen_on_postgresql(table, columns):
            op.execute(statement)
    for statement in tenancy():
        op.execute(statement)


def downgrade() -> None:
    """Take the guards away; the rows stay."""
    for statement in triggers_of(op.get_context().dialect.name):
        op.execute(statement)
