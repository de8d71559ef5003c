"""Upgrade, downgrade and check a store by its revisions: what `nap db` calls. Never run by a web worker.

Revisions run in one transaction, alone, in which what the tables hold is compared before and after: a difference that
no revision declares (`changes_facts = {"returns": "why"}` in its module) undoes all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from indicators import tables, triggers
from indicators.raw_rows import VERSION_TABLE, has_rows, revision_of
from indicators.rules import Coded
from indicators.store import Store, queue_up
from indicators.store_faults import is_missing_table
from migrations import facts
from migrations.deferred import settle

HERE = Path(__file__).parent
VERSIONS = HERE / "versions"
BASE = "base"
SET_ASIDE = "set_aside"  # the table of `migrations.set_aside`
CODES = ("changes_facts", "breaks_references", "unknown_revision")

Before = Callable[[Connection, str], object]


class MigrationRefused(Coded):
    """A migration was undone, or cannot begin; `code` is one of `CODES`, worded as `migration.<code>`."""

    family = "migration"


def upgrade(store: Store, revision: str = "head", *, before: Before | None = None, versions: Path = VERSIONS) -> None:
    """Bring `store` to `revision`; where it is there already, its triggers alone are made anew.

    `before` is called with the connection and the revision where rows are about to be migrated: the moment for a
    backup, which no writer can come after. Raises MigrationRefused, StoreUnusable; then nothing has changed.
    """
    with one_transaction(store) as connection:
        _move(connection, revision, before=before, versions=versions)


def downgrade(store: Store, revision: str, *, before: Before | None = None, versions: Path = VERSIONS) -> None:
    """Take `store` back to `revision` (`base` for an empty one); otherwise as `upgrade`."""
    with one_transaction(store) as connection:
        _move(connection, revision, before=before, versions=versions, down=True)


def move_empty(connection: Connection, revision: str) -> None:
    """Bring a store without rows to `revision` by way of none. Raises MigrationRefused for one that is not known."""
    known(revision)
    if revision_of(connection) is not None:
        command.downgrade(_config(connection), BASE)
    command.upgrade(_config(connection), revision)


def move_up(connection: Connection) -> None:
    """Bring what `connection` sees to the newest revision, within its transaction, watching what the tables hold."""
    _move(connection, "head", before=None, versions=VERSIONS)


@contextmanager
def one_transaction(store: Store) -> Iterator[Connection]:
    """Schema and rows changed together, alone and without triggers: kept whole with triggers, or undone whole.

    SQLite: foreign keys are switched off before the transaction, because a migration copies tables, and references are
    checked at its end; that connection is thrown away, so that none without foreign keys is used again.
    """
    with store.connect() as connection:
        embedded = connection.dialect.name == "sqlite"
        if embedded:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                queue_up(connection)
                triggers.drop_triggers(connection)
                yield connection
                triggers.create_triggers(connection)
                if embedded:
                    _check_references(connection)
        finally:
            if embedded:
                connection.invalidate()


@cache
def head(versions: Path = VERSIONS) -> str:
    """The newest revision."""
    return str(_scripts(versions).get_current_head())


def known(revision: str, versions: Path = VERSIONS) -> Script:
    """The module of a revision. Raises MigrationRefused where this program does not know it: it is too old."""
    try:
        script = _scripts(versions).get_revision(revision)
    except CommandError as error:
        raise MigrationRefused("unknown_revision", revision=revision) from error
    if script is None:
        raise MigrationRefused("unknown_revision", revision=revision)
    return script


def current(store: Store) -> str | None:
    """The revision of `store`; None where it was never set up."""
    with store.read() as session:
        return revision_of(session.connection())


def at_newest(session: Session) -> bool:
    """Whether the store is at the revision that this code reads. One small read: it is asked in every session."""
    try:
        found = session.connection().exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608
    except DBAPIError as error:
        if is_missing_table(error):
            return False
        raise
    return found == head()


def drift(store: Store) -> tuple[str, ...]:
    """Where the database differs from the tables and triggers of the code; empty when it does not."""
    with store.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = [str(difference) for difference in compare_metadata(context, tables.metadata)]
        return (*differences, *(f"trigger {name}" for name in triggers.trigger_drift(connection)))


def _move(connection: Connection, revision: str, *, before: Before | None, versions: Path, down: bool = False) -> None:
    start = revision_of(connection)
    if start is not None:
        known(start, versions)
    steps = _steps(versions, start, revision, down=down)
    if not steps:
        return
    migrate = command.downgrade if down else command.upgrade
    if not has_rows(connection):
        migrate(_config(connection, versions), revision)
        return
    if before is not None:
        before(connection, revision if down else str(_scripts(versions).as_revision_number(revision)))
    held, aside = facts.held(connection), _set_aside(connection)
    settle(connection)
    migrate(_config(connection, versions), revision)
    declared = {table for script in steps for table in getattr(script.module, "changes_facts", {})}
    explained = declared | aside | _set_aside(connection)
    _check_facts(held, facts.held(connection), explained, down=down)


def _steps(versions: Path, start: str | None, revision: str, *, down: bool) -> tuple[Script, ...]:
    """The revisions between `start` and `revision`."""
    upper, lower = (start or BASE, revision) if down else (revision, start or BASE)
    found = _scripts(versions).iterate_revisions(upper, lower)
    return tuple(script for script in found if isinstance(script, Script))


def _check_facts(
    before: Mapping[str, facts.Held], after: Mapping[str, facts.Held], explained: Set[str], *, down: bool
) -> None:
    """Raises MigrationRefused for the first table that differs and is not explained.

    An older revision has no place for some tables: going down they are gone, and what is set aside is no table of ours.
    """
    watched = {name: h for name, h in before.items() if name in (after if down else tables.metadata.tables)}
    for table, what in facts.differences(watched, after):
        if table not in explained:
            raise MigrationRefused("changes_facts", table=table, what=what)


def _set_aside(connection: Connection) -> set[str]:
    """The tables of which a downgrade has set rows aside: that many are missing, and come back on the way up."""
    if SET_ASIDE not in inspect(connection).get_table_names():
        return set()
    return set(connection.scalars(text(f"SELECT DISTINCT table_name FROM {SET_ASIDE}")))  # noqa: S608  # a name of ours


def _check_references(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken is not None:
        raise MigrationRefused("breaks_references", table=broken[0], to=broken[2])


def _scripts(versions: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None, versions))


def _config(connection: Connection | None, versions: Path = VERSIONS) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
