"""The store: every write through `Store.write()`, every read through `Store.read()`, on SQLite and PostgreSQL alike.

Writers stand in one queue (BEGIN IMMEDIATE; one advisory lock), so that numbers, chains and states never race; a reader
sees one moment. Nothing is opened before it is used, so a `Store` may be made before a server forks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from indicators import tables
from indicators.settings import sqlite_file

# SQLite before 3.51.3 can corrupt a WAL store that two processes write: https://sqlite.org/wal.html
OLDEST_SQLITE = (3, 51, 3)
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
}
# Any fixed number: everyone who writes to a tracker's store asks for this one.
ADVISORY_LOCK = 4_208_715_201


class StoreUnusable(RuntimeError):
    """The store cannot be opened, is not set up, or is at another revision; the message says what to do."""


class Store:
    """A store at `url`. Sessions are for one transaction each and end with it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._reading = _engine(url, writing=False)
        self._writing = _engine(url, writing=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One moment of the store; nothing can be written. Raises StoreUnusable where it cannot be reached."""
        with _reachable(), Session(self._reading, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction, alone: kept whole when the block ends, undone whole when it raises."""
        with _reachable(), Session(self._writing, autoflush=False) as session, session.begin():
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
            yield session

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection outside any transaction, for migrations."""
        with _reachable(), self._writing.connect() as connection:
            yield connection

    def check_settings(self) -> None:
        """Read the engine's settings back. Raises StoreUnusable where one is not what durability needs."""
        with self.read() as session:
            wrong = _wrong_settings(session)
        if wrong:
            raise StoreUnusable("the store is not set up to keep what it acknowledges: " + "; ".join(wrong))

    def close(self) -> None:
        """Give back every connection."""
        self._reading.dispose()
        self._writing.dispose()


def open_store(url: str) -> Store:
    """The store at `url`; a folder for an embedded one is made. Raises StoreUnusable for an old SQLite."""
    file = sqlite_file(url)
    if file is not None:
        if sqlite.sqlite_version_info < OLDEST_SQLITE:
            raise StoreUnusable(f"SQLite {sqlite.sqlite_version} is too old; reinstall the locked requirements")
        _make_folder(file.parent)
    return Store(url)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable(f"cannot make the folder {folder} of the store: {error.strerror}") from error


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise StoreUnusable(f"the store does not answer: {error.orig}") from error
    except DBAPIError as error:
        if type(error) is DatabaseError:
            raise StoreUnusable(f"this is no store: {error.orig}") from error
        if error.connection_invalidated:
            raise StoreUnusable(f"the connection to the store broke: {error.orig}") from error
        raise


def _engine(url: str, *, writing: bool) -> Engine:
    if sqlite_file(url) is not None:
        return _sqlite_engine(url, writing=writing)
    isolation: Any = "READ COMMITTED" if writing else "REPEATABLE READ"
    engine = create_engine(url, isolation_level=isolation, pool_pre_ping=True)
    if not writing:

        @event.listens_for(engine, "begin")
        def read_only(connection: Connection) -> None:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    return engine


def _sqlite_engine(url: str, *, writing: bool) -> Engine:
    engine = create_engine(url, module=sqlite, connect_args={"isolation_level": None, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        if not writing:
            connection.execute("PRAGMA query_only = 1")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _wrong_settings(session: Session) -> list[str]:
    if session.get_bind().dialect.name == "sqlite":
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}
        return [f"{name} is {found[name]}, not {value}" for name, value in PRAGMAS.items() if found[name] != value]
    wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
    settings = {name: session.execute(text(f"SHOW {name}")).scalar() for name in wanted}
    return [f"{name} is {settings[name]}" for name in wanted if settings[name] not in (wanted[name], "local")]


def kind_of(session: Session) -> str | None:
    """`demonstration` or `real`, as decided when the store was empty; None while it is."""
    return session.execute(select(tables.store.c.kind)).scalar()
