"""SIGKILL in the middle of a migration, and in the middle of a backup.

After a migration the store is at the old revision or the new one, each as if nothing else had been tried; brought to
the newest, it holds what one that was never interrupted holds. After a backup there is no file of its name, or a whole
one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from indicators.backup import write_backup
from indicators.backup_form import BackupRefused, open_archive
from indicators.store import Store, StoreUnusable, open_store
from migrations import run
from tests.torture import faults
from tests.torture.checks import fingerprint
from tests.torture.disk import operations
from tests.torture.engines import Engine, Server, template
from tests.torture.ledger import Ledger
from tests.torture.lives import Life
from tests.torture.worker import Said, Speaker, mark_transactions
from tests.torture.world import NOW, fill

EMPTY, FILLED, BACKUP = "migration of an empty store", "migration of a filled store", "backup"

# From where to where of its length a kill falls: half of them near the end, where it is decided.
WHOLE, END = (0.0, 1.0), (0.85, 1.15)
# How much longer it is taken to be after a kill that came too early, and shorter after one too late: a busy machine is
# slower than it was when the length was measured.
LONGER, SHORTER = 1.06, 0.94


@dataclass
class Interruptions:
    """What a run of kills in the middle of `what` came to: how often it was undone, or done before the kill."""

    engine: str
    what: str
    fault: str = ""
    kills: int = 0
    undone: int = 0
    done: int = 0
    seconds: float = 0
    caught: int | None = None
    faults: list[str] = field(default_factory=list)
    skipped: str = ""


def interrupt(engine: Engine, what: str, *, kills: int, fault: str = "", seed: int = 1) -> Interruptions:
    """Kill `what` so many times, spread over its whole length; stops at the first thing that is wrong."""
    began = time.monotonic()
    found = Interruptions(engine.name, what, fault)
    chance = Random(seed)
    case = _Case(engine, what)
    if case.model is None:
        found.skipped = "there is one revision only: nothing to migrate that holds rows"
        return found
    length = case.length()
    while found.kills < kills and found.caught is None:
        url, ledger = case.copy(), Ledger()
        target = engine.folder / f"backup-{os.getpid()}-{found.kills}.nap.zip"
        life = Life(case.body, url, str(target), fault, ledger=ledger)
        life.listen(until=lambda seen=ledger.seen: bool(seen))
        life.listen(length * chance.uniform(*chance.choice((WHOLE, END))))
        life.kill()
        if isinstance(engine, Server):
            engine.settle(url)
        found.kills += 1
        is_done, wrong = case.judge(url, target)
        if Said.LOADED in ledger.seen and not is_done:
            wrong.append("it was acknowledged, and is not there")
        found.done, found.undone = found.done + is_done, found.undone + (not is_done)
        length *= SHORTER if is_done else LONGER
        wrong = [*ledger.errors, *wrong]
        if wrong:
            found.caught, found.faults = found.kills, wrong
        engine.drop(url)
        target.unlink(missing_ok=True)
    found.seconds = time.monotonic() - began
    return found


class _Case:
    """What is interrupted: from which store, by which process, and what must hold afterwards."""

    def __init__(self, engine: Engine, what: str) -> None:
        self._engine, self._what = engine, what
        self.body = _backs_up if what == BACKUP else _migrates
        previous = run.known(run.head()).down_revision
        if what == EMPTY:
            self.model: str | None = engine.fresh()
        elif what == BACKUP:
            self.model = template(engine, self._fill)
        else:
            self.model = template(engine, self._fill) if previous else None
        if self.model and what == FILLED:
            with _opened(self.model) as store:
                run.downgrade(store, str(previous))
        if self.model and what != BACKUP:
            self._old, self._new = self._ends()

    def copy(self) -> str:
        """A store to be interrupted."""
        return self._engine.fresh() if self._what == EMPTY else self._engine.copy(str(self.model))

    def length(self) -> float:
        """How long it takes where nobody interrupts it, at its second time."""
        lengths = []
        for _ in range(2):
            url, ledger, began = self.copy(), Ledger(), [0.0]
            target = self._engine.folder / f"backup-{os.getpid()}-length.nap.zip"
            life = Life(self.body, url, str(target), "", ledger=ledger)
            life.listen(until=lambda seen=ledger.seen: bool(seen))
            began[0] = time.monotonic()
            life.listen()
            lengths.append(time.monotonic() - began[0])
            life.kill()
            target.unlink(missing_ok=True)
            self._engine.drop(url)
        return lengths[-1]

    def judge(self, url: str, target: Path) -> tuple[bool, list[str]]:
        """Whether it was done, and what is wrong."""
        return _judge_backup(target) if self._what == BACKUP else self._judge_store(url)

    def _judge_store(self, url: str) -> tuple[bool, list[str]]:
        wrong = []
        with _opened(url) as store:
            revision = run.current(store)
            is_done = revision == run.head()
            if is_done:
                wrong += [f"at the new revision, where this differs: {difference}" for difference in run.drift(store)]
            elif fingerprint(store) != self._old:
                wrong.append(f"at revision {revision}, and not as it was")
            try:
                run.upgrade(store)
            except Exception as error:
                return is_done, [*wrong, f"cannot be migrated any more: {type(error).__name__}: {error}"]
            if fingerprint(store) != self._new or run.drift(store):
                wrong.append("once migrated, it differs from one that was not interrupted")
        return is_done, wrong

    def _ends(self) -> tuple[str, str]:
        """The fingerprints before and after a migration that nobody interrupts."""
        url = self.copy()
        with _opened(url) as store:
            old = fingerprint(store)
            run.upgrade(store)
            new = fingerprint(store)
        self._engine.drop(url)
        return old, new

    def _fill(self, store: Store) -> None:
        fill(store)
        for operation in operations(self._engine.folder / f"return-{os.getpid()}.csv"):
            operation.run(store, Ledger())


def _judge_backup(target: Path) -> tuple[bool, list[str]]:
    if not target.exists():
        return False, []
    try:
        with open_archive(target):
            return True, []
    except (BackupRefused, OSError) as error:
        return True, [f"a broken file has the backup's name: {type(error).__name__}"]


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


def _migrates(pipe: Connection, url: str, _target: str, fault: str) -> None:
    _told(pipe, url, fault, run.upgrade)


def _backs_up(pipe: Connection, url: str, target: str, fault: str) -> None:
    def back_up(store: Store) -> None:
        with store.read() as session:
            write_backup(session.connection(), Path(target), now=NOW)

    _told(pipe, url, fault, back_up)


def _told(pipe: Connection, url: str, fault: str, act: Callable[[Store], Any]) -> None:
    """Do it, and say when it begins and that it was done."""
    speaker = Speaker(pipe.fileno())
    try:
        with faults.planted(fault, speaker.say):
            store = open_store(url)
            mark_transactions(store, speaker)
            speaker.say(Said.READY)
            act(store)
            speaker.say(Said.LOADED, 0, "")
    except StoreUnusable as error:
        speaker.say(Said.ERROR, f"StoreUnusable: {error.code}")
    except Exception as error:
        speaker.say(Said.ERROR, f"{type(error).__name__}: {error}"[:2000])
