"""What a run found, as the text of `docs/reliability.md`. Only arithmetic and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tests.torture.disk import Sweep
from tests.torture.interrupted import Interruptions
from tests.torture.kills import WORKERS, Aim, Tally
from tests.torture.suite import Result, is_as_it_should, is_sound
from tests.torture.troubles import Trouble
from tests.torture.worker import Said
from tests.torture.writers import Crowd

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
TELLING = re.compile("partial|lost|left something")
PLACES = ("inside a transaction, before its COMMIT", "inside COMMIT", "between transactions")
OPERATIONS = ("load", "submission", "approval", "publication")


def report(results: Sequence[Result], *, setting: Sequence[str]) -> str:
    """The whole page. `setting` says, a line each, on what and when."""
    parts = [HEAD, "\n".join(f"- {line}" for line in setting), _summary(results)]
    kinds = (_kills, _interruptions, _sweeps, _troubles, _crowds, _planted)
    parts += [text for kind in kinds for text in kind(results)]
    return "\n\n".join([*parts, NOT_TRIED]) + "\n"


def _summary(results: Sequence[Result]) -> str:
    wrong = [_subject(result) for result in results if not is_as_it_should(result)]
    if wrong:
        return f"**Not everything was as it should be: {'; '.join(wrong)}.**"
    planted = sum(1 for result in results if getattr(result, "fault", ""))
    return (
        "Nothing that was acknowledged was lost, nothing was found half there, nothing was corrupt; "
        f"each of the {planted} planted faults was reported."
    )


def _kills(results: Sequence[Result]) -> Iterable[str]:
    runs = [r for r in results if isinstance(r, Tally) and not r.fault]
    rows = [
        [NAMES[r.engine], r.kills, sum(r.aims[a] for a in (Aim.SERVER, Aim.BACKEND)), r.acknowledged[Said.LOADED],
         _others(r), r.acknowledged[Said.RELEASED], r.stores, _wrong(r), f"{r.seconds:.0f}"]
        for r in runs
    ]  # fmt: skip
    head = ["", "kills", "of them of the server", "loads acknowledged", "submitted, returned or approved", "releases",
            "stores", "lost, partial or corrupt", "seconds"]  # fmt: skip
    yield KILLS
    yield _markdown(head, rows)
    fell = [[NAMES[r.engine], *(r.fell[place] for place in PLACES), r.kept, r.undone] for r in runs]
    yield WHERE
    yield _markdown(["", *PLACES, "loads killed in COMMIT: kept whole", "undone whole"], fell)
    aims = [[aim.value, *(r.aims[aim] for r in runs)] for aim in Aim]
    yield _markdown(["Aimed at", *(NAMES[r.engine] for r in runs)], aims)
    said = sum((r.unusable for r in runs), Counter[str]())
    if said:
        yield f"Workers whose server was killed said so by the store's own codes: {_counted(said)}."


def _others(tally: Tally) -> int:
    return sum(tally.acknowledged[said] for said in (Said.SUBMITTED, Said.RETURNED, Said.APPROVED))


def _interruptions(results: Sequence[Result]) -> Iterable[str]:
    runs = [r for r in results if isinstance(r, Interruptions) and not r.fault]
    yield INTERRUPTED
    yield _markdown(
        ["", "", "kills", "undone", "done before the kill", "wrong"],
        [
            [NAMES[r.engine], r.what, r.kills, r.undone, r.done, _wrong(r)]
            if not r.skipped
            else [NAMES[r.engine], r.what, 0, "–", "–", f"not tried: {r.skipped}"]
            for r in runs
        ],
    )


def _sweeps(results: Sequence[Result]) -> Iterable[str]:
    runs = [r for r in results if isinstance(r, Sweep) and not r.fault]
    yield FULL
    yield _markdown(
        ["", "room", "points", *(f"{name} did not fit" for name in OPERATIONS), "all fitted", "said", "wrong"],
        [
            [NAMES[r.engine], r.room, r.points, *(r.refused[name] for name in OPERATIONS), r.fitted,
             _counted(r.said), _wrong(r)]
            if not r.skipped
            else [NAMES[r.engine], r.room, 0, *"––––––", f"not tried: {r.skipped}"]
            for r in runs
        ],
    )  # fmt: skip


def _troubles(results: Sequence[Result]) -> Iterable[str]:
    runs = [r for r in results if isinstance(r, Trouble)]
    yield TROUBLES
    rows = [
        [NAMES[r.engine], r.what, r.said or "–", f"not tried: {r.skipped}" if r.skipped else _wrong(r)] for r in runs
    ]
    yield _markdown(["", "", "said", "wrong"], rows)


def _crowds(results: Sequence[Result]) -> Iterable[str]:
    runs = [r for r in results if isinstance(r, Crowd) and not r.fault]
    yield WRITERS
    yield _markdown(
        ["", "loads", "acknowledged and there", "refused", "waited in vain", "reads meanwhile", "wait p50 ms", "p99 ms",
         "longest ms", "wrong"],
        [
            [NAMES[r.engine], r.asked, r.acknowledged, _counted(r.refused) or 0, r.again, r.reads, *_waits(r),
             _wrong(r)]
            for r in runs
        ],
    )  # fmt: skip


def _waits(crowd: Crowd) -> list[str]:
    return [f"{seconds * 1000:.0f}" for seconds in (crowd.wait(50), crowd.wait(99), max(crowd.waits))]


def _planted(results: Sequence[Result]) -> Iterable[str]:
    runs = [r for r in results if getattr(r, "fault", "")]
    yield PLANTED
    yield _markdown(
        ["Planted: a tracker that …", "", "harness", "caught", "as"],
        [[getattr(r, "fault", ""), NAMES[r.engine], _harness(r), _caught(r), _first(r)] for r in runs],
    )


def _harness(result: Result) -> str:
    if isinstance(result, Tally):
        return f"kills, {next(iter(result.aims)).removeprefix('the worker, ')}"
    if isinstance(result, Crowd):
        return "many writers"
    return result.room if isinstance(result, Sweep) else result.what


def _caught(result: Result) -> str:
    if is_sound(result):
        return "**not caught**"
    if isinstance(result, Crowd):
        return f"{result.acknowledged} of {result.asked} acknowledged"
    at = getattr(result, "caught", 0)
    return f"at point {at}" if isinstance(result, Sweep) else f"after {at} kill{'s' if at != 1 else ''}"


def _first(result: Result) -> str:
    if result.faults:
        told = next((fault for fault in result.faults if TELLING.search(fault)), result.faults[0])
        return f"“{told}”"
    return _counted(result.refused) if isinstance(result, Crowd) else ""


def _wrong(result: Result) -> str:
    return "0" if not result.faults else f"**{'; '.join(result.faults[:3])}**"


def _subject(result: Result) -> str:
    return f"{_harness(result) if not isinstance(result, Tally) else 'kills'} on {NAMES[result.engine]}"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


def _markdown(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


HEAD = """# What the store survives

