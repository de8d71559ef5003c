"""What a run of the loads found, as its part of `benchmarks/README.md`: a table for each contest, and the aims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.loads.contests import BARE_CSV, BULK, DLT, DLT_ARROW, DRIVER, FRICTIONLESS, OURS, STAGED, Contest
from benchmarks.loads.running import Run
from benchmarks.marks import table_of

MEGABYTE = 1024 * 1024
MOST_MEMORY = 512


@dataclass(frozen=True, slots=True)
class Result:
    """A contest and the runs of each way by its name; a way that could not be measured has none."""

    contest: Contest
    runs: Mapping[str, Sequence[Run]]

    def seconds(self, name: str) -> float | None:
        """The median of what a way took."""
        runs = self.runs.get(name)
        return median(run.seconds for run in runs) if runs else None

    def faster(self, name: str, other: str) -> float | None:
        """How many times the rows a second of `other` the way has."""
        mine, its = self.seconds(name), self.seconds(other)
        return its / mine if mine and its else None


@dataclass(frozen=True, slots=True)
class Aim:
    """What was aimed at, what came out (None: it could not be measured), whether it was reached."""

    text: str
    found: str | None
    reached: bool


def aims(csv: Result) -> tuple[Aim, ...]:
    """The aims of the load of a list as CSV."""
    rows = csv.contest.rows
    speeds = [
        _at_least(0.5, csv, "the bare limit", BARE_CSV),
        _at_least(5, csv, DLT, DLT),
        _at_least(5, csv, DLT_ARROW, DLT_ARROW),
        _at_least(10, csv, FRICTIONLESS, FRICTIONLESS),
    ]
    most = max((run.memory for run in csv.runs.get(OURS, ())), default=0) / MEGABYTE
    memory = Aim(f"≤ {MOST_MEMORY} MB at {rows:,} rows", f"{most:.0f} MB" if most else None, 0 < most <= MOST_MEMORY)
    return (*speeds, memory)


def _at_least(wanted: float, csv: Result, said: str, peer: str) -> Aim:
    """Beside what the tracker reaches against a peer stands what the bare limit does: more nobody can."""
    text, found = f"rows a second ≥ {wanted:g} × {said}", csv.faster(OURS, peer)
    if found is None:
        return Aim(text, None, reached=False)
    limit = csv.faster(BARE_CSV, peer) if peer != BARE_CSV else None
    beside = f" (the bare limit {limit:.2f} ×)" if limit else ""
    return Aim(text, f"{found:.2f} ×{beside}", reached=found >= wanted)


def report(results: Sequence[Result], *, setting: Sequence[str]) -> str:
    """The whole part. `setting` says, a line each, what was measured on."""
    judged = [[aim.text, aim.found or "–", _verdict(aim)] for aim in aims(results[0])]
    parts = [
        HEAD,
        "\n".join(f"- {line}" for line in setting),
        "### Aims of the load",
        table_of(["Aim", "Found", ""], judged),
    ]
    for result in results:
        parts += [f"### {result.contest.title}", _table(result)]
    return "\n\n".join([*parts, READING])


def _verdict(aim: Aim) -> str:
    return "reached" if aim.reached else "**not reached**" if aim.found else "not measured"


def _table(result: Result) -> str:
    limit = result.contest.limit
    rows = []
    for way in result.contest.ways:
        name = way.subject.name
        runs = result.runs.get(name)
        if not runs:
            rows.append([name, way.does, *["not measured"] + ["–"] * 5])
            continue
        seconds = median(run.seconds for run in runs)
        ratio, memory = result.faster(name, limit), max(run.memory for run in runs)
        rows.append(
            [
                name,
                way.does,
                _range(runs, lambda run: run.seconds),
                _range(runs, lambda run: run.processor),
                f"{result.contest.rows / seconds:,.0f}",
                f"{ratio:.2f}" if ratio else "–",
                f"{memory / MEGABYTE:.0f}" if memory else "–",
                str(len(runs)),
            ]
        )
    return table_of(
        ["", "does", "seconds", "of processor", "rows a second", "× the bare limit", "MB at most", "runs"], rows
    )


def _range(runs: Sequence[Run], value: Callable[[Run], float]) -> str:
    values = sorted(map(value, runs))
    middle, low, high = (f"{number:.2f}" for number in (median(values), values[0], values[-1]))
    return middle if len(values) == 1 else f"{middle} ({low}–{high})"


def summary(results: Sequence[Result]) -> str:
    """The run in a few lines, for the README."""
    csv = results[0]
    rows = []
    for way in csv.contest.ways:
        seconds, name = csv.seconds(way.subject.name), way.subject.name
        memory = max((run.memory for run in csv.runs.get(name, ())), default=0)
        if seconds:
            rows.append([name, way.does, f"{seconds:.1f}", f"{memory / MEGABYTE:.0f}"])
    told = [f"{aim.text}: {aim.found or 'not measured'} ({_verdict(aim).strip('*')})" for aim in aims(csv)]
    figures = [
        f"The bulk path takes {result.contest.rows:,} figures at {ratio:.2f} × the driver's own speed"
        f" ({result.contest.title.rpartition(' ')[2]}; staged whole, with rules and seal, {whole:.2f} ×)"
        for result in results[1:]
        if (ratio := result.faster(BULK, DRIVER)) and (whole := result.faster(STAGED, DRIVER))
    ]
    table = table_of([csv.contest.title, "does", "seconds", "MB at most"], rows)
    return f"{table}\n\nAims: {'; '.join(told)}. {'. '.join([*figures, ''])}"


HEAD = """## What loading a file costs

Each figure is a median (least–most) of loads of the same file, each in a process of its own and into a new store, the
ways taken in turn within each round, so that a busy moment of the machine falls on all of them. The list is invented,
always the same: persons come three times on average, one row in twenty states an earlier document, one course in four
stands in quotes. Time runs from the call to its end, without what a library takes to be imported, but with the process
in which the tracker reads a file. Memory is the sum of the peaks of all processes of a load; seconds of processor are
theirs together, and depend less than those of the clock on what else the machine does.

The tracker stores no row of such a list: it checks all and stages what they count to; the others store every row or
nothing, as said. dlt is fed with rows as dictionaries, as its own reader of CSV feeds it, and with Arrow tables, its
faster way. The workbook is written by openpyxl, its texts inside the cells. What only the tracker checks: form of
quotes and text, documents by type, country and day of issue, departments by any of their names, what the file says of
itself, and the rules of a return against what is published."""

READING = """### How to read the loads

Two cores are shared by all processes of a load: take a difference below a quarter, with ranges that overlap, for none.
A way with one run is one that takes long."""
