"""`python -m tests.hostile`: every case through the whole path, planted faults, mutated files; writes the page."""

# ruff: noqa: E501  # a case a line: the tables below are read down their columns
from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.store import open_store
from tests.conftest import Engine, from_template
from tests.hostile import world
from tests.hostile.corpus import corpus
from tests.hostile.faults import FAULTS
from tests.hostile.fuzz import Fuzzed, fuzz
from tests.hostile.judge import seen_by_check, world_of, wrong
from tests.hostile.report import page, table
from tests.hostile.rooms import sqlite_room
from tests.hostile.through import Tried, tried

PAGE = Path(__file__).parents[2] / "docs" / "hostile.md"
LOT = 40


def main() -> int:
    """Run everything, write the page, and say by the exit status whether all was right."""
    options = _options()
    began = time.monotonic()
    numbers = range(0, len(corpus()), options.every)
    lots = [numbers[start : start + LOT] for start in range(0, len(numbers), LOT)]
    with ProcessPoolExecutor(options.processes) as pool:
        results = [each for done in pool.map(run_lot, lots) for each in done]
        share = options.mutated // options.processes
        starts = [at * share for at in range(options.processes)]
        fuzzed = _together(list(pool.map(run_fuzz, [share] * len(starts), starts)))
    planted = list(run_planted())
    minutes = (time.monotonic() - began) / 60
    for line in table(results):
        print("  ".join((line[0].rjust(3), line[1].ljust(48), line[2].rjust(5), line[4].ljust(12), line[3])))
    for each in results:
        if each.faults:
            print(f"WRONG {each.name}: {'; '.join(each.faults)}")
    for fault in fuzzed.faults:
        print(f"WRONG mutated {fault}")
    options.output.write_text(
        page(results, planted, fuzzed, setting=_setting(options.every, minutes)), encoding="utf-8"
    )
    unseen = [does for does, told in planted if not told]
    bad = sum(bool(each.faults) for each in results) + len(fuzzed.faults) + len(unseen)
    print(
        f"{len(results):,} files, {fuzzed.files:,} mutated, {len(planted)} planted faults: {bad} wrong, {minutes:.0f} minutes"
    )
    return 1 if bad else 0


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    reader.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth file")
    reader.add_argument("--mutated", type=int, default=4_000, metavar="N")
    reader.add_argument("--processes", type=int, default=os.cpu_count() or 1, metavar="N")
    reader.add_argument("-o", "--output", type=Path, default=PAGE)
    return reader.parse_args()


def run_lot(numbers: Sequence[int]) -> list[Tried]:
    """The cases of these numbers, each against a store of its own."""
    with TemporaryDirectory(prefix="nap-hostile-") as folder:
        room = sqlite_room(Path(folder))
        return [_run(room, Path(folder), number) for number in numbers]


def _run(room: Engine, folder: Path, number: int) -> Tried:
    address = from_template(room, "hostile", world.fill)
    with closing(open_store(address)) as store:
        result = tried(corpus()[number], store, folder)
    Path(address.removeprefix("sqlite:///")).unlink()
    return result


def run_fuzz(count: int, first: int) -> Fuzzed:
    """Mutated files against what the store holds."""
    with TemporaryDirectory(prefix="nap-hostile-") as folder:
        with closing(open_store(from_template(sqlite_room(Path(folder)), "hostile", world.fill))) as store:
            of = world_of(store)
        return fuzz(count, of, first=first)


def _together(parts: Sequence[Fuzzed]) -> Fuzzed:
    faults = tuple(fault for part in parts for fault in part.faults)
    return Fuzzed(sum(part.files for part in parts), sum(part.accepted for part in parts), faults)


def run_planted() -> Iterator[tuple[str, str]]:
    """Each planted fault, and how it was reported; an empty text where it was not."""
    with TemporaryDirectory(prefix="nap-hostile-") as folder:
        room = sqlite_room(Path(folder))
        for fault in FAULTS:
            case = fault.case()
            with closing(open_store(from_template(room, "hostile", world.fill))) as store:
                of = world_of(store)
                with fault.planted():
                    if fault.store:
                        faults = list(tried(case, store, Path(folder), apart=False).faults)
                    else:
                        faults = _checked(case, of)
            yield fault.does, faults[0] if faults else ""


def _checked(case: object, of: object) -> list[str]:
    try:
        return list(wrong(case, seen_by_check(case, case.make(), of)))  # type: ignore[attr-defined, arg-type]
    except Exception as error:
        return [f"raised {type(error).__name__}"]


def _setting(every: int, minutes: float) -> list[str]:
    which = f"; only one file of {every} was run (`make hostile` runs all)" if every > 1 else ""
    return [
        f"Run on {date.today().isoformat()} in {minutes:.0f} minutes, Python {platform.python_version()}, SQLite; "
        f"load of the machine at the end {os.getloadavg()[0]:.1f}{which}."
    ]


if __name__ == "__main__":
    sys.exit(main())
