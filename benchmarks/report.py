"""What a run of the pages found, as its part of `benchmarks/README.md`: tables of medians with
their range, and the aims.

Only arithmetic and words: nothing here loads a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.cells import Cell, Value, mid, spread
from benchmarks.marks import table_of
from benchmarks.measure import Load

KILO = 1000

OURS, ASKED, STATIC, DASH = "the tracker, read", "the tracker, explorer asked for", "static HTML", "plain Dash tree"


@dataclass(frozen=True, slots=True)
class Aim:
    """What was aimed at, what came out, whether it was reached."""

    text: str
    where: str
    found: str
    reached: bool


def report(cells: Sequence[Cell], *, setting: Sequence[str]) -> str:
    """The whole part. `setting` says, a line each, what was measured on."""
    parts = [HEAD, "\n".join(f"- {line}" for line in setting), "### Aims", _aims_table(cells)]
    for cell in cells:
        parts += [f"### The {cell.page}, {cell.profile}", _table(cell)]
    return "\n\n".join([*parts, READING]) + "\n"


def summary(cells: Sequence[Cell]) -> str:
    """The run in a few lines, for the README."""
    head = ["Largest paint, ms", OURS, STATIC, DASH, "live chart once asked for", "plain Dash's live chart"]
    rows = [[f"{cell.page}, {cell.profile}", *_paints(cell), *_lives(cell)] for cell in cells]
    judged = aims(cells)
    missed = [f"{aim.text} ({aim.where}: {aim.found})" for aim in judged if not aim.reached]
    sizes = {cell.page: f"{mid(cell.loads[OURS], lambda load: load.document) / KILO:.0f} kB" for cell in cells}
    said = [
        f"Compressed, {' and '.join(f'the {page} is {size}' for page, size in sizes.items())}.",
        f"Of {len(judged)} aims {len(judged) - len(missed)} were reached.",
        *([f"Not reached: {'; '.join(missed)}."] if missed else []),
    ]
    return f"{table_of(head, rows)}\n\n{' '.join(said)}"


def _paints(cell: Cell) -> list[str]:
    return [f"{mid(cell.loads[name], lambda load: load.paint):.0f}" for name in (OURS, STATIC, DASH)]


def _lives(cell: Cell) -> list[str]:
    if ASKED not in cell.loads:
        return ["–", "–"]
    return [f"{mid(cell.loads[name], lambda load: load.live):.0f}" for name in (ASKED, DASH)]


def aims(cells: Sequence[Cell]) -> tuple[Aim, ...]:
    """Every aim on every cell that it concerns."""
    return tuple(aim for cell in cells for aim in _aims(cell))


def _aims(cell: Cell) -> list[Aim]:
    where = f"{cell.page}, {cell.profile}"
    ours = cell.loads[OURS]
    paint, blocking = mid(ours, lambda load: load.paint), mid(ours, lambda load: load.blocking)
    against_static = paint / mid(cell.loads[STATIC], lambda load: load.paint)
    against_dash = paint / mid(cell.loads[DASH], lambda load: load.paint)
    floor = mid(cell.loads[STATIC], lambda load: load.paint) / mid(cell.loads[DASH], lambda load: load.paint)
    document = mid(ours, lambda load: load.document) / KILO
    found = [
        Aim("largest paint ≤ 1.2 × static HTML", where, f"{against_static:.2f} ×", against_static <= 1.2),
        Aim(
            "largest paint ≤ ¼ of plain Dash",
            where,
            f"{against_dash:.2f} × (static HTML {floor:.2f} ×)",
            against_dash <= 0.25,
        ),
        Aim("document ≤ 60 kB compressed", where, f"{document:.1f} kB", document <= 60),
        Aim("≤ 50 ms blocking before the explorer is asked for", where, f"{blocking:.0f} ms", blocking <= 50),
    ]
    if ASKED in cell.loads:
        live = mid(cell.loads[ASKED], lambda load: load.live) / mid(cell.loads[DASH], lambda load: load.live)
        found.append(Aim("live chart no later than plain Dash's", where, f"{live:.2f} ×", live <= 1))
    return found


def _aims_table(cells: Sequence[Cell]) -> str:
    rows = [[aim.text, aim.where, aim.found, "reached" if aim.reached else "**not reached**"] for aim in aims(cells)]
    return table_of(["Aim", "Page and line", "Found", ""], rows)


COLUMNS: tuple[tuple[str, Value, int], ...] = (
    ("document kB", lambda load: load.document / KILO, 1),
    ("all kB", lambda load: load.bytes / KILO, 1),
    ("requests", lambda load: load.requests, 0),
    ("largest paint ms", lambda load: load.paint, 0),
    ("content ready ms", lambda load: load.ready, 0),
    ("blocking ms", lambda load: load.blocking, 0),
    ("layout shift", lambda load: load.shift, 3),
    ("live chart ms", lambda load: load.live, 0),
    ("… after asking ms", lambda load: load.live - load.asked if load.live and load.asked else None, 0),
)


def _table(cell: Cell) -> str:
    columns = [column for column in COLUMNS if any(column[1](load) is not None for load in _all(cell))]
    rows = [
        [name, *(spread(loads, value, digits) for _, value, digits in columns)] for name, loads in cell.loads.items()
    ]
    return table_of(["", *(title for title, _, _ in columns)], rows)


def _all(cell: Cell) -> list[Load]:
    return [load for loads in cell.loads.values() for load in loads]


HEAD = """## What the pages cost a reader

Each figure is a median (least–most) of cold loads in a new browser, the ways of
showing a page taken in turn within each round, so that a busy moment of the machine falls on all of them.

Ways of showing the same page:

- **the tracker, read**: the document as served; the browser saves data, as in every load here, so that the explorer
  waits to be asked (elsewhere it may start by itself, once the page is idle and the line is good);
- **the tracker, explorer asked for**: the same, its button pressed as soon as the document has been read (a load of
  its own, so that reading is measured undisturbed);
- **static HTML**: that document without any script, and its stylesheet, served as files;
- **plain Dash tree**: the same headings, paragraphs, lists and table cells as one tree of Dash components, the chart a
  `dcc.Graph` of the same figure with the whole of plotly, as Dash ships it; no stylesheet; what only arranges left out.

The same server for all (gunicorn, two workers of four threads, on loopback, HTTP/1.1), every answer compressed, every
worker asked beforehand."""

READING = """### How to read it

Largest paint is Chromium's *largest contentful paint*; in the Dash tree that is a paragraph or heading, painted well
before its chart. Blocking is what tasks on the main thread took beyond 50 ms each, in the whole load until it had
settled. A live chart is there when the first Plotly drawing holds its marks. Two cores are shared by browser and
server: take a difference below a factor of two, with ranges that overlap, for none."""
