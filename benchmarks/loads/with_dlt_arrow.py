"""dlt to SQLite, fed with Arrow tables of texts, its faster way: it need not look through each row. Nothing is checked,
all rows are stored."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.loads.with_dlt import loaded
from benchmarks.loads.words import HEADER


def load(path: str, database: str) -> int:
    """Load the file at `path` into a new database; how many rows there were."""
    return loaded(_tables(path), database)


def _tables(path: str) -> Iterator[pa.Table]:
    texts = pacsv.ConvertOptions(column_types=dict.fromkeys(HEADER, pa.string()), strings_can_be_null=True)
    for batch in pacsv.open_csv(path, convert_options=texts):
        yield pa.Table.from_batches([batch])
