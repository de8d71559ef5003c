"""dlt to SQLite, fed with rows as dictionaries, as its own reader of CSV feeds it: it looks through each of them. Types
are inferred, nothing else is checked, all rows are stored."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import dlt

AT_A_TIME = 10_000


def load(path: str, database: str) -> int:
    """Load the file at `path` into a new database; how many rows there were."""
    return loaded(_rows(path), database)


def loaded(data: Any, database: str) -> int:
    """Load what `data` yields into a new database; how many rows there were."""
    pipeline = dlt.pipeline(
        "attendance",
        destination=dlt.destinations.sqlalchemy(f"sqlite:///{database}"),
        dataset_name="main",
        pipelines_dir=str(Path(database).parent / "dlt"),
    )
    pipeline.run(data, table_name="attendance", write_disposition="replace").raise_on_failed_jobs()
    return int(pipeline.last_trace.last_normalize_info.row_counts["attendance"])


def _rows(path: str) -> Iterator[list[dict[str, str]]]:
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        while some := list(islice(reader, AT_A_TIME)):
            yield some
