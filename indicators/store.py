"""The store: every write through `Store.write()`, every read through `Store.read()`, on SQLite and PostgreSQL alike.

Writers stand in one queue (BEGIN IMMEDIATE; one advisory lock), so that numbers, chains and states never race; a reader
sees one moment. Nothing is opened before it is used, so a `Store` may be made before a server forks.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from copy import copy
from pathlib import Path
from typing import Any, Self

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, Engine, Select, create_engine, event, make_url, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from indicators import tables
from indicators.settings import sqlite_file
from indicators.store_faults import StoreUnusable, fault_of

__all__ = ["Store", "StoreUnusable", "kind_of", "open_store"]

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
    # What the law forces out is overwritten, not only let go.
    "secure_delete": 1,
}
# What a server must be set to so that what it acknowledges is on its disk: https://www.postgresql.org/docs/current/wal.html
SERVER_SETTINGS = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_FLUSHED = {"on", "local", "remote_write", "remote_apply"}
# A writer waits as long for its turn on either engine, in milliseconds.
LOCK_TIMEOUT = PRAGMAS["busy_timeout"]
CONNECT_SECONDS = 10
# Any fixed number: everyone who writes to a tracker's store asks for this one.
ADVISORY_LOCK = 4_208_715_201
# Room that a load needs beside its rows: the log before it is folded in, the record, what others write meanwhile.
RESERVED_BYTES = 16 * 1024 * 1024
BYTES_PER_BYTE = 4

AtRevision = Callable[[Session], bool]


class Store:
    """A store at `url`. Sessions are for one transaction each and end with it.

    `read`, `write` and `connect` raise StoreUnusable for whatever is wrong with the store itself.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.file = sqlite_file(url)
        self._reading = _engine(url, writing=False)
        self._writing = _engine(url, writing=True)
        self._at_revision: AtRevision | None = None

    def requiring(self, at_revision: AtRevision) -> Self:
        """The same store, opened for sessions only where `at_revision` says so in the session's own transaction."""
        guarded = copy(self)
        guarded._at_revision = at_revision
        return guarded

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One moment of the store; nothing can be written."""
        with _faults_told(), Session(self._reading, autoflush=False) as session:
            self._check_revision(session)
            yield session
            session.rollback()

    def glancing(self, statement: Select[Any]) -> Callable[[], tuple[Any, ...] | None]:
        """A way to ask for the one row of `statement` again and again, of the driver itself: a tenth of what a session
        costs, for what is asked before every answer. It gives None where there is no row, and where the store does not
        answer: `read` says why."""
        engine = self._reading
        written = str(statement.compile(engine, compile_kwargs={"literal_binds": True}))

        def glance() -> tuple[Any, ...] | None:
            try:
                with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                    cursor.execute(written)
                    row = cursor.fetchone()
            except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
                return None
            return tuple(row) if row else None

        return glance

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction, alone: kept whole when the block ends, undone whole when it raises."""
        with _faults_told(), Session(self._writing, autoflush=False) as session:
            queue_up(session.connection())
            self._check_revision(session)
            yield session
            with _outcome_told():
                session.commit()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection outside any transaction, for migrations."""
        with _faults_told(), self._writing.connect() as connection:
            yield connection

    def check_settings(self) -> None:
        """Read the engine's settings back. Raises StoreUnusable where one is not what durability needs."""
        with self.read() as session:
            _check_settings(session.connection().connection.dbapi_connection, embedded=self.file is not None)

    def has_checksums(self) -> bool:
        """Whether a server notices pages that its disk changed; an embedded store checks its own structure only."""
        if self.file is not None:
            return False
        with self.read() as session:
            return session.execute(text("SHOW data_checksums")).scalar() == "on"

    def rewrite(self) -> None:
        """Write the store's files anew, so that what was taken out of its rows is in none of their pages any more.

        Raises StoreUnusable where somebody reads or writes meanwhile: then it is to be done again.
        """
        with self.connect() as connection:
            if self.file is None:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM FULL")
                return
            cursor = connection.connection.cursor()
            try:
                cursor.execute("VACUUM")
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite.OperationalError as error:
                raise StoreUnusable("not_rewritten", detail=str(error)) from error
            finally:
                cursor.close()
            if busy:
                raise StoreUnusable("not_rewritten", detail="the log is read")

    def check_room(self, size: int) -> None:
        """Asked before `size` bytes are taken in. Raises StoreUnusable where an embedded store's disk is too full."""
        if self.file is None:
            return
        free = shutil.disk_usage(self.file.absolute().parent).free
        if free < size * BYTES_PER_BYTE + RESERVED_BYTES:
            raise StoreUnusable("disk_full", detail=f"{free} bytes free")

    def close(self) -> None:
        """Give back every connection."""
        self._reading.dispose()
        self._writing.dispose()

    def _check_revision(self, session: Session) -> None:
        if self._at_revision is not None and not self._at_revision(session):
            raise StoreUnusable("wrong_revision")


