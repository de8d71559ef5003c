"""`python -m tests.torture`: every harness at full size, or at the sizes asked for; writes `docs/reliability.md`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from dataclasses import fields
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from pysqlite3 import dbapi2 as sqlite

from tests.torture.engines import postgresql
from tests.torture.report import report
from tests.torture.suite import Sizes, is_as_it_should, run_all

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
GIGA = 1 << 30


def main() -> int:
    """Run everything, write the page, and say by the exit status whether all was as it should be."""
    options = _options()
    sizes = Sizes(**{size.name: getattr(options, size.name) for size in fields(Sizes)})
    began = time.monotonic()
    with TemporaryDirectory(prefix="nap-torture-") as folder:
        # Where the servers of all processes keep their lock: one folder, gone when all of them are.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        results = run_all(sizes, say=_say)
        minutes = (time.monotonic() - began) / 60
        page = report(results, setting=_setting(sizes, minutes))
    options.output.write_text(page, encoding="utf-8")
    _say(f"{minutes:.0f} minutes; written: {options.output.name}")
    return 0 if all(map(is_as_it_should, results)) else 1


def _options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    for size in fields(Sizes):
        reader.add_argument(f"--{size.name.replace('_', '-')}", type=int, default=size.default, metavar="N")
    reader.add_argument("-o", "--output", type=Path, default=PAGE)
    return reader.parse_args()


def _setting(sizes: Sizes, minutes: float) -> list[str]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIGA
    libraries = ", ".join(f"{name} {version(name)}" for name in ("sqlalchemy", "alembic", "psycopg"))
    asked = ", ".join(f"{size.name.replace('_', ' ')} {getattr(sizes, size.name)}" for size in fields(Sizes))
    less = "" if sizes == Sizes() else " (fewer than `make torture` asks for)"
    return [
        f"Run on {date.today().isoformat()} in {minutes:.0f} minutes: {os.cpu_count()} processors, {memory:.0f} GB, "
        f"{platform.system()} {platform.release().partition('-')[0]}; load of the machine at the end "
        f"{os.getloadavg()[0]:.1f}.",
        f"Python {platform.python_version()}, SQLite {sqlite.sqlite_version}, PostgreSQL {_server_version()}; "
        f"{libraries}.",
        f"Asked for: {asked}{less}.",
    ]


def _server_version() -> str:
    with postgresql() as server:
        return server.version()


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
