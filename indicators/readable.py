"""Whether every cell of the store can be read as what it should hold: what is damaged is named by table, row and column
before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Text, cast, select
from sqlalchemy.orm import Session

from indicators import tables
from indicators.column_types import Day, Instant
from indicators.faults import Fault
from indicators.lifecycle import ReturnState
from indicators.periods import Quarter
from indicators.plan import Stage


def _json_or_nothing(text: str) -> object:
    return json.loads(text) if text else None


_BY_NAME: dict[str, Callable[[str], object]] = {
    "warnings": _json_or_nothing,
    "content": json.loads,
    "detail": _json_or_nothing,
    "raw": json.loads,
    "period": Quarter.parse,
    "quarter": Quarter.parse,
    "reference": Quarter.parse,
    "stage": Stage,
    "state": ReturnState,
}


def faults(session: Session) -> Iterator[Fault]:
    """Every cell that cannot be read."""
    for table in tables.metadata.sorted_tables:
        readers = [(column, reader) for column in table.columns if (reader := _reader(column)) is not None]
        if not readers:
            continue
        raw = [cast(column, Text).label(column.name) for column, _ in readers]
        keys = [column.label(f"key_{column.name}") for column in table.primary_key]
        for row in session.execute(select(*keys, *raw)).mappings():
            named = ", ".join(str(row[key.name]) for key in keys)
            for column, reader in readers:
                if not _reads(reader, row[column.name]):
                    yield Fault.of("cell_unreadable", table=table.name, row=named, column=column.name)


def _reader(column: Column[Any]) -> Callable[[str], object] | None:
    if isinstance(column.type, Day):
        return date.fromisoformat
    if isinstance(column.type, Instant):
        return datetime.fromisoformat
    return _BY_NAME.get(column.name) if isinstance(column.type, Text) else None


def _reads(reader: Callable[[str], object], value: str | None) -> bool:
    if value is None:
        return True
    try:
        reader(value)
    except (ValueError, RecursionError):
        return False
    return True
