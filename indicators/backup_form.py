"""The form of a backup, the same for both engines: a zip of `manifest.json` and one `tables/<name>.jsonl` a table.

A line is a row as one JSON object in the table's order of columns; bytes stand in it as {"base64": …}. The manifest
says what every table must hold, so that a file that was cut short or changed is known before anything is restored.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

from indicators.raw_rows import RawTable, Value
from indicators.rules import Coded

FORMAT = "nap-backup/1"
MANIFEST = "manifest.json"
CODES = ("exists", "cannot_write", "not_a_backup", "damaged", "newer", "not_empty", "cannot_hold", "differs", "faults")
# What a zip that was cut or changed makes of the standard library, and JSON of another shape of ours.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
_PACKED = {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED}


class BackupRefused(Coded):
    """A backup cannot be written, read or restored; `code` is one of `CODES`, worded as `backup.<code>`."""

    family = "backup"


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: its columns, the number of its rows and the SHA-256 of their lines."""

    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """A release and its hash."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `head` is the hash of the last entry of the record, `seq` its number."""

    format: str
    revision: str
    engine: str
    at: str
    seq: int
    head: str
    releases: tuple[Published, ...]
    tables: Mapping[str, Content]

    @property
    def rows(self) -> int:
        """How many rows all tables hold."""
        return sum(content.rows for content in self.tables.values())

    def to_json(self) -> str:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, written: bytes) -> Self:
        """The inverse of `to_json`. Raises BackupRefused for another format, KeyError, TypeError or ValueError."""
        data = json.loads(written)
        if data["format"] != FORMAT:
            raise BackupRefused("not_a_backup")
        tables = {n: Content(tuple(t["columns"]), t["rows"], t["sha256"]) for n, t in data.pop("tables").items()}
        return cls(tables=tables, releases=tuple(Published(**release) for release in data.pop("releases")), **data)


def member_of(table: str) -> str:
    """Where a table stands in the archive."""
    return f"tables/{table}.jsonl"


def line_of(columns: Iterable[str], row: Iterable[Value]) -> bytes:
    """A row as a line."""
    cells = {name: _packed(value) for name, value in zip(columns, row, strict=True)}
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(line: bytes) -> dict[str, Value]:
    """A line as a row."""
    return {name: _unpacked(value) for name, value in json.loads(line).items()}


def _packed(value: Value) -> Any:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes) else value


def _unpacked(value: Any) -> Value:
    return b64decode(value["base64"], validate=True) if isinstance(value, dict) else value


class Tally:
    """Counts lines and hashes them as they pass."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._rows = 0

    def passing(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines, counted."""
        for line in lines:
            self._digest.update(line)
            self._rows += 1
            yield line

    def content(self, columns: Iterable[str]) -> Content:
        """What has passed."""
        return Content(tuple(columns), self._rows, self._digest.hexdigest())


def content_of(columns: Iterable[str], lines: Iterable[bytes]) -> Content:
    """What all of `lines` hold."""
    tally = Tally()
    for _ in tally.passing(lines):
        pass
    return tally.content(columns)


class Archive:
    """A backup that is open for reading; its manifest is read, its tables are not yet compared with it."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self.manifest = Manifest.from_json(opened.read(MANIFEST))

    def lines(self, table: str) -> Iterator[bytes]:
        """The lines of a table, streamed. Raises BackupRefused where they cannot be read."""
        with _damage_told(table), self._opened.open(member_of(table)) as member:
            yield from _lines(member)

    def rows(self, of: RawTable) -> Iterator[dict[str, Value]]:
        """The rows of a table, streamed."""
        with _damage_told(of.name):
            yield from map(row_of, self.lines(of.name))

    def check(self) -> None:
        """Compare every table with the manifest. Raises BackupRefused for the first that is not what it says."""
        named = {MANIFEST, *map(member_of, self.manifest.tables)}
        if set(self._opened.namelist()) != named or any(
            i.compress_type not in _PACKED for i in self._opened.infolist()
        ):
            raise BackupRefused("damaged", table=MANIFEST)
        for name, content in self.manifest.tables.items():
            if content_of(content.columns, self.lines(name)) != content:
                raise BackupRefused("damaged", table=name)


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """A backup whose every table is what its manifest says. Raises BackupRefused, OSError."""
    try:
        opened = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise BackupRefused("not_a_backup", file=str(file)) from error
    with opened:
        try:
            archive = Archive(opened)
        except _BROKEN as error:
            raise BackupRefused("not_a_backup", file=str(file)) from error
        archive.check()
        yield archive


@contextmanager
def _damage_told(table: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BackupRefused("damaged", table=table) from error


def _lines(member: IO[bytes]) -> Iterator[bytes]:
    yield from member
