"""dlt to SQLite, fed with Arrow tables of texts: its faster way, for it need not look through each row (dictionaries
take it two to three times as long). Nothing is checked, all rows are stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import dlt
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.loads import words


def load(path: str, database: str) -> int:
    """Load the file at `path` into a new database; how many rows there were."""
    pipeline = dlt.pipeline(
        "attendance",
        destination=dlt.destinations.sqlalchemy(f"sqlite:///{database}"),
        dataset_name="main",
        pipelines_dir=str(Path(database).parent / "dlt"),
    )
    pipeline.run(_tables(path), table_name="attendance", write_disposition="replace").raise_on_failed_jobs()
    return int(pipeline.last_trace.last_normalize_info.row_counts["attendance"])


def _tables(path: str) -> Iterator[pa.Table]:
    texts = pacsv.ConvertOptions(column_types=dict.fromkeys(words.HEADER, pa.string()), strings_can_be_null=True)
    for batch in pacsv.open_csv(path, convert_options=texts):
        yield pa.Table.from_batches([batch])
