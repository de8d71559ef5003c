"""SIGKILL to a working process, at a moment left to chance or aimed into a phase; then the store is looked at whole.

The next worker goes on with the same store, so what one kill has spoilt the next check still sees. After a few kills a
copy of the template takes its place, for a check reads everything.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from statistics import median

from indicators.store import open_store
from tests.torture.checks import is_kept, losses
from tests.torture.engines import Engine, Server, template
from tests.torture.ledger import Ledger
from tests.torture.lives import Life
from tests.torture.worker import ACKNOWLEDGED, Job, Said, work

KILLS_PER_STORE = 8
LONGEST_LIFE = 0.25
MARKS_AHEAD = {Said.COMMIT: 8, Said.INTENT: 3}
AT_ONCE = 0.0005
CHECKPOINTS = (8, 50, 1000)


class Aim(StrEnum):
    """What is killed, and when."""

    ANYWHERE = "the worker, at a moment left to chance"
    LOAD = "the worker, aimed into a load"
    COMMIT = "the worker, aimed into a COMMIT"
    ACKNOWLEDGED = "the worker, as soon as it has acknowledged a step"
    SERVER = "the database server with all its processes"
    BACKEND = "the one server process that works for the worker"


WORKERS = (Aim.ANYWHERE, Aim.LOAD, Aim.COMMIT, Aim.ACKNOWLEDGED)
# A COMMIT is short, and is what it all hangs on: it is aimed at twice as often.
AIMS = (*WORKERS, Aim.COMMIT)


@dataclass
class Tally:
    """What a run of kills came to. `faults` are the first things found wrong, at kill number `caught`."""

    engine: str
    fault: str = ""
    kills: int = 0
    aims: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[str] = field(default_factory=Counter)
    unusable: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    undone: int = 0
    stores: int = 0
    seconds: float = 0
    caught: int | None = None
    faults: list[str] = field(default_factory=list)

    def add(self, more: Tally) -> None:
        """Take in another part of the same run."""
        for name in ("kills", "kept", "undone", "stores", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        for name in ("aims", "fell", "acknowledged", "unusable"):
            getattr(self, name).update(getattr(more, name))
        self.faults += more.faults


def kill_often(
    engine: Engine,
    *,
    kills: int,
    seed: int = 1,
    fault: str = "",
    aims: Sequence[Aim] = AIMS,
    server_kills: int = 0,
) -> Tally:
    """Kill `kills` workers one after the other and check after each; stops at the first thing that is wrong.

    `server_kills` of them take the database server instead, spread over the run (PostgreSQL alone).
    """
    began = time.monotonic()
    chance = Random(seed)
    tally = Tally(engine.name, fault)
    model = template(engine)
    every = kills // server_kills if server_kills else 0
    lengths = _Lengths()
    while tally.kills < kills and tally.caught is None:
        url, ledger = engine.copy(model), Ledger()
        tally.stores += 1
        for number in range(KILLS_PER_STORE):
            aim = chance.choice(aims)
            if every and tally.kills % every == every - 1:
                aim = chance.choice((Aim.SERVER, Aim.SERVER, Aim.BACKEND))
            _one(engine, url, ledger, tally, aim, chance=chance, lengths=lengths)
            last = number == KILLS_PER_STORE - 1 or tally.kills == kills
            _check(url, ledger, tally, texts=last)
            tally.seconds = time.monotonic() - began
            if last or tally.caught is not None:
                break
        tally.acknowledged.update(str(line[0]) for line in ledger.acknowledged)
        engine.drop(url)
    engine.drop(model)
    return tally


class _Lengths:
    """How long a load and a COMMIT take here, from those that were let live."""

    def __init__(self) -> None:
        self._known: dict[Said, list[float]] = {Said.COMMIT: [0.005], Said.INTENT: [0.03]}
        self._began: dict[Said, float] = {}

    def hear(self, said: Said) -> None:
        """Take in a mark as it is read."""
        now = time.monotonic()
        if said in ACKNOWLEDGED:
            for mark, began in self._began.items():
                self._known[mark].append(now - began)
            self._began.clear()
        elif said in self._known:
            self._began[said] = now

    def usual(self, mark: Said) -> float:
        """Seconds from `mark` to the acknowledgement: the median of the last ones."""
        return median(self._known[mark][-100:])


def _one(
    engine: Engine, url: str, ledger: Ledger, tally: Tally, aim: Aim, *, chance: Random, lengths: _Lengths
) -> None:
    """Start a worker, let it work, kill it or its server, and wait until everything of it is gone."""
    ledger.seen.clear()
    job = Job(url, engine.folder, chance.randrange(1 << 30), tally.fault, chance.choice(CHECKPOINTS))
    life = Life(work, job, ledger=ledger)

    def reached(*marks: Said, times: int) -> None:
        life.listen(until=lambda: sum(seen in marks for seen in ledger.seen) >= times, hear=lengths.hear)

    reached(*Said, times=1)
    wait = chance.uniform(0, LONGEST_LIFE)
    if aim in (Aim.COMMIT, Aim.LOAD):
        mark = Said.COMMIT if aim is Aim.COMMIT else Said.INTENT
        reached(mark, times=chance.randint(1, MARKS_AHEAD[mark]))
        wait = chance.uniform(0, lengths.usual(mark))
    elif aim is Aim.ACKNOWLEDGED:
        reached(*ACKNOWLEDGED, times=chance.randint(1, MARKS_AHEAD[Said.COMMIT]))
        wait = chance.uniform(0, AT_ONCE)
    life.listen(wait, hear=lengths.hear)
    _strike(engine, url, life, aim)
    tally.kills += 1
    tally.aims[aim] += 1
    if aim in WORKERS:
        tally.fell[_place(ledger)] += 1


def _strike(engine: Engine, url: str, life: Life, aim: Aim) -> None:
    if aim is Aim.SERVER and isinstance(engine, Server):
        engine.crash()
        life.listen()
        engine.start()
    elif aim is Aim.BACKEND and isinstance(engine, Server):
        engine.kill_backend(url)
        life.listen()
    life.kill()
    if isinstance(engine, Server):
        engine.settle(url)


def _place(ledger: Ledger) -> str:
    last = ledger.seen[-1] if ledger.seen else None
    if last is Said.COMMIT:
        return "inside COMMIT"
    return "inside a transaction, before its COMMIT" if last is Said.BEGIN else "between transactions"


def _check(url: str, ledger: Ledger, tally: Tally, *, texts: bool) -> None:
    store = open_store(url)
    found = losses(store, ledger, texts=texts)
    if Said.COMMIT in ledger.seen[-1:] and Said.INTENT in ledger.seen[-3:]:
        if is_kept(store, ledger):
            tally.kept += 1
        else:
            tally.undone += 1
    store.close()
    tally.unusable.update(ledger.unusable)
    ledger.unusable.clear()
    if found:
        tally.caught, tally.faults = tally.kills, found
