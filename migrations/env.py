"""Runs the revisions on the connection it is given, one transaction for all, and puts the triggers back.

SQLite: foreign keys are switched off before the transaction, because a batch migration drops and recreates tables.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from indicators import tables, triggers


def run(connection: Connection) -> None:
    """Migrate, then make the triggers those of `triggers.TRIGGERS`."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.rollback()
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_as_batch=sqlite,
        compare_type=False,
        transaction_per_migration=False,
    )
    try:
        with context.begin_transaction():
            triggers.drop_triggers(connection)
            context.run_migrations()
            triggers.create_triggers(connection)
        connection.commit()
    finally:
        if sqlite:
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


run(context.config.attributes["connection"])
