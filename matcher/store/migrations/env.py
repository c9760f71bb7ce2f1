"""How Alembic runs here: on a connection it is given, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from matcher.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
