"""openpyxl in its read-only mode: the values of a sheet, row by row, and nothing done with them."""

from __future__ import annotations

from openpyxl import load_workbook


def load(path: str, sheet: str) -> int:
    """Read the sheet of the workbook at `path`; how many rows stand below its header."""
    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for _ in book[sheet].iter_rows(values_only=True)) - 1
