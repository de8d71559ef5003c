"""Writes a backup of a store, on either engine and at any revision: one moment of it, as `indicators.backup_form` says.

The file gets its name once it is whole, on disk and read back; whatever stops it sooner leaves nothing of that name.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, make_url, text

from indicators.backup_form import (
    FORMAT,
    MANIFEST,
    BackupRefused,
    Content,
    Manifest,
    Published,
    Tally,
    line_of,
    member_of,
    open_archive,
)
from indicators.raw_rows import RawTable, revision_of, rows_of, tables_of
from indicators.store import Store
from indicators.store_faults import StoreUnusable

SUFFIX = ".nap.zip"
_PART = ".part"


def write_backup(connection: Connection, target: Path, *, now: datetime) -> Manifest:
    """Write the store to `target`, a new file; `connection` must be in a transaction that sees one moment of it.

    Raises BackupRefused where there is such a file or it cannot be written, StoreUnusable for a store not set up.
    """
    with _told(target), _new_file(target) as file:
        return _write(connection, file, now=now)


def place_before(store: Store, revision: str, *, folder: Path) -> Path:
    """A free name for what is kept before a store goes to `revision`: beside an embedded store, else in `folder`."""
    if store.file is not None:
        place, name = store.file.absolute().parent, store.file.name
    else:
        place, name = folder, str(make_url(store.url).database)
    endings = chain([""], (f"-{number}" for number in count(2)))
    files = (place / f"{name}.before-{revision}{ending}{SUFFIX}" for ending in endings)
    return next(file for file in files if not file.exists())


def _write(connection: Connection, file: IO[bytes], *, now: datetime) -> Manifest:
    revision = revision_of(connection)
    if revision is None:
        raise StoreUnusable("wrong_revision")
    at = now.astimezone(UTC)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = {of.name: _write_table(connection, of, archive, at) for of in tables_of(connection)}
        last = connection.execute(text("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")).one_or_none()
        published = connection.execute(text("SELECT number, hash FROM releases ORDER BY number"))
        manifest = Manifest(
            format=FORMAT,
            revision=revision,
            engine=connection.dialect.name,
            at=at.isoformat(timespec="seconds"),
            seq=last.seq if last else 0,
            head=last.hash if last else "",
            releases=tuple(Published(row.number, row.hash) for row in published),
            tables=tables,
        )
        with archive.open(_entry(MANIFEST, at), "w") as member:
            member.write(manifest.to_json().encode())
    return manifest


def _write_table(connection: Connection, of: RawTable, archive: zipfile.ZipFile, at: datetime) -> Content:
    tally = Tally()
    lines = (line_of(of.columns, row) for row in rows_of(connection, of))
    with archive.open(_entry(member_of(of.name), at), "w", force_zip64=True) as member:
        for line in tally.passing(lines):
            member.write(line)
    return tally.content(of.columns)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets the name `target` once its bytes are on disk and were read back as a whole backup."""
    if target.exists():
        raise BackupRefused("exists", file=str(target))
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=_PART)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with open_archive(part):
            part.rename(target)
        _sync_folder(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """A new name is on disk once its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupRefused("cannot_write", file=str(target), detail=error.strerror or str(error)) from error
