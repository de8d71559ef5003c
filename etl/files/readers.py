"""Opens the bytes of a file: as a `Table` for a form; what the bytes are decides, never the file's name.

Knows CSV, XLSX and ODS. Everything else is refused by name with advice.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from etl.cells import FileRefused, Table
from etl.files.blocks import RETURN, Extent, Found, table_of
from etl.files.csv_files import open_csv
from etl.files.ods_files import open_ods
from etl.files.xlsx_files import open_xlsx
from etl.problems import Problem

MAX_BYTES = 10 * 1024 * 1024
_HEAD, _TAIL, _OLE_LOOKED_AT = 1024, 64, 10 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_MEMBER_NAME, _MIMETYPE = 30, b"mimetype"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"<",
)


def read_table(content: bytes, *, sheet: str, names: Sequence[str]) -> Table:
    """The table of `content`: of a workbook its `sheet`, of a CSV file all, under the header that holds `names`.

    Raises FileRefused.
    """
    refuse_size(len(content), MAX_BYTES)
    return table_of(open_found(io.BytesIO(content), sheet=sheet, names=names, extent=RETURN))


def refuse_size(size: int, limit: int) -> None:
    """Raises FileRefused where a file of `size` bytes is larger than `limit`."""
    if size > limit:
        facts = (("size", f"{size / 1024 / 1024:.1f}"), ("limit", str(limit // 1024 // 1024)))
        raise FileRefused(Problem("file_too_large", facts=facts))


def open_found(file: BinaryIO, *, sheet: str, names: Sequence[str], extent: Extent) -> Found:
    """The sheet of `file`, opened at its header; its rows are read as they are taken. Raises FileRefused."""
    _refuse_kind(file)
    file.seek(0)
    start = file.read(len(_ZIP))
    file.seek(0)
    if start == _ZIP:
        return (open_ods if is_open_document(file) else open_xlsx)(file, sheet=sheet, names=names, extent=extent)
    return open_csv(file, names=names, extent=extent)


def is_open_document(file: BinaryIO) -> bool:
    """Of a zip, whether its first member is the one that only OpenDocument has, and has first."""
    file.seek(_MEMBER_NAME)
    name = file.read(len(_MIMETYPE))
    file.seek(0)
    return name == _MIMETYPE


def _refuse_kind(file: BinaryIO) -> None:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    file.seek(0)
    head = file.read(_HEAD)
    if size <= _HEAD and not head.strip():
        raise FileRefused(Problem("file_empty"))
    if head.startswith(_ZIP):
        return
    if head.startswith(_OLE):
        raise FileRefused(
            Problem("encrypted" if _ENCRYPTED_PACKAGE in head + file.read(_OLE_LOOKED_AT) else "old_excel")
        )
    if b"%PDF-" in head:
        raise FileRefused(Problem("pdf"))
    if head.startswith(_OTHERS) or b"PK\x05\x06" in tail:
        raise FileRefused(Problem("not_a_table"))
