"""A disk that is full, point by point: every operation succeeds whole, or leaves the store exactly as it was.

At each point a copy of the store gets so much room and no more, and takes a return through its life. The first
operation that does not fit must say so (StoreUnusable) and leave no trace; given room, the same operation succeeds. A
process of its own does it, so that a limit or a signal touches nobody else.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

from indicators import releases, returns
from indicators.lifecycle import ReturnState
from indicators.store import Store, StoreUnusable, open_store
from tests.stores import PLANNER
from tests.torture import faults, rooms
from tests.torture.checks import fingerprint, losses
from tests.torture.engines import SQLITE, Engine, Files, Server, file_of, postgresql, sqlite, template
from tests.torture.ledger import Ledger
from tests.torture.lives import FORKS
from tests.torture.rooms import KILO, Room, Unavailable
from tests.torture.worker import Said, load
from tests.torture.world import JOB, NOW, QUARTERS, some_values, steward_of
from tests.torture.world import file_of as return_file

ENTITY = "E1"
ZONES = 80
POSTGRESQL_NEEDS = 160  # kilobytes beyond what it has taken beforehand
PAGES, FILE_SIZE, SMALL_DISK = "limit of pages", "limit of file size", "full file system"


@dataclass
class Sweep:
    """What a sweep came to: at how many points which operation did not fit, in which words, and what was wrong."""

    engine: str
    room: str
    fault: str = ""
    points: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    fitted: int = 0
    seconds: float = 0
    caught: int | None = None
    faults: list[str] = field(default_factory=list)
    skipped: str = ""


@dataclass(frozen=True)
class Operation:
    """One step of a return's life; `run` tells the ledger once it was acknowledged."""

    name: str
    run: Callable[[Store, Ledger], None]


Operations = tuple[Operation, ...]


def sweep(room: str, *, points: int, fault: str = "", engine: str = SQLITE) -> Sweep:
    """Every operation at `points` limits, from too little for any to enough for all, in a process of its own."""
    reads, writes = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=_sweep, args=(writes, engine, room, points, fault))
    process.start()
    writes.close()
    try:
        found: Sweep = reads.recv()
    except EOFError:
        process.join()
        found = Sweep(engine, room, fault, caught=0, faults=[f"the process ended by itself: {process.exitcode}"])
    process.join()
    reads.close()
    return found


def _sweep(pipe: Connection, engine: str, room: str, points: int, fault: str) -> None:
    began = time.monotonic()
    # The driver tells its log of every connection that was broken off in the middle, which here is each one.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    swept = Sweep(engine, room, fault)
    try:
        # Room is asked for beforehand; here it is taken as if another process took it after the question.
        asked = patch.object(Store, "check_room", lambda _store, _size: None)
        with asked, _place(engine, room) as (stores, limited), TemporaryDirectory() as elsewhere:
            steps = operations(Path(elsewhere) / "return.csv")
            _at_all_points(stores, steps, limited, swept, points=points)
    except Unavailable as unavailable:
        swept.skipped = str(unavailable)
    swept.seconds = time.monotonic() - began
    pipe.send(swept)


@contextmanager
def _place(engine: str, room: str) -> Iterator[tuple[Engine, Room]]:
    with ExitStack() as opened:
        if room == SMALL_DISK:
            disk = opened.enter_context(rooms.small_disk("16m" if engine == SQLITE else "256m"))
            stores: Engine = Files(disk) if engine == SQLITE else opened.enter_context(postgresql(disk))
            yield stores, rooms.filled(disk)
        else:
            yield opened.enter_context(sqlite()), rooms.pages if room == PAGES else rooms.file_size


def _at_all_points(stores: Engine, steps: Operations, room: Room, swept: Sweep, *, points: int) -> None:
    model = template(stores)
    lowest, highest = _limits(stores, model, steps, swept.room)
    for limit in _spread(lowest, highest, points):
        found = _at(stores, model, steps, room, limit, swept)
        swept.points += 1
        if found:
            swept.caught, swept.faults = swept.points, [f"at {limit}: {fault}" for fault in found]
            return


