"""Many rows at once, by the driver and within the session's transaction: what makes a file of a million rows a matter
of seconds. The rows are the same, and typed the same, as those that SQLAlchemy's own insert makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import Connection, Dialect, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

# Rows that are held at a time on the way to SQLite; a server takes them one by one in a stream.
AT_A_TIME = 5_000

Bind = Callable[[Any], Any]


def insert_rows(session: Session, table: Table, names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Add `rows`, each with a value for every column of `names`, in their order; how many there were.

    Raises sqlalchemy.exc.DBAPIError as `session.execute` does.
    """
    connection = session.connection()
    bound = _bound(table, names, rows, connection.dialect)
    if connection.dialect.name == "postgresql":
        return _copy(connection, table, names, bound)
    return _executemany(connection, table, names, bound)


def _bound(
    table: Table, names: Sequence[str], rows: Iterable[Mapping[str, object]], dialect: Dialect
) -> Iterator[tuple[object, ...]]:
    """The values of each row as the driver takes them: Decimals as millionths, days and instants as text."""
    binds = [(name, _bind(table, name, dialect)) for name in names]
    for row in rows:
        yield tuple([row[name] if bind is None else bind(row[name]) for name, bind in binds])


def _bind(table: Table, name: str, dialect: Dialect) -> Bind | None:
    return table.c[name].type.dialect_impl(dialect).bind_processor(dialect)


def _executemany(connection: Connection, table: Table, names: Sequence[str], rows: Iterator[tuple[object, ...]]) -> int:
    holes = ", ".join("?" for _ in names)
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({holes})"  # noqa: S608  # names of ours
    count = 0
    while batch := list(islice(rows, AT_A_TIME)):
        connection.exec_driver_sql(statement, batch)
        count += len(batch)
    return count


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Iterator[tuple[object, ...]]) -> int:
    statement = f"COPY {table.name} ({', '.join(names)}) FROM STDIN"
    count = 0
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for count, row in enumerate(rows, 1):  # noqa: B007  # the last number counts them
                copy.write_row(row)
    except psycopg.Error as error:
        raise _told(connection, statement, error) from error
    return count


def _told(connection: Connection, statement: str, error: psycopg.Error) -> BaseException:
    """The driver's error as SQLAlchemy tells those of its own statements."""
    lost: bool = connection.dialect.is_disconnect(error, None, None)  # type: ignore[arg-type]  # a driver's own error
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        statement, None, error, psycopg.Error, connection_invalidated=lost, dialect=connection.dialect
    )
