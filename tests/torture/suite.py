"""Every harness once, at the size asked for, and every planted fault; two at a time where the machine has the cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from tests.torture import faults
from tests.torture.disk import FILE_SIZE, PAGES, SMALL_DISK, Sweep, sweep
from tests.torture.engines import ENGINES, POSTGRESQL, SQLITE
from tests.torture.interrupted import BACKUP, EMPTY, FILLED, Interruptions, interrupt
from tests.torture.kills import Aim, Tally, kill_often
from tests.torture.lives import FORKS
from tests.torture.troubles import LOCKED, READ_ONLY, Trouble, meet
from tests.torture.writers import Crowd, crowd

Result = Tally | Interruptions | Sweep | Crowd | Trouble
# A planted fault that is not reported within so many kills was not caught.
PATIENCE = 300
SERVER_KILLS = 15
PART = 125


@dataclass(frozen=True)
class Sizes:
    """How much of each is done. `pages`, `sizes` and `disks` are points of the sweeps on SQLite."""

    sqlite_kills: int = 1000
    postgresql_kills: int = 300
    interruptions: int = 60
    pages: int = 1000
    sizes: int = 200
    disks: int = 100
    server_disks: int = 40
    loads: int = 30


@dataclass(frozen=True)
class Task:
    """One run of a harness on one engine."""

    harness: str
    engine: str
    options: tuple[tuple[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """The task as a line of progress."""
        return ", ".join([self.harness, self.engine, *(str(value) for _, value in self.options)])


def tasks(sizes: Sizes) -> tuple[Task, ...]:
    """Everything but the crowds, the longest first."""
    kills = {SQLITE: sizes.sqlite_kills, POSTGRESQL: sizes.postgresql_kills}
    parts = [(engine, part) for engine, count in kills.items() for part in _parts(count)]
    rooms = {PAGES: sizes.pages, FILE_SIZE: sizes.sizes, SMALL_DISK: sizes.disks}
    interrupted = [(e, what) for e in ENGINES for what in (EMPTY, FILLED, BACKUP)]
    return (
        *(_task("kills", e, kills=count, seed=seed, server_kills=_own(e, count)) for e, (seed, count) in parts),
        *(_task("sweep", SQLITE, room=room, points=points) for room, points in rooms.items()),
        _task("sweep", POSTGRESQL, room=SMALL_DISK, points=sizes.server_disks),
        *(_task("interrupt", e, what=what, kills=sizes.interruptions) for e, what in interrupted),
        *(_task("trouble", e, what=what) for e in ENGINES for what in (READ_ONLY, LOCKED)),
    )


def planted() -> tuple[Task, ...]:
    """Every planted fault that is met by kills, by a full disk, or by an interruption, on each engine that knows it."""
    aimed = {faults.IN_PARTS: Aim.LOAD, faults.BEFORE_RECORD: Aim.LOAD, faults.EARLY: Aim.ACKNOWLEDGED}
    return (
        *(
            _task("kills", engine, kills=PATIENCE, fault=fault, aims=(aim,))
            for engine in ENGINES
            for fault, aim in aimed.items()
        ),
        *(
            _task("sweep", SQLITE, room=room, points=20, fault=fault)
            for room in (PAGES, FILE_SIZE)
            for fault in (faults.SWALLOWS, faults.IN_PARTS)
        ),
        *(_task("interrupt", e, what=EMPTY, kills=PATIENCE, fault=faults.SCHEMA_FIRST) for e in ENGINES),
        *(_task("interrupt", e, what=BACKUP, kills=PATIENCE, fault=faults.IN_PLACE) for e in ENGINES),
    )


def crowds(sizes: Sizes) -> tuple[Task, ...]:
    """The crowds of writers, each alone, for their waits are measured; then those without a lock."""
    return tuple(
        _task("crowd", engine, loads=sizes.loads, fault=fault) for fault in ("", faults.NO_LOCK) for engine in ENGINES
    )


def run_all(sizes: Sizes, say: Callable[[str], None]) -> list[Result]:
    """The results of everything, in the order of the tasks; `say` is told of each as it ends."""
    abreast = (*tasks(sizes), *planted())
    found: dict[Task, Result] = {}
    with ProcessPoolExecutor(max_workers=os.cpu_count(), mp_context=FORKS) as pool:
        running = {pool.submit(perform, task): task for task in abreast}
        for future in as_completed(running):
            task = running[future]
            found[task] = future.result()
            say(f"{len(found)} of {len(abreast)}: {task.name}: {verdict(found[task])}")
    alone = crowds(sizes)
    for task in alone:
        found[task] = perform(task)
        say(f"{task.name}: {verdict(found[task])}")
    return merged([found[task] for task in (*abreast, *alone)])


def perform(task: Task) -> Result:
    """Run one task in a place of its own."""
    options = dict(task.options)
    if task.harness == "sweep":
        return sweep(options.pop("room"), engine=task.engine, **options)
    runs: dict[str, Callable[..., Result]] = {"kills": kill_often, "crowd": crowd}
    with ENGINES[task.engine]() as engine:
        if task.harness in runs:
            return runs[task.harness](engine, **options)
        act: Callable[..., Result] = interrupt if task.harness == "interrupt" else meet
        return act(engine, options.pop("what"), **options)


def merged(results: Sequence[Result]) -> list[Result]:
    """The results, those of kills without a planted fault added up by engine."""
    whole: dict[str, Tally] = {}
    kept: list[Result] = []
    for result in results:
        if isinstance(result, Tally) and not result.fault:
            if result.engine in whole:
                whole[result.engine].add(result)
                continue
            whole[result.engine] = result
        kept.append(result)
    return kept


def is_sound(result: Result) -> bool:
    """Whether nothing was wrong; for a crowd also that every load was acknowledged and every read answered."""
    if isinstance(result, Crowd):
        return not result.faults and not result.refused and result.acknowledged == result.asked
    return not result.faults


def is_as_it_should(result: Result) -> bool:
    """Whether all was sound, or, where a fault was planted, that it was reported."""
    return bool(getattr(result, "skipped", "")) or is_sound(result) == (not getattr(result, "fault", ""))


def verdict(result: Result) -> str:
    """The outcome in a few words."""
    if getattr(result, "skipped", ""):
        return f"not tried: {result.skipped}"  # type: ignore[union-attr]
    if getattr(result, "fault", ""):
        return "planted fault NOT caught" if is_sound(result) else "planted fault caught"
    return "sound" if is_sound(result) else f"WRONG: {'; '.join(result.faults[:3])}"


def _task(harness: str, engine: str, **options: Any) -> Task:
    return Task(harness, engine, tuple(options.items()))


def _parts(kills: int) -> list[tuple[int, int]]:
    """The kills in parts that can be done side by side, each with a seed of its own."""
    sizes = [PART] * (kills // PART) + [kills % PART] * bool(kills % PART)
    return list(enumerate(sizes, start=1))


def _own(engine: str, kills: int) -> int:
    """How many of `kills` take the server itself, where there is one."""
    return max(1, kills // SERVER_KILLS) if engine == POSTGRESQL else 0
