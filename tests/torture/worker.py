"""A worker: takes returns through their life without end, by the tracker's own ways in, and acknowledges each step.

It decides what to do next from the store alone, so another goes on where a killed one stood. What it says goes through
a pipe as lines of JSON (`Said`): what it is about to load, when a transaction begins and when its COMMIT begins, and
each step once the tracker has acknowledged it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event

from etl import pipeline
from indicators import canonical, canonical_release, queries, releases, returns
from indicators.lifecycle import OPEN, ReturnState
from indicators.periods import Quarter
from indicators.settings import sqlite_file
from indicators.store import Store, StoreUnusable, open_store
from tests.stores import PLANNER
from tests.torture import faults
from tests.torture.world import ENTITIES, JOB, NOW, QUARTERS, Values, corrected, file_of, some_values, steward_of

ZONES = (12, 12, 40, 40, 120)
WAITING = 3


class Said(StrEnum):
    """The first word of a line: marks of where the worker is, then acknowledgements."""

    READY = "ready"
    INTENT = "intent"
    BEGIN = "begin"
    COMMIT = "commit"
    LOADED = "loaded"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    RELEASED = "released"
    TEXT = "text"
    UNUSABLE = "unusable"
    ERROR = "error"


ACKNOWLEDGED = (Said.LOADED, Said.SUBMITTED, Said.RETURNED, Said.APPROVED, Said.RELEASED, Said.TEXT)


@dataclass(frozen=True)
class Job:
    """What a worker is told: the store, a folder for its files, its chance, and the fault planted in it, if any.

    `checkpoint` is after how many pages SQLite moves its log into the store: few, so that kills fall there too.
    """

    url: str
    folder: Path
    seed: int
    fault: str = ""
    checkpoint: int = 1000


def work(pipe: Connection, job: Job) -> None:
    """Work until killed. A store that says by itself that it cannot be used ends the work; so does any other error,
    which is told as what it is."""
    speaker = Speaker(pipe.fileno())
    try:
        with faults.planted(job.fault, speaker.say):
            worker = Worker(job, speaker)
            speaker.say(Said.READY)
            while True:
                worker.step()
    except StoreUnusable as error:
        speaker.say(Said.UNUSABLE, error.code)
    except Exception as error:
        speaker.say(Said.ERROR, f"{type(error).__name__}: {error}"[:2000])


class Speaker:
    """Writes lines to a pipe at once: what it has said is said, whatever becomes of the process."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def say(self, word: str, *facts: object) -> None:
        """One line, in one write."""
        os.write(self._pipe, (json.dumps([word, *facts]) + "\n").encode())


class Worker:
    """One worker on one store."""

    def __init__(self, job: Job, speaker: Speaker) -> None:
        self._chance = Random(job.seed)
        self._file = job.folder / f"return-{os.getpid()}.csv"
        self._say = speaker.say
        self._store = open_store(job.url)
        on_connect(self._store, f"PRAGMA wal_autocheckpoint = {job.checkpoint}")
        mark_transactions(self._store, speaker)

    def step(self) -> None:
        """Whatever is next: publish what waits, take an open return further, or load another."""
        with self._store.read() as session:
            known = returns.listing(session)
        lines = [line for line in known if line.job == JOB]
        approved = sum(line.state is ReturnState.APPROVED for line in lines)
        moving = [line for line in lines if line.state in (ReturnState.STAGED, ReturnState.SUBMITTED)]
        if approved >= WAITING:
            self._publish()
        elif moving and self._chance.random() < 0.7:
            self._advance(self._chance.choice(moving))
        else:
            self._load(lines)

    def _advance(self, line: returns.ReturnLine) -> None:
        number, steward = line.return_id, steward_of(line.entity)
        if line.state is ReturnState.STAGED:
            with self._store.write() as session:
                returns.submit(session, number, who=steward, now=NOW)
            self._say(Said.SUBMITTED, number)
        elif self._chance.random() < 0.15:
            with self._store.write() as session:
                returns.give_back(session, number, who=PLANNER, now=NOW, note="Falta una zona.")
            self._say(Said.RETURNED, number)
        else:
            with self._store.write() as session:
                returns.approve(session, number, who=PLANNER, now=NOW, confirm=True)
            self._say(Said.APPROVED, number)

    def _load(self, lines: Sequence[returns.ReturnLine]) -> None:
        taken = {(r.entity, r.quarter) for r in lines if r.state in OPEN and r.state is not ReturnState.RETURNED}
        free = [(e, q) for e in ENTITIES[:4] for q in QUARTERS[-6:] if (e, str(q)) not in taken]
        if not free:
            return
        entity, quarter = self._chance.choice(free)
        before = in_force(self._store, entity, quarter)
        values = corrected(self._chance, before) if before else some_values(self._chance, self._chance.choice(ZONES))
        content = file_of(entity, quarter, values, before=before or None, note=f"nota {self._chance.random()}")
        self._file.write_bytes(content)
        load(self._store, self._file, entity=entity, values=values, say=self._say)

    def _publish(self) -> None:
        with self._store.write() as session:
            release = releases.publish(session, who=PLANNER, now=NOW, note="Publicación")
        self._say(Said.RELEASED, release.number, release.hash)
        with self._store.read() as session:
            self._say(Said.TEXT, release.number, text_hash(session, release.number))


def load(store: Store, file: Path, *, entity: str, values: Values, say: Any) -> None:
    """Load `file`, made of `values`; say before what it holds and afterwards what was acknowledged."""
    say(Said.INTENT, canonical.sha256(file.read_bytes()), len(values) + 1, 2 * sum(values.values()))
    outcome = pipeline.run(store, file, job=JOB, who=steward_of(entity), now=NOW, apart=False)
    if outcome.receipt is None:
        raise AssertionError(f"the harness wrote a file that is refused: {outcome.problems[:3]}")
    say(Said.LOADED, outcome.receipt.return_id, outcome.receipt.file_hash)


def in_force(store: Store, entity: str, quarter: Quarter) -> Values:
    """What is published of `entity` and `quarter`, by zone."""
    with store.read() as session:
        known = queries.figures_in_force(session, entity=entity)
    return {
        k.figure.category: int(k.figure.value or 0) for k in known if k.figure.quarter == quarter and k.figure.category
    }


def text_hash(session: Any, number: int) -> str:
    """SHA-256 of the canonical text of a release, as anyone may download it."""
    return canonical.sha256(canonical_release.text_of(canonical_release.stored_lines(session, number)))


def mark_transactions(store: Store, speaker: Speaker) -> None:
    """Have the speaker say when a transaction that writes begins, and when its COMMIT begins."""

    event.listen(store._writing, "begin", lambda _connection: speaker.say(Said.BEGIN))
    event.listen(store._writing, "commit", lambda _connection: speaker.say(Said.COMMIT))


def on_connect(store: Store, pragma: str) -> None:
    """Give every connection of a SQLite store that writes one more setting, which is the harness's own."""
    if sqlite_file(store.url):
        event.listen(store._writing, "connect", lambda connection, _record: connection.execute(pragma))
