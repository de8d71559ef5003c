"""What the tables of a store hold, column by column, so that a change of schema cannot lose or alter it in silence.

A column is compared by the SHA-256 of its values in the order of the table's key: tables and columns that a revision
adds or takes away do not disturb the comparison of those that both revisions have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from indicators.raw_rows import Value, rows_of, tables_of


@dataclass(frozen=True, slots=True)
class Held:
    """What one table holds: how many rows, and each column's hash."""

    rows: int
    columns: Mapping[str, str]


def held(connection: Connection) -> dict[str, Held]:
    """What every table holds, by its name."""
    found = {}
    for of in tables_of(connection):
        digests = [hashlib.sha256() for _ in of.columns]
        rows = 0
        for rows, row in enumerate(rows_of(connection, of), 1):  # noqa: B007  # the last number counts them
            for digest, value in zip(digests, row, strict=True):
                digest.update(_written(value))
        found[of.name] = Held(rows, {name: d.hexdigest() for name, d in zip(of.columns, digests, strict=True)})
    return found


def differences(before: Mapping[str, Held], after: Mapping[str, Held]) -> Iterator[tuple[str, str]]:
    """Every table that does not hold what it held, with what differs: rows (from → to), or columns by name.

    A table that is gone differs where it held anything; columns that are gone are the revision's own affair.
    """
    for name, was in before.items():
        now = after.get(name)
        if now is None:
            if was.rows:
                yield name, f"{was.rows} → 0"
        elif now.rows != was.rows:
            yield name, f"{was.rows} → {now.rows}"
        else:
            changed = [column for column, digest in was.columns.items() if now.columns.get(column, digest) != digest]
            if changed:
                yield name, ", ".join(changed)


def _written(value: Value) -> bytes:
    """A value with its kind and length, so that no two sequences of values are written alike."""
    if value is None:
        return b"-"
    kind, content = {int: b"i", str: b"s", bytes: b"b"}[type(value)], value
    data = content if isinstance(content, bytes) else str(content).encode()
    return b"%b%d:%b" % (kind, len(data), data)
