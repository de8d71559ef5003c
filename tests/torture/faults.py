"""The faults that are planted to see whether a harness reports them: each breaks one promise, in a worker alone.

Each is what a plausible loader might do wrong. They live here, as patches of a running worker, never in the tracker.
Where one leaves the store for a moment as it must not be, it lingers there, as on a slow disk: that a kill or another
writer falls into that moment is then no matter of luck, however busy the machine is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any
from unittest.mock import patch

from sqlalchemy import Connection, Table
from sqlalchemy.orm import Session

from etl import pipeline
from indicators import backup, bulk, returns, triggers
from indicators import store as stores
from indicators.canonical import sha256
from indicators.store import ADVISORY_LOCK, Store, StoreUnusable

Say = Callable[..., None]

IN_PARTS = "commits every 10 figures"
BEFORE_RECORD = "commits the figures before their entry in the record"
EARLY = "acknowledges before the commit"
SWALLOWS = "takes a full disk for a success"
NO_LOCK = "takes no write lock"
SCHEMA_FIRST = "commits the new schema before its triggers"
IN_PLACE = "writes a backup under its own name from the start"

CHUNK = 10
# How many seconds it lingers: a harness strikes within a millisecond of what it hears.
LINGERS = 0.1


@contextmanager
def planted(fault: str, say: Say) -> Iterator[None]:
    """Run the block with `fault` in the tracker's code; with none where it is empty."""
    with ExitStack() as patches:
        if fault:
            for change in _PATCHES[fault](say):
                patches.enter_context(change)
        yield


def _commit_now(session: Session, *, lingers: bool = True) -> None:
    """End the transaction in the middle of a load and begin another."""
    connection = session.connection()
    connection.exec_driver_sql("COMMIT")
    time.sleep(LINGERS if lingers else 0)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _loading(how: Callable[..., int]) -> Callable[[Say], list[Any]]:
    """`how` takes the place of what adds the figures of a load."""
    adds = bulk.insert_rows

    def added(session: Session, table: Table, names: Any, rows: Iterable[Any]) -> int:
        if table.name != "figures":
            return adds(session, table, names, rows)
        return how(lambda some: adds(session, table, names, some), list(rows), session)

    return lambda _say: [patch.object(bulk, "insert_rows", added)]


def _in_parts(add: Callable[[list[Any]], int], rows: list[Any], session: Session) -> int:
    for first in range(0, len(rows), CHUNK):
        add(rows[first : first + CHUNK])
        _commit_now(session, lingers=first == 0)
    return len(rows)


def _before_record(add: Callable[[list[Any]], int], rows: list[Any], session: Session) -> int:
    count = add(rows)
    _commit_now(session)
    return count


def _acknowledging_early(say: Say) -> list[Any]:
    """Word goes out as soon as the rows are written, not when they are kept."""

    def early(word: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(session: Session, number: int, **options: Any) -> Any:
            result = act(session, number, **options)
            say(word, number)
            time.sleep(LINGERS)
            return result

        return acted

    acts = {"submitted": "submit", "approved": "approve", "returned": "give_back"}
    return [patch.object(returns, name, early(word, getattr(returns, name))) for word, name in acts.items()]


def _swallowing(_say: Say) -> list[Any]:
    keep = Store.write

    @contextmanager
    def write(store: Store) -> Iterator[Session]:
        with suppress(StoreUnusable), keep(store) as session:
            yield session

    def run(store: Store, path: Path, **options: Any) -> Any:
        return loads(store, path, **options) or _made_up(path)

    loads = pipeline.run
    return [patch.object(Store, "write", write), patch.object(pipeline, "run", run)]


def _made_up(path: Path) -> SimpleNamespace:
    """A receipt for what was never kept."""
    return SimpleNamespace(receipt=SimpleNamespace(return_id=1, file_hash=sha256(path.read_bytes())))


class _Slow(Session):
    """A session whose writes stand uncommitted for a while."""

    def commit(self) -> None:
        time.sleep(LINGERS)
        super().commit()


def _without_lock(_say: Say) -> list[Any]:
    """What a store does whose writers do not queue: a deferred BEGIN on SQLite, nothing on PostgreSQL."""

    def no_queue(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("BEGIN")

    return [patch.object(stores, "queue_up", no_queue), patch.object(stores, "Session", _Slow)]


def _schema_first(_say: Say) -> list[Any]:
    make = triggers.create_triggers

    def create_triggers(connection: Connection) -> None:
        connection.exec_driver_sql("COMMIT")
        time.sleep(LINGERS)
        connection.exec_driver_sql("BEGIN")
        make(connection)

    return [patch.object(triggers, "create_triggers", create_triggers)]


def _in_place(_say: Say) -> list[Any]:
    @contextmanager
    def new_file(target: Path) -> Iterator[IO[bytes]]:
        with target.open("w+b") as file:
            time.sleep(LINGERS)
            yield file

    return [patch.object(backup, "_new_file", new_file)]


_PATCHES: dict[str, Callable[[Say], list[Any]]] = {
    IN_PARTS: _loading(_in_parts),
    BEFORE_RECORD: _loading(_before_record),
    EARLY: _acknowledging_early,
    SWALLOWS: _swallowing,
    NO_LOCK: _without_lock,
    SCHEMA_FIRST: _schema_first,
    IN_PLACE: _in_place,
}
