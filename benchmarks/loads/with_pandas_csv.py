"""pandas, pandera and `to_sql`: the file read as texts, days and hours converted, every column checked, all rows
stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pandas as pd
import pandera.pandas as pa

from benchmarks.loads import same_checks as checks
from benchmarks.loads import words


def load(path: str, database: str) -> int:
    """Load the file at `path` into a new database; how many rows there were."""
    frame = pd.read_csv(path, dtype=str)
    frame[checks.DAY] = pd.to_datetime(frame[checks.DAY], format="%Y-%m-%d")
    frame[checks.HOURS] = pd.to_numeric(frame[checks.HOURS])
    frame = _schema().validate(frame, lazy=True)
    with closing(sqlite3.connect(database)) as connection:
        frame.to_sql("attendance", connection, index=False)
        connection.commit()
    return len(frame)


def _schema() -> pa.DataFrameSchema:
    return pa.DataFrameSchema({name: _column(name) for name in words.HEADER}, strict=True)


def _column(name: str) -> pa.Column:
    nullable = name not in checks.REQUIRED
    if name == checks.DAY:
        days = pa.Check.in_range(pd.Timestamp(words.FIRST_DAY), pd.Timestamp(words.LAST_DAY))
        return pa.Column("datetime64", days, coerce=True, nullable=nullable)
    if name == checks.HOURS:
        return pa.Column(float, pa.Check.ge(0), coerce=True, nullable=nullable)
    if name in checks.ALLOWED:
        return pa.Column(str, pa.Check.isin(checks.ALLOWED[name]), nullable=nullable)
    if name in checks.NUMBERS:
        return pa.Column(str, pa.Check.str_matches(f"^(?:{checks.NUMBER})$"), nullable=nullable)
    return pa.Column(str, nullable=nullable)
