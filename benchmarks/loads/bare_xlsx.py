"""The bare limit of a workbook: calamine reads its sheet into lists of values, and nothing is done with them."""

from __future__ import annotations

from python_calamine import CalamineWorkbook


def load(path: str, sheet: str) -> int:
    """Read the sheet of the workbook at `path`; how many rows stand below its header."""
    return len(CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()) - 1
