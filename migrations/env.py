"""Runs the revisions on the connection it is given, within the transaction that `migrations.run` has begun."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from indicators import tables


def run(connection: Connection) -> None:
    """Migrate. SQLite cannot alter much of a table: it is copied, row by row, into one of the new form."""
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=False,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