def _at(stores: Engine, model: str, steps: Operations, room: Room, limit: int, swept: Sweep) -> list[str]:
    """What is wrong after the operations had `limit` of room, and after the one that did not fit was done again."""
    url, ledger = stores.copy(model), Ledger()
    store = open_store(url)
    before, stopped, found = "", None, []
    for operation in steps:
        before = fingerprint(store)
        try:
            with room(store, limit), faults.planted(swept.fault, lambda *_said: None):
                operation.run(store, ledger)
        except StoreUnusable as error:
            stopped = operation
            swept.said[_words(error)] += 1
            break
        except Exception as error:
            stopped = operation
            found.append(f"{operation.name}: {type(error).__name__}: {error}")
            break
    store.close()
    if isinstance(stores, Server):
        stores.start()
        stores.settle(url)
    store = open_store(url)
    if stopped:
        swept.refused[stopped.name] += 1
        found += [] if fingerprint(store) == before else [f"{stopped.name} did not fit, and left something behind"]
        found += losses(store, ledger)
        if not found:
            stopped.run(store, ledger)
    else:
        swept.fitted += 1
    found += losses(store, ledger)
    store.close()
    stores.drop(url)
    return found


def operations(file: Path) -> Operations:
    """A return of many rows through its life, by way of `file`."""
    values = some_values(Random(7), ZONES)
    file.write_bytes(return_file(ENTITY, QUARTERS[-1], values, before=None, note="lleno"))

    def loads(store: Store, ledger: Ledger) -> None:
        load(store, file, entity=ENTITY, values=values, say=lambda *line: ledger.hear(list(line)))

    return (
        Operation("load", loads),
        Operation("submission", _submits),
        Operation("approval", _approves),
        Operation("publication", _publishes),
    )


def _submits(store: Store, ledger: Ledger) -> None:
    number = _only(store, ReturnState.STAGED)
    with store.write() as session:
        returns.submit(session, number, who=steward_of(ENTITY), now=NOW)
    ledger.hear([Said.SUBMITTED, number])


def _approves(store: Store, ledger: Ledger) -> None:
    number = _only(store, ReturnState.SUBMITTED)
    with store.write() as session:
        returns.approve(session, number, who=PLANNER, now=NOW, confirm=True)
    ledger.hear([Said.APPROVED, number])


def _publishes(store: Store, ledger: Ledger) -> None:
    with store.write() as session:
        release = releases.publish(session, who=PLANNER, now=NOW, note="Publicación")
    ledger.hear([Said.RELEASED, release.number, release.hash])


def _only(store: Store, state: ReturnState) -> int:
    with store.read() as session:
        numbers = [line.return_id for line in returns.listing(session, state) if line.job == JOB]
    if len(numbers) != 1:
        raise LookupError(f"{len(numbers)} returns are {state}, where one was acknowledged")
    return numbers[0]


def _limits(stores: Engine, model: str, steps: Operations, room: str) -> tuple[int, int]:
    """From what the store has already to what all operations need, in the measure of `room`."""
    url = stores.copy(model)
    store = open_store(url)
    for operation in steps:
        operation.run(store, Ledger())
    if isinstance(stores, Server):
        store.close()
        stores.drop(url)
        return 0, POSTGRESQL_NEEDS
    log = Path(f"{file_of(url)}-wal").stat().st_size
    with store.read() as session:
        count = session.connection().exec_driver_sql("PRAGMA page_count").scalar() or 0
        size = session.connection().exec_driver_sql("PRAGMA page_size").scalar() or 0
    store.close()
    stores.drop(url)
    has = Path(file_of(model)).stat().st_size // size
    return {PAGES: (has, count + 1), FILE_SIZE: (0, log + size), SMALL_DISK: (0, log // KILO)}[room]


def _spread(lowest: int, highest: int, points: int) -> Sequence[int]:
    """`points` limits from `lowest` to `highest`, each once."""
    if highest - lowest < points:
        return range(lowest, highest + 1)
    return sorted({lowest + (highest - lowest) * at // (points - 1) for at in range(points)})


def _words(error: StoreUnusable) -> str:
    return str(error.code)
