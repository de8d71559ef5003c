"""`python -m benchmarks`: fills a store, serves it beside its peers, loads the pages in turn, writes the report."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from benchmarks.cells import Cell
from benchmarks.marks import put
from benchmarks.measure import SLOW, UNTHROTTLED, Subject, chromium_path
from benchmarks.peers import save_document, save_static
from benchmarks.report import ASKED, DASH, OURS, STATIC, aims, report, summary
from benchmarks.rounds import Subjects, measured, say
from benchmarks.servers import serving, warm
from dashboard.charts.progress import chart
from dashboard.figures.progress import figure
from dashboard.texts import Texts
from indicators.queries import indicator_detail
from indicators.store import open_store

OVERVIEW, INDICATOR = "overview", "indicator page"
CODE = "2.1.p72.b"
ADDRESSES = {OVERVIEW: "/es/", INDICATOR: f"/es/indicators/{CODE}"}
CONTENT, TREE = "main h1", "#react-entry-point h1"
DRAWN = ".js-plotly-plot .main-svg .trace"
BUTTON = "#island [data-ask] button"
PART = "the pages measured by make bench"


def main() -> None:
    """Measure, write both pages that tell of it, say which aims were reached."""
    options = _options()
    cells: list[Cell] = []
    with _all_served() as subjects, sync_playwright() as playwright:
        for profile, rounds in ((UNTHROTTLED, options.rounds), (SLOW, options.slow_rounds)):
            cells += measured(playwright.chromium, subjects, profile, rounds=rounds)
    _write(cells, setting=_setting(options))
    for aim in aims(cells):
        say(f"{'reached    ' if aim.reached else 'not reached'}  {aim.text}: {aim.found} ({aim.where})")


def _write(cells: Sequence[Cell], *, setting: Sequence[str]) -> None:
    """The whole into `benchmarks/README.md`, a summary into the README above it, each between its marks."""
    here = Path(__file__).parent
    put(here / "README.md", PART, report(cells, setting=setting))
    put(here.parent / "README.md", PART, summary(cells))


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    reader.add_argument("--rounds", type=int, default=9, help="rounds on the line as it comes")
    reader.add_argument("--slow-rounds", type=int, default=5, help="rounds on the slow line")
    return reader.parse_args()


@contextmanager
def _all_served() -> Iterator[Subjects]:
    """The tracker on a demonstration store of its own, and both peers with what it shows; gone afterwards."""
    with TemporaryDirectory() as folder, ExitStack() as servers:
        environment = {"NAP_DATABASE_URL": f"sqlite:///{folder}/demo.sqlite", "DEMO": "1", "NAP_LANG": "en"}
        nap = Path(sys.executable).with_name("nap")
        say("Filling a demonstration store.")
        for command in (("db", "upgrade"), ("demo",)):
            subprocess.run([nap, *command], check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
        ours = servers.enter_context(serving("wsgi:app", environment=environment))
        _save_content(ours, Path(folder), environment["NAP_DATABASE_URL"])
        static = servers.enter_context(serving(f"benchmarks.peers:static_files('{folder}/static')"))
        tree = servers.enter_context(serving(f"benchmarks.peers:plain_dash('{folder}/tree')"))
        subjects = {page: _subjects(page, ours=ours, static=static, tree=tree) for page in ADDRESSES}
        for subject in (subject for several in subjects.values() for subject in several):
            warm(subject.address)
        yield subjects


def _save_content(ours: str, folder: Path, store_url: str) -> None:
    """What the tracker shows, saved where its peers find it."""
    for page, address in ADDRESSES.items():
        save_static(ours, address, folder / "static")
        save_document(ours, address, folder / "tree" / f"{_slug(page)}.html")
    with open_store(store_url).read() as session:
        detail = indicator_detail(session, CODE)
    if detail is None:
        raise LookupError(f"the demonstration has no indicator {CODE}")
    drawn = json.dumps(figure(chart(detail), Texts("es")))
    (folder / "tree" / f"{_slug(INDICATOR)}.json").write_text(drawn, encoding="utf-8")


def _subjects(page: str, *, ours: str, static: str, tree: str) -> list[Subject]:
    address = ADDRESSES[page]
    has_chart = page == INDICATOR
    subjects = [
        Subject(OURS, ours + address, CONTENT),
        Subject(STATIC, static + address, CONTENT),
        Subject(DASH, f"{tree}/{_slug(page)}/", TREE, live=DRAWN if has_chart else ""),
    ]
    asked = Subject(ASKED, ours + address, CONTENT, live=DRAWN, ask=BUTTON)
    return [*subjects, asked] if has_chart else subjects


def _slug(page: str) -> str:
    return page.partition(" ")[0]


def _setting(options: argparse.Namespace) -> list[str]:
    asked = subprocess.run([chromium_path(), "--version"], capture_output=True, text=True, check=True)
    browser = asked.stdout.partition(" built")[0].strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("dash", "plotly", "flask", "gunicorn"))
    return [
        f"Measured on {date.today().isoformat()}: {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, {browser}; {libraries}.",
        f"Rounds: {options.rounds} unthrottled, {options.slow_rounds} on the slow line; load of the machine at the end "
        f"{os.getloadavg()[0]:.1f}.",
        f"Pages: {', '.join(f'{page} `{address}`' for page, address in ADDRESSES.items())} of the demonstration.",
    ]


if __name__ == "__main__":
    main()
