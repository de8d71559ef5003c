"""The bare limit of a CSV file: parsed by `csv`, inserted by `sqlite3` as it stands, in one transaction, unchecked."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing


def load(path: str, database: str) -> int:
    """Load the file at `path` into a new database; how many rows there were."""
    with open(path, encoding="utf-8", newline="") as file, closing(sqlite3.connect(database)) as connection:
        reader = csv.reader(file)
        header = next(reader)
        with connection:
            connection.execute(f"CREATE TABLE attendance ({', '.join(header)})")
            holes = ", ".join("?" * len(header))
            connection.executemany(f"INSERT INTO attendance VALUES ({holes})", reader)  # noqa: S608  # holes alone
        (rows,) = connection.execute("SELECT count(*) FROM attendance").fetchone()
    return int(rows)
