"""What XLSX and ODS have in common about sheets: which one is meant, and what is hidden or merged where data stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from openpyxl.utils import get_column_letter

from etl.cells import Cell, FileRefused
from etl.problems import Problem

MAX_HEADER_ROW = 50  # further down no second return is looked for
Merged = tuple[int, int, int, str]
"""A merged area: its first column, first and last row, and how a workbook writes it."""


class Places(Protocol):
    """What was hidden or merged in a sheet: rows by number, columns from first to last."""

    @property
    def merged(self) -> Sequence[Merged]: ...
    @property
    def hidden_rows(self) -> Sequence[int]: ...
    @property
    def hidden_columns(self) -> Sequence[tuple[int, int]]: ...


def is_called(title: str, wanted: str) -> bool:
    """Whether a sheet's title is the one wanted, whatever its capitals."""
    return title.strip().casefold() == wanted.casefold()


def sheet_missing(wanted: str, titles: Sequence[str]) -> FileRefused:
    """The refusal of a workbook that has no sheet `wanted`, or more than one."""
    facts = (("sheet", wanted), ("sheets", ", ".join(titles)))
    return FileRefused(Problem("sheet_missing", facts=facts))


def unclear_places(title: str, places: Places, header: Sequence[Cell]) -> Iterator[Problem]:
    """Merged cells and hidden rows and columns of the sheet `title` from the header down, where they hold data."""
    top = header[0].row
    for left, first, last, area in places.merged:
        if last >= top:
            yield Problem("merged_cells", sheet=title, row=first, letter=get_column_letter(left), found=area)
    for row in places.hidden_rows:
        if row > top:
            yield Problem("hidden_row", sheet=title, row=row)
    for first, last in places.hidden_columns:
        for cell in header[first - 1 : last]:
            if not cell.blank:
                yield Problem("hidden_column", sheet=title, row=top, letter=cell.letter)
