"""Reads a file's bytes into a `Table`; what the bytes are decides, never the file's name.

Knows CSV and XLSX. Everything else is refused by name with advice.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from etl.blocks import RETURN, table_of
from etl.cells import FileRefused, Table
from etl.csv_files import open_csv
from etl.problems import Problem
from etl.xlsx_files import read_xlsx

MAX_BYTES = 10 * 1024 * 1024
_ZIP = b"PK\x03\x04"
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
    if not content.strip():
        raise FileRefused(Problem("file_empty"))
    if len(content) > MAX_BYTES:
        size, limit = f"{len(content) / 1024 / 1024:.1f}", str(MAX_BYTES // 1024 // 1024)
        raise FileRefused(Problem("file_too_large", facts=(("size", size), ("limit", limit))))
    if content.startswith(_ZIP):
        return read_xlsx(content, sheet=sheet, names=names)
    _refuse_kind(content)
    return table_of(open_csv(io.BytesIO(content), names=names, extent=RETURN))


def _refuse_kind(content: bytes) -> None:
    if content.startswith(_OLE):
        raise FileRefused(Problem("encrypted" if _ENCRYPTED_PACKAGE in content else "old_excel"))
    if b"%PDF-" in content[:1024]:
        raise FileRefused(Problem("pdf"))
    if content.startswith(_OTHERS) or b"PK\x05\x06" in content[-64:]:
        raise FileRefused(Problem("not_a_table"))
