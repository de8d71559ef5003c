"""XLSX workbooks, read as they come: kinds told apart, formulas never evaluated, nothing hidden taken in silence.

The sheet is chosen by the template's name, not by position. `etl.files.archives` measures the file before it is parsed;
saved results of formulas are taken as values.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import openpyxl
from openpyxl.workbook import Workbook

from etl.cells import HEADER_WITHIN, Cell, FileRefused, header_at
from etl.files.archives import measured
from etl.files.blocks import LIST, Extent, Found, cells_of, found_at_header
from etl.files.workbook_sheets import MAX_HEADER_ROW, is_called, sheet_missing, unclear_places
from etl.files.xlsx_parts import Frame, SheetPart
from etl.files.xlsx_sheets import SheetRows
from etl.problems import Problem
from etl.sheets import OWN_SHEETS


def open_xlsx(file: BinaryIO, *, sheet: str, names: Sequence[str], extent: Extent) -> Found:
    """The rows of `sheet` under the header that holds `names`. Raises FileRefused, and so may its rows."""
    _refuse_kind(measured(file, extent))
    frame = Frame(file)
    shared = frame.shared_texts()
    problems = list(_hidden_sheets(frame, shared, but=sheet))
    part = _sheet(frame.sheets, sheet)
    problems += _second_returns(frame, shared, but=part, names=names)
    chosen = SheetRows(frame, part, shared, extent)
    try:
        above, header, rest = found_at_header(chosen.rows(), names, sheet=part.title)
    except FileRefused as refused:
        raise FileRefused(*problems, *refused.problems) from None
    return Found(
        part.title,
        above,
        header,
        rest,
        ragged=True,
        closing=lambda: (*problems, *unclear_places(part.title, chosen, header)),
    )


def opened(content: bytes, extent: Extent) -> Workbook:
    """The workbook, measured before it was parsed, with its formulas as they stand. Raises FileRefused."""
    _refuse_kind(measured(io.BytesIO(content), extent))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of features it leaves out; none of them holds a value
            return openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    except Exception:  # a damaged part can raise anything inside the parser: the file is refused, the reason is one
        raise FileRefused(Problem("workbook_unreadable")) from None


def _refuse_kind(members: frozenset[str]) -> None:
    """Name what the zip is where it is no plain workbook."""
    if "xl/vbaProject.bin" in members:
        raise FileRefused(Problem("macro_workbook"))
    if "xl/workbook.bin" in members:
        raise FileRefused(Problem("binary_workbook"))
    if "[Content_Types].xml" not in members or not any(name.startswith("xl/") for name in members):
        raise FileRefused(Problem("not_a_table"))
    if any(name.startswith("xl/externalLinks/") for name in members):
        raise FileRefused(Problem("external_link"))


def _hidden_sheets(frame: Frame, shared: Sequence[str], *, but: str) -> Iterator[Problem]:
    for part in frame.sheets:
        own = part.title in OWN_SHEETS and part.title != but
        if not part.visible and not own and (part.title == but or _first_rows(frame, part, shared)):
            yield Problem("hidden_sheet", found=part.title)


def _first_rows(frame: Frame, part: SheetPart, shared: Sequence[str]) -> Sequence[tuple[Cell, ...]]:
    """The first rows of a sheet that are not blank, as far down as a header can be."""
    rows: list[tuple[Cell, ...]] = []
    for batch in SheetRows(frame, part, shared, LIST).rows():
        rows += cells_of(batch)
        if len(rows) >= HEADER_WITHIN:
            break
    return rows


def _second_returns(frame: Frame, shared: Sequence[str], *, but: SheetPart, names: Sequence[str]) -> Iterator[Problem]:
    """Other visible sheets with the header of a return, not our own: which one is meant cannot be known."""
    for part in frame.sheets:
        if part is not but and part.visible and part.title not in OWN_SHEETS:
            rows = [row for row in _first_rows(frame, part, shared) if row[0].row <= MAX_HEADER_ROW]
            if header_at(rows, names) is not None:
                yield Problem("second_return", found=part.title)


def _sheet(parts: Sequence[SheetPart], wanted: str) -> SheetPart:
    found = [part for part in parts if is_called(part.title, wanted)]
    if len(found) != 1:
        raise sheet_missing(wanted, [part.title for part in parts])
    return found[0]
