"""`python -m benchmarks.loads`: makes the files, loads them in every way in turn, writes the report."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.loads.contests import Contest, Way, contests
from benchmarks.loads.report import Result, aims, report, summary
from benchmarks.loads.running import PEERS, Run, run
from benchmarks.marks import put

PART = "the loads measured by make bench"
LIBRARIES = ("dlt", "pandas", "pandera", "frictionless", "python-calamine", "openpyxl")


def main() -> None:
    """Measure, write both pages that tell of it, say which aims were reached."""
    options = _options()
    results = measured(options)
    here = Path(__file__).parents[1]
    put(here / "README.md", PART, report(results, setting=_setting(options)))
    put(here.parent / "README.md", PART, summary(results))
    for aim in aims(results[0]):
        _say(f"{'reached    ' if aim.reached else 'not reached'}  {aim.text}: {aim.found or 'not measured'}")


def measured(options: argparse.Namespace) -> list[Result]:
    """Every contest, with the runs of every way that is installed."""
    with TemporaryDirectory(prefix="nap-loads-") as folder:
        _say("Making files and stores.")
        sizes = {"csv_rows": options.rows, "xlsx_rows": options.xlsx_rows, "figures": options.figures}
        found = contests(Path(folder), **sizes, postgres=not options.no_postgres)
        return [_measure(contest, options) for contest in found]


def _measure(contest: Contest, options: argparse.Namespace) -> Result:
    """Every way once in each round, each round beginning with another; the slow ones in the first rounds alone."""
    _say(f"{contest.title}.")
    found: dict[str, list[Run]] = {}
    ways = []
    for way in contest.ways:
        if way.subject.missing():
            _say(f"  {way.subject.name} is left out: {way.subject.needs} is not installed (make bench-load does that).")
        else:
            ways.append(way)
    for number in range(options.rounds):
        first = number % len(ways)
        for way in (*ways[first:], *ways[:first]):
            if not way.slow or number < options.slow_rounds:
                found.setdefault(way.subject.name, []).append(_load(way, contest))
    return Result(contest, found)


def _load(way: Way, contest: Contest) -> Run:
    """Run a way once. Raises ValueError where it did not see all of the rows."""
    once = run(way.subject, *way.arguments())
    if once.rows != contest.rows:
        raise ValueError(f"{way.subject.name} saw {once.rows} rows of {contest.rows}")
    _say(f"  {way.subject.name}: {once.seconds:.2f} s")
    return once


def _options(words: Sequence[str] | None = None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m benchmarks.loads", description=__doc__)
    reader.add_argument("--rows", type=int, default=1_000_000, help="rows of the list as CSV")
    reader.add_argument("--xlsx-rows", type=int, default=100_000, help="rows of the list as a workbook")
    reader.add_argument("--figures", type=int, default=100_000, help="figures of a large return")
    reader.add_argument("--rounds", type=int, default=3, help="how often each way is measured")
    reader.add_argument("--slow-rounds", type=int, default=1, help="how often one that takes long is")
    reader.add_argument("--no-postgres", action="store_true", help="SQLite alone")
    return reader.parse_args(words)


def _setting(options: argparse.Namespace) -> list[str]:
    asked = "import importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in %r))" % (LIBRARIES,)  # noqa: UP031
    told = subprocess.run([PEERS, "-c", asked], capture_output=True, text=True, check=False) if PEERS.exists() else None
    return [
        f"Measured on {date.today().isoformat()}: {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}; {told.stdout.strip() if told else 'no peers installed'}.",
        f"Rounds: {options.rounds}, of slow ones {options.slow_rounds}; load of the machine at the end "
        f"{os.getloadavg()[0]:.1f}.",
    ]


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
