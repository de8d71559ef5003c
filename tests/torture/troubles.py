"""A store that cannot be written for a while: read-only, or held by somebody else. It is said, nothing is left behind,
and once the cause is gone the same load succeeds."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import event, make_url

from indicators.store import Store, StoreUnusable, open_store
from tests.torture import rooms
from tests.torture.checks import fingerprint, losses
from tests.torture.disk import operations
from tests.torture.engines import SQLITE, Engine, template
from tests.torture.ledger import Ledger
from tests.torture.lives import Life
from tests.torture.rooms import Unavailable
from tests.torture.worker import Said, Speaker

READ_ONLY, LOCKED = "read-only store", "store locked by another process"
# How long a writer of the harness waits for its turn, in milliseconds: less than the tracker, so as not to wait for it.
PATIENCE = 200


@dataclass
class Trouble:
    """What came of it: the code of the refusal, and what was wrong."""

    engine: str
    what: str
    said: str = ""
    faults: list[str] = field(default_factory=list)
    skipped: str = ""


def meet(engine: Engine, what: str) -> Trouble:
    """Load while `what` is so, and again when it is over."""
    found = Trouble(engine.name, what)
    model = template(engine)
    url = engine.copy(model)
    step = operations(engine.folder / f"return-{os.getpid()}.csv")[0]
    ledger = Ledger()
    before = _fingerprint(url)
    try:
        with _cause(engine, url, what):
            store = _impatient(url)
            try:
                step.run(store, ledger)
                found.faults.append("it loaded all the same")
            except StoreUnusable as error:
                found.said = error.code
            except Exception as error:
                found.faults.append(f"{type(error).__name__}: {error}")
            store.close()
    except Unavailable as unavailable:
        found.skipped = str(unavailable)
        return found
    if _fingerprint(url) != before:
        found.faults.append("something was left behind")
    store = open_store(url)
    step.run(store, ledger)
    found.faults += losses(store, ledger)
    store.close()
    engine.drop(url)
    engine.drop(model)
    return found


def _fingerprint(url: str) -> str:
    store = open_store(url)
    found = fingerprint(store)
    store.close()
    return found


def _impatient(url: str) -> Store:
    store = open_store(url)

    @event.listens_for(store._writing, "connect")
    def shorten(connection: object, _record: object) -> None:
        if store.file is not None:
            connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")  # type: ignore[attr-defined]
        else:
            connection.execute(f"SET lock_timeout = {PATIENCE}")  # type: ignore[attr-defined]
            connection.commit()  # type: ignore[attr-defined]

    return store


@contextmanager
def _cause(engine: Engine, url: str, what: str) -> Iterator[None]:
    if what == LOCKED:
        ledger = Ledger()
        holder = Life(_holds, url, ledger=ledger)
        holder.listen(until=lambda: bool(ledger.seen))
        yield
        holder.kill()
    elif engine.name == SQLITE:
        with rooms.read_only(Path(engine.folder)):
            yield
    else:
        _set_read_only(url, "on")
        yield
        _set_read_only(url, "off")


def _set_read_only(url: str, state: str) -> None:
    """What a server says of itself that is a replica, or was told to accept no writes."""
    address = make_url(url)
    server = address.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    statement = sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = {}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(str(address.database)), sql.SQL(state)))  # type: ignore[arg-type]


def _holds(pipe: Connection, url: str) -> None:
    """Take the turn to write and keep it until killed."""
    with open_store(url).write():
        Speaker(pipe.fileno()).say(Said.READY)
        time.sleep(3600)
