"""Upgrade, downgrade and check a store by its revisions: what `nap db` calls. Never run by a web worker."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from indicators import tables, triggers
from indicators.store import Store


def upgrade(store: Store, revision: str = "head") -> None:
    """Bring `store` to `revision`; nothing happens where it is there already."""
    with store.connect() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(store: Store, revision: str) -> None:
    """Take `store` back to `revision` (`base` for an empty one)."""
    with store.connect() as connection:
        command.downgrade(_config(connection), revision)


def head() -> str:
    """The newest revision."""
    return str(ScriptDirectory.from_config(_config(None)).get_current_head())


def current(store: Store) -> str | None:
    """The revision of `store`; None where it was never set up."""
    with store.read() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def at_newest(store: Store) -> bool:
    """Whether `store` is at the revision that this code reads."""
    return current(store) == head()


def drift(store: Store) -> tuple[str, ...]:
    """Where the database differs from the tables and triggers of the code; empty when it does not."""
    with store.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = [str(difference) for difference in compare_metadata(context, tables.metadata)]
        return (*differences, *(f"trigger {name}" for name in triggers.trigger_drift(connection)))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
