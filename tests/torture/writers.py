"""Many writers at once, each with its own entity, and readers beside them: every acknowledged load is there.

Who has waited the tracker's whole patience for a turn is told so, and tries again, as people are told to: on a busy
machine the engines give turns by luck. To be turned away any sooner is a refusal, and there must be none.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from statistics import quantiles

from indicators import queries
from indicators.store import LOCK_TIMEOUT, StoreUnusable, open_store
from tests.torture import faults
from tests.torture.checks import losses
from tests.torture.engines import Engine, Server, template
from tests.torture.ledger import Ledger
from tests.torture.lives import FORKS
from tests.torture.worker import load
from tests.torture.world import ENTITIES, QUARTERS, file_of, some_values

ZONES = 20
READERS = 2
# How often who has waited in vain tries again: far longer than all the others need to be done.
TRIES = 30


@dataclass
class Crowd:
    """What a crowd of writers came to. `waits` are the seconds that each acknowledged load took, queueing included, and
    `again` how often one waited in vain and tried again."""

    engine: str
    fault: str
    asked: int
    acknowledged: int = 0
    reads: int = 0
    again: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    seconds: float = 0
    faults: list[str] = field(default_factory=list)

    def wait(self, percent: int) -> float:
        """The wait in seconds below which so many percent of the loads stayed."""
        return quantiles(self.waits, n=100, method="inclusive")[percent - 1]


def crowd(engine: Engine, *, loads: int, fault: str = "") -> Crowd:
    """A writer for each entity with so many loads, one after the other, and readers until they are done."""
    began = time.monotonic()
    model = template(engine)
    url = engine.copy(model)
    found = Crowd(engine.name, fault, asked=loads * len(ENTITIES))
    ledger = Ledger()
    stop = FORKS.Event()
    readers = [_start(_read, url, stop) for _ in range(READERS)]
    for _, pipe in [_start(_write, url, engine.folder, entity, loads, fault) for entity in ENTITIES]:
        lines, waits, refused, again = pipe.recv()
        found.again += again
        for line in lines:
            ledger.hear(line)
        found.waits += waits
        found.refused.update(refused)
    stop.set()
    for _, pipe in readers:
        reads, refused = pipe.recv()
        found.reads += reads
        found.refused.update(refused)
    found.acknowledged = len(ledger.acknowledged)
    if isinstance(engine, Server):
        engine.settle(url)
    store = open_store(url)
    found.faults = losses(store, ledger)
    store.close()
    engine.drop(url)
    engine.drop(model)
    found.seconds = time.monotonic() - began
    return found


def _start(what: object, *arguments: object) -> tuple[object, Connection]:
    reads, writes = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=what, args=(writes, *arguments), daemon=True)
    process.start()
    writes.close()
    return process, reads


def _write(pipe: Connection, url: str, folder: Path, entity: str, loads: int, fault: str) -> None:
    chance = Random(entity)
    store = open_store(url)
    lines: list[list[object]] = []
    waits: list[float] = []
    refused: Counter[str] = Counter()
    again = 0
    file = folder / f"return-{os.getpid()}.csv"
    with faults.planted(fault, lambda *_said: None):
        for quarter in QUARTERS[:loads]:
            values = some_values(chance, ZONES)
            file.write_bytes(file_of(entity, quarter, values, before=None, note="muchos"))
            began = time.monotonic()
            for _ in range(TRIES):
                tried = time.monotonic()
                try:
                    load(store, file, entity=entity, values=values, say=lambda *line: lines.append(list(line)))
                    waits.append(time.monotonic() - began)
                except StoreUnusable as error:
                    if error.code == "locked" and time.monotonic() - tried >= LOCK_TIMEOUT / 1000:
                        again += 1
                        continue
                    refused[error.code] += 1
                except Exception as error:
                    refused[type(error).__name__] += 1
                break
            else:
                refused["never had a turn"] += 1
    store.close()
    pipe.send((lines, waits, refused, again))


def _read(pipe: Connection, url: str, stop: object) -> None:
    store = open_store(url)
    reads, refused = 0, Counter[str]()
    while not stop.is_set():  # type: ignore[attr-defined]
        try:
            with store.read() as session:
                reads += queries.overview(session) is not None
        except Exception as error:
            refused[f"reading: {type(error).__name__}"] += 1
        time.sleep(0.02)
    store.close()
    pipe.send((reads, refused))
