"""What a run found, as its part of `benchmarks/README.md`: medians with their range, rates, and the aims. Only
arithmetic and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.cells import Cell, Value, mid, spread
from benchmarks.charts.rates import Rate
from benchmarks.marks import table_of
from benchmarks.measure import SLOW, Load
from benchmarks.report import Aim

KILO = 1000
# When Open SDG's indicator page showed its chart on the slow line, as measured once (it cannot be installed from a
# package registry, so no run here can measure it again): 3790 ms, and 3813 ms until the chart was alive.
OPEN_SDG = 3_800
OURS, ASKED, FILES = "the tracker, read", "the tracker, explorer asked for", "its document as a file, nginx"
STREAMLIT, VIZRO = "Streamlit", "Vizro"


class Setting(NamedTuple):
    """How often each was measured, and how busy the machine was at the end."""

    rounds: int
    slow_rounds: int
    passes: int
    busy: float


def report(cells: Sequence[Cell], rates: Sequence[Rate], setting: Setting) -> str:
    """The whole part."""
    judged = aims(cells, rates)
    rows = [[aim.text, aim.where, aim.found, "reached" if aim.reached else "**not reached**"] for aim in judged]
    parts = [
        HEAD,
        f"- Rounds: {setting.rounds} unthrottled, {setting.slow_rounds} on the slow line, {setting.passes} passes of "
        f"asking; load of the machine at the end {setting.busy:.1f}.",
        "### Aims of the pages of charts",
        table_of(["Aim", "Page and line", "Found", ""], rows),
    ]
    for cell in cells:
        parts += [f"### {cell.page.capitalize()}, {cell.profile}", _table(cell)]
    if rates:
        head = ["Answers a second, gzip asked for", "median", "least", "most"]
        told = [[rate.name, *(f"{value:.0f}" for value in (rate.middle, rate.least, rate.most))] for rate in rates]
        parts += ["### Answers a second", table_of(head, told)]
    return "\n\n".join(parts) + "\n"


def aims(cells: Sequence[Cell], rates: Sequence[Rate]) -> list[Aim]:
    """Every aim with what came out."""
    return [aim for cell in cells for aim in _aims(cell)] + _rate_aims(rates)


def _aims(cell: Cell) -> list[Aim]:
    where = f"{cell.page}, {cell.profile}"
    ours = cell.loads[OURS]
    sent = mid(ours, lambda load: load.bytes) / KILO
    blocking = mid(ours, lambda load: load.blocking)
    chart = mid(ours, _chart)
    found = [
        Aim("all that is sent ≤ 80 kB", where, f"{sent:.1f} kB", sent <= 80),
        Aim("≤ 50 ms blocking", where, f"{blocking:.0f} ms", blocking <= 50),
    ]
    if cell.profile == SLOW.name:
        found.append(_sooner("first chart ≥ 4 × sooner than Open SDG's (3.8 s)", where, OPEN_SDG / chart, 4))
        for peer in (STREAMLIT, VIZRO):
            ratio = mid(cell.loads[peer], _chart) / chart
            found.append(_sooner(f"first chart ≥ 20 × sooner than {peer}'s", where, ratio, 20))
        if ASKED in cell.loads:
            live = mid(cell.loads[ASKED], lambda load: load.live)
            found.append(Aim("live chart by 3.8 s, as Open SDG's", where, f"{live / KILO:.2f} s", live <= OPEN_SDG))
    return found


def _sooner(text: str, where: str, ratio: float, wanted: float) -> Aim:
    return Aim(text, where, f"{ratio:.1f} ×", ratio >= wanted)


def _rate_aims(rates: Sequence[Rate]) -> list[Aim]:
    by_name = {rate.name: rate.middle for rate in rates}
    found = []
    for page in dict.fromkeys(name.partition(": ")[0] for name in by_name):
        share = by_name[f"{page}: the tracker"] / by_name[f"{page}: fixed bytes"]
        as_file = by_name[f"{page}: the document as a file"] / by_name[f"{page}: a file of any site"]
        found += [
            Aim("documents ≥ 0.5 × the answers a second of fixed bytes", page, f"{share:.2f} ×", share >= 0.5),
            Aim("as a file through nginx as fast as any site's (≥ 0.9 ×)", page, f"{as_file:.2f} ×", as_file >= 0.9),
        ]
    return found


def _chart(load: Load) -> float | None:
    return load.chart


COLUMNS: tuple[tuple[str, Value, int], ...] = (
    ("all kB", lambda load: load.bytes / KILO, 1),
    ("requests", lambda load: load.requests, 0),
    ("largest paint ms", lambda load: load.paint, 0),
    ("first chart ms", _chart, 0),
    ("blocking ms", lambda load: load.blocking, 0),
    ("layout shift", lambda load: load.shift, 3),
    ("live chart ms", lambda load: load.live, 0),
)


def _table(cell: Cell) -> str:
    shown = [
        column
        for column in COLUMNS
        if any(column[1](load) is not None for loads in cell.loads.values() for load in loads)
    ]
    rows = [[name, *(spread(loads, value, digits) for _, value, digits in shown)] for name, loads in cell.loads.items()]
    return table_of(["", *(title for title, _, _ in shown)], rows)


HEAD = """## Pages of charts, beside the frameworks

The same content each time, cold loads in a new browser, the ways taken in turn within each round: an indicator alone,
and thirteen with every figure of twelve quarters (156 rows).

- **the tracker, read**, **explorer asked for**: the indicator page, the page of the action; gunicorn, two workers of
  four threads.
- **its document as a file, nginx**: the same document saved with its style sheet and served as any static site is.
- **Streamlit**, **Vizro**: a line chart for each indicator and one table, as their documentation writes it; behind
  nginx, which compresses (as they ship, they send three times as much and are slower still).

*Fixed bytes* is a route of the tracker's own server that always answers the same, its style sheet.

*First chart* is when the first drawing can be read: the document's SVG, Vega's SVG, Plotly's first trace."""
