"""The rows of every table as the database holds them, in an order that both engines share; no type of ours in between.

By these rows backups are written, restores compared and migrations watched, at whatever revision the store is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, MetaData, String, collate, column, func, inspect, select, table, text

VERSION_TABLE = "alembic_version"
# Rows held at a time: few where a row may be a whole file.
ROWS, ROWS_OF_FILES = 500, 4

Value = int | str | bytes | None


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in a database: `key` orders it, `binary` says whether it holds bytes."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    texts: frozenset[str]
    binary: bool

    @property
    def at_a_time(self) -> int:
        """How many rows to hold in memory."""
        return ROWS_OF_FILES if self.binary else ROWS


def tables_of(connection: Connection) -> tuple[RawTable, ...]:
    """Every table but Alembic's, each after those that it refers to."""
    metadata = MetaData()
    metadata.reflect(connection)
    return tuple(
        RawTable(
            found.name,
            tuple(c.name for c in found.columns),
            tuple(c.name for c in found.primary_key) or tuple(c.name for c in found.columns),
            frozenset(c.name for c in found.columns if isinstance(c.type, String)),
            any(c.type.python_type is bytes for c in found.columns),
        )
        for found in metadata.sorted_tables
        if found.name != VERSION_TABLE
    )


def rows_of(connection: Connection, of: RawTable) -> Iterator[tuple[Value, ...]]:
    """The rows of a table by its key, text by code point; streamed. Raises TypeError for what no store holds."""
    in_c = connection.dialect.name == "postgresql"
    key = [collate(column(name), "C") if in_c and name in of.texts else column(name) for name in of.key]
    columns: list[ColumnElement[Any]] = [column(name) for name in of.columns]
    query = select(*columns).select_from(table(of.name)).order_by(*key)
    for row in connection.execute(query, execution_options={"yield_per": of.at_a_time}):
        yield tuple(_value(value) for value in row)


def has_rows(connection: Connection) -> bool:
    """Whether any table holds anything."""
    first = (select(text("1")).select_from(table(of.name)).limit(1) for of in tables_of(connection))
    return any(connection.execute(query).first() for query in first)


def add_rows(connection: Connection, of: RawTable, rows: Sequence[dict[str, Value]]) -> None:
    """Add rows by their columns' names."""
    if rows:
        connection.execute(table(of.name, *map(column, of.columns)).insert(), list(rows))


def continue_sequences(connection: Connection, tables: Sequence[RawTable]) -> None:
    """Let a server number new rows after those that were added with their numbers; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for of in tables:
        for name in of.key:
            sequence = func.pg_get_serial_sequence(f'"{of.name}"', name)
            highest = select(func.max(column(name))).select_from(table(of.name)).scalar_subquery()
            if name not in of.texts and connection.scalar(select(sequence)) and connection.scalar(select(highest)):
                connection.execute(select(func.setval(sequence, highest)))


def revision_of(connection: Connection) -> str | None:
    """The revision that a database says it is at; None where it was never set up."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    return found


def _value(value: Any) -> Value:
    if isinstance(value, memoryview):
        return value.tobytes()
    if value is None or (isinstance(value, int | str | bytes) and not isinstance(value, bool)):
        return value
    raise TypeError(f"no table of a store holds a {type(value).__name__}")
