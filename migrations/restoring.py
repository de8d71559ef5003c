"""Restores a backup into an empty store of either engine, whole or not at all, and proves that it is what was kept.

Everything happens in one transaction: the tables at the backup's revision, its rows, the comparison of both with the
manifest, the way up to the newest revision, and what `nap verify` checks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from indicators import queries, verification
from indicators.backup_form import Archive, BackupRefused, Manifest, Published, content_of, line_of, open_archive
from indicators.raw_rows import RawTable, Value, add_rows, continue_sequences, has_rows, rows_of, tables_of
from indicators.store import Store, open_store
from migrations.run import MigrationRefused, move_empty, move_up, one_transaction


def restore(store: Store, file: Path) -> Manifest:
    """Put what `file` keeps into `store`, which must be empty, and bring it to the newest revision.

    Raises BackupRefused, StoreUnusable, MigrationRefused or OSError; then the store is as empty as before.
    """
    with open_archive(file) as archive, one_transaction(store) as connection:
        if has_rows(connection):
            raise BackupRefused("not_empty")
        _make_tables(connection, archive.manifest)
        _fill(connection, archive)
        move_up(connection)
        _prove(connection, archive.manifest)
        return archive.manifest


def drill(file: Path) -> Manifest:
    """Restore `file` into a store that is thrown away. Raises as `restore` does."""
    with tempfile.TemporaryDirectory(prefix="nap-drill-") as folder:
        store = open_store(f"sqlite:///{folder}/drill.sqlite")
        try:
            return restore(store, file)
        finally:
            store.close()


def _make_tables(connection: Connection, manifest: Manifest) -> None:
    """The tables of the backup's revision, and no others."""
    try:
        move_empty(connection, manifest.revision)
    except MigrationRefused as error:
        raise BackupRefused("newer", revision=manifest.revision) from error
    made = {of.name: set(of.columns) for of in tables_of(connection)}
    for name in sorted({*made, *manifest.tables}):
        kept = manifest.tables.get(name)
        if kept is None or made.get(name) != set(kept.columns):
            raise BackupRefused("differs", table=name)


def _fill(connection: Connection, archive: Archive) -> None:
    """Every row, with the number that it had; then compare what the tables hold with what the backup says."""
    tables = tables_of(connection)
    for of in tables:
        _fill_table(connection, of, archive)
    continue_sequences(connection, tables)
    for of in tables:
        kept = archive.manifest.tables[of.name]
        in_order = RawTable(of.name, kept.columns, of.key, of.texts, of.binary)
        lines = (line_of(kept.columns, row) for row in rows_of(connection, in_order))
        if content_of(kept.columns, lines) != kept:
            raise BackupRefused("differs", table=of.name)


def _fill_table(connection: Connection, of: RawTable, archive: Archive) -> None:
    try:
        for rows in _batches(archive.rows(of), of.at_a_time):
            add_rows(connection, of, rows)
    except (DataError, IntegrityError, ProgrammingError) as error:
        raise BackupRefused("cannot_hold", table=of.name, detail=str(error.orig)) from error


def _batches(rows: Iterable[dict[str, Value]], size: int) -> Iterator[list[dict[str, Value]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        yield batch


def _prove(connection: Connection, manifest: Manifest) -> None:
    """Every release has the hash that it was published with, by what the store now holds."""
    session = Session(connection, autoflush=False)
    fault = next(iter(verification.faults(session)), None)
    if fault is not None:
        raise BackupRefused("faults", detail=fault)
    restored = tuple(Published(release.number, release.hash) for release in queries.releases(session))
    if restored != manifest.releases:
        raise BackupRefused("differs", table="releases")
