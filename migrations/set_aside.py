"""What an older revision cannot hold is set aside when a store goes down, and comes back when it goes up again.

So a downgrade loses nothing: the table `set_aside` keeps rows and columns as JSON until their revision returns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from indicators.raw_rows import continue_sequences, tables_of
from migrations.deferred import settle

_TABLE = "set_aside"


def keep_rows(connection: Connection, revision: str, table: str, where: str = "1 = 1") -> None:
    """Move the rows of `table` for which `where` holds out of it."""
    rows = connection.exec_driver_sql(f"SELECT * FROM {table} WHERE {where}").mappings().all()
    _keep(connection, revision, table, [{"row": dict(row)} for row in rows])
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}")


def keep_columns(connection: Connection, revision: str, table: str, key: str, defaults: Mapping[str, Any]) -> None:
    """Note the values of columns that are about to go, where they are not what a newcomer has."""
    columns = ", ".join((key, *defaults))
    rows = connection.exec_driver_sql(f"SELECT {columns} FROM {table}").mappings().all()
    told = [dict(row) for row in rows if any(row[name] != value for name, value in defaults.items())]
    _keep(connection, revision, table, [{"key": key, "row": row} for row in told])


def stand_in(connection: Connection, revision: str, table: str, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows that an older revision cannot do without, and note them: they go when `revision` comes back."""
    if rows:
        names = list(rows[0])
        values = ", ".join(f":{name}" for name in names)
        connection.execute(sa.text(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"), [*map(dict, rows)])
        _keep(connection, revision, table, [{"stands_in": key, "row": {key: row[key]}} for row in rows])


def bring_back(connection: Connection, revision: str) -> bool:
    """Put back what was set aside when `revision` was taken down, last first; whether there was anything.

    A table that went and came begins to count anew: what is added to it later is numbered after what came back.
    """
    if _TABLE not in sa.inspect(connection).get_table_names():
        return False
    query = sa.text(f"SELECT table_name, content FROM {_TABLE} WHERE revision = :revision ORDER BY seq DESC")
    aside = connection.execute(query, {"revision": revision}).all()
    for table, content in aside:
        kept = json.loads(content)
        if "stands_in" in kept:
            key = kept["stands_in"]
            connection.execute(sa.text(f"DELETE FROM {table} WHERE {key} = :{key}"), kept["row"])
        else:
            _put_back(connection, table, kept["row"], kept.get("key"))
    came_back = {table for table, _ in aside}
    continue_sequences(connection, [of for of in tables_of(connection) if of.name in came_back])
    settle(connection)
    connection.execute(sa.text(f"DELETE FROM {_TABLE} WHERE revision = :revision"), {"revision": revision})
    if connection.exec_driver_sql(f"SELECT count(*) FROM {_TABLE}").scalar() == 0:
        connection.exec_driver_sql(f"DROP TABLE {_TABLE}")
    return True


def _put_back(connection: Connection, table: str, row: Mapping[str, Any], key: str | None) -> None:
    if key is None:
        values = ", ".join(f":{name}" for name in row)
        connection.execute(sa.text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), dict(row))
        return
    changes = ", ".join(f"{name} = :{name}" for name in row if name != key)
    connection.execute(sa.text(f"UPDATE {table} SET {changes} WHERE {key} = :{key}"), dict(row))


def _keep(connection: Connection, revision: str, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    if _TABLE not in sa.inspect(connection).get_table_names():
        connection.exec_driver_sql(
            f"CREATE TABLE {_TABLE} (seq INTEGER PRIMARY KEY, revision TEXT NOT NULL, table_name TEXT NOT NULL,"
            " content TEXT NOT NULL)"
        )
    last = connection.exec_driver_sql(f"SELECT max(seq) FROM {_TABLE}").scalar() or 0
    values = "(:seq, :revision, :table, :content)"
    connection.execute(
        sa.text(f"INSERT INTO {_TABLE} (seq, revision, table_name, content) VALUES {values}"),
        [
            {"seq": last + number, "revision": revision, "table": table, "content": json.dumps(row, ensure_ascii=False)}
            for number, row in enumerate(rows, 1)
        ],
    )