def queue_up(connection: Connection) -> None:
    """Wait for the turn to write, until the transaction ends. On SQLite its BEGIN IMMEDIATE has done so."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})


def open_store(url: str) -> Store:
    """The store at `url`; a folder for an embedded one is made. Raises StoreUnusable for an old SQLite."""
    file = sqlite_file(url)
    if file is not None:
        if sqlite.sqlite_version_info < OLDEST_SQLITE:
            raise StoreUnusable("old_sqlite", version=sqlite.sqlite_version)
        _make_folder(file.parent)
    return Store(url)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable("no_folder", folder=str(folder), detail=error.strerror) from error


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error


@contextmanager
def _outcome_told() -> Iterator[None]:
    """A connection that breaks while a server commits leaves it open whether it did."""
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnusable("unknown_outcome") from error


# Engines ---------------------------------------------------------------------------------------------------------


def _engine(url: str, *, writing: bool) -> Engine:
    engine = _sqlite_engine(url, writing=writing) if sqlite_file(url) else _server_engine(url, writing=writing)

    @event.listens_for(engine, "connect")
    def check(connection: Any, _record: object) -> None:
        """Every new connection is asked how it is set up: so no worker, at no time, trusts a default."""
        try:
            _check_settings(connection, embedded=engine.dialect.name == "sqlite")
        except BaseException:
            connection.close()
            raise

    return engine


def _server_engine(url: str, *, writing: bool) -> Engine:
    isolation: Any = "READ COMMITTED" if writing else "REPEATABLE READ"
    patience = {} if "connect_timeout" in make_url(url).query else {"connect_timeout": CONNECT_SECONDS}
    engine = create_engine(url, isolation_level=isolation, pool_pre_ping=True, connect_args=patience)

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {LOCK_TIMEOUT}")
        connection.commit()

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


def _check_settings(connection: Any, *, embedded: bool) -> None:
    """Ask a driver's connection how it is set up. Raises StoreUnusable with every setting that loses data."""
    if embedded:
        wanted: Mapping[str, object] = PRAGMAS
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        wrong = [name for name in PRAGMAS if found[name] != PRAGMAS[name]]
    else:
        wanted, idle = SERVER_SETTINGS, connection.info.transaction_status == 0
        found = {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in SERVER_SETTINGS}
        wrong = [name for name in SERVER_SETTINGS if found[name] not in _FLUSHED]
        if idle:
            connection.rollback()
    if wrong:
        said = "; ".join(f"{name} = {found[name]}, not {wanted[name]}" for name in wrong)
        raise StoreUnusable("wrong_settings", detail=said)


def kind_of(session: Session) -> str | None:
    """`demonstration` or `real`, as decided when the store was empty; None while it is."""
    return session.execute(select(tables.store.c.kind)).scalar()