Written by `make torture` (harnesses in `tests/torture/`, which `make test` runs smaller); do not edit. Every process
that is killed or starved here does real work through the real code: CSV returns of 13 to 121 rows loaded by
`etl.pipeline.run`, submitted, given back or approved, published, corrected with class and reason. It acknowledges each
step through a pipe after the tracker has; what it said is compared with what is in the store afterwards."""

KILLS = f"""## Killed with SIGKILL

After each kill the store is opened again and looked at whole: every acknowledged load, state and release is there,
every return that is there holds as many figures with the same sum as its file, acknowledged or not, the record's chain
and everything else that `nap verify` checks is sound, SQLite's `integrity_check` and `foreign_key_check` find nothing,
each release's hash is the acknowledged one (its canonical text is compared too before a store is left). The next worker
goes on with the same store, up to eight kills long. The aim is drawn by chance from {len(WORKERS)} kinds; on PostgreSQL
one kill of {15} takes the server: all its processes at once, or the one that works for the worker."""

WHERE = "Where the kills of workers fell, by the last mark that the worker had set:"

INTERRUPTED = """## Killed in the middle of a migration or a backup

Spread over the whole length, half of them over its end. A migration leaves the old revision as it was or the new one
with its triggers, and brought to the newest the store holds what an uninterrupted one holds; a backup leaves no file of
its name, or a whole one."""

FULL = """## Full disk

At each point a copy of the store has so much room and no more: pages (`max_page_count`), bytes in a file
(`RLIMIT_FSIZE`), kilobytes on a small file system of its own. A return of 81 rows is loaded, submitted, approved,
published. The operation that does not fit must raise the store's own error and leave every table as it was, row by row;
given room, the same operation succeeds. The question for free room that a load asks first is switched off here, as if
another process took the room after it."""

TROUBLES = """## Read-only and locked stores

A read-only file system under SQLite, a server that accepts no writes; another process that keeps the turn to write (the
harness waits 0.2 s for its turn). The load is refused with the code shown, leaves nothing behind, and succeeds when the
cause is gone."""

WRITERS = """## Many writers

Eight processes with an entity each, their loads one after the other, and two that read the overview meanwhile. A wait
is a whole load: reading the file, queueing, checking, writing. Waits are reported, never asserted. A writer whose turn
does not come within the tracker's patience is told so (“waited in vain”) and tries again."""

PLANTED = """## Planted faults

Each harness against a tracker with one of its promises broken, which it must report. A fault stands in the harness
(`tests/torture/faults.py`), never in the tracker; the run ends where it is first reported."""

NOT_TRIED = """## What was not tried

- Power loss and a crash of the operating system. SIGKILL leaves what was written in the system's cache, so nothing here
  shows that a commit has reached the disk. That rests on the settings that are read back on every connection
  (`synchronous = FULL` on SQLite; `fsync`, `full_page_writes`, `synchronous_commit` on PostgreSQL) and on a disk that
  honours them.
- Disks that change or lose bytes, network file systems, a PostgreSQL server on another machine, replicas.
- A full disk under PostgreSQL other than a small file system in memory; not even that where none can be mounted."""
