"""XLSX workbooks into a `Table`: kinds of cell told apart, formulas never evaluated, nothing hidden taken in silence.

The sheet is chosen by the template's name, not by position. openpyxl parses (through defusedxml) what `etl.archives`
has measured; stored results of formulas are taken as values.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.archives import measured
from etl.cells import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    CellKind,
    FileRefused,
    Table,
    header_at,
    no_header,
    text_cell,
)
from etl.problems import Problem
from etl.sheets import OWN_SHEETS

MAX_CELLS = 400_000
MAX_LOOKED_AT = 10_000
MAX_HEADER_ROW = 50
_OUTSIDE = re.compile(
    r"\[[0-9]+\]|\[[^\]]+\.xl|WEBSERVICE|FILTERXML|\||IMPORT[A-Z]+\(|IMAGE\(|CALL\(|REGISTER|DDE\(|RTD\(|'?\\\\",
    re.IGNORECASE,
)


def read_xlsx(content: bytes, *, sheet: str, names: Sequence[str]) -> Table:
    """The rows of `sheet` under the header that holds `names`. Raises FileRefused."""
    book = opened(content)
    problems = list(_hidden_sheets(book, but=sheet))
    chosen = _sheet(book, sheet)
    _refuse_extent(chosen)
    problems += _second_returns(book, but=chosen, names=names)
    results = _saved_results(content, chosen)
    rows = [tuple(_cell(cell, results) for cell in cells) for cells in chosen.iter_rows()]
    rows = [row for row in rows if any(not cell.blank for cell in row)]
    at = header_at(rows, names)
    if at is None:
        first = rows[0] if rows else ()
        raise FileRefused(*problems, no_header(chosen.title, first, names))
    table = Table(chosen.title, rows[at], tuple(rows[at + 1 :]), above=tuple(rows[:at]))
    problems += _unclear_places(chosen, table)
    if problems:
        raise FileRefused(*problems)
    return table


def opened(content: bytes) -> Workbook:
    """The workbook, measured before it was parsed, with its formulas as they stand. Raises FileRefused."""
    _refuse_kind(measured(content))
    return _parsed(content, saved=False)


def _refuse_kind(members: frozenset[str]) -> None:
    """Name what the zip is where it is no plain workbook."""
    if "xl/vbaProject.bin" in members:
        raise FileRefused(Problem("macro_workbook"))
    if "xl/workbook.bin" in members:
        raise FileRefused(Problem("binary_workbook"))
    if "content.xml" in members and "mimetype" in members:
        raise FileRefused(Problem("open_document"))
    if "[Content_Types].xml" not in members or not any(name.startswith("xl/") for name in members):
        raise FileRefused(Problem("not_a_table"))
    if any(name.startswith("xl/externalLinks/") for name in members):
        raise FileRefused(Problem("external_link"))


def _parsed(content: bytes, *, saved: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of features it leaves out; none of them holds a value
            return openpyxl.load_workbook(io.BytesIO(content), data_only=saved, keep_links=False)
    except Exception:  # a damaged part can raise anything inside the parser: the file is refused, the reason is one
        raise FileRefused(Problem("workbook_unreadable")) from None


def _hidden_sheets(book: Workbook, *, but: str) -> Iterator[Problem]:
    for sheet in book.worksheets:
        own = sheet.title in OWN_SHEETS and sheet.title != but
        if sheet.sheet_state != "visible" and not own and (sheet.title == but or _holds_data(sheet)):
            yield Problem("hidden_sheet", found=sheet.title)


def _holds_data(sheet: Worksheet) -> bool:
    """Whether it has a value; one that reaches far is taken to have one."""
    return sheet.max_row * sheet.max_column > MAX_LOOKED_AT or any(
        value is not None for row in sheet.iter_rows(values_only=True) for value in row
    )


def _second_returns(book: Workbook, *, but: Worksheet, names: Sequence[str]) -> Iterator[Problem]:
    """Other visible sheets with the header of a return, not our own: which one is meant cannot be known."""
    for sheet in book.worksheets:
        if sheet is not but and sheet.sheet_state == "visible" and sheet.title not in OWN_SHEETS:
            last_row, last_column = min(sheet.max_row, MAX_HEADER_ROW), min(sheet.max_column, MAX_COLUMNS)
            first = [
                tuple(_cell(cell, {}) for cell in cells if cell.data_type != "f")
                for cells in sheet.iter_rows(max_row=last_row, max_col=last_column)
            ]
            if header_at([row for row in first if any(not cell.blank for cell in row)], names) is not None:
                yield Problem("second_return", found=sheet.title)


def _sheet(book: Workbook, wanted: str) -> Worksheet:
    found = [sheet for sheet in book.worksheets if sheet.title.strip().casefold() == wanted.casefold()]
    if len(found) != 1:
        facts = (("sheet", wanted), ("sheets", ", ".join(sheet.title for sheet in book.worksheets)))
        raise FileRefused(Problem("sheet_missing", facts=facts))
    return found[0]


def _refuse_extent(sheet: Worksheet) -> None:
    if sheet.max_column > MAX_COLUMNS:
        facts = (("limit", str(MAX_COLUMNS)),)
        raise FileRefused(Problem("too_many_columns", sheet=sheet.title, found=str(sheet.max_column), facts=facts))
    limit = min(MAX_ROWS, MAX_CELLS // sheet.max_column)
    if sheet.max_row > limit + HEADER_WITHIN:
        facts = (("limit", str(limit)),)
        raise FileRefused(Problem("too_many_rows", sheet=sheet.title, found=str(sheet.max_row), facts=facts))


def _saved_results(content: bytes, sheet: Worksheet) -> dict[str, object]:
    """What the workbook keeps as the result of each formula of `sheet`, by coordinate; parsed only if there is one."""
    formulas = [cell.coordinate for cells in sheet.iter_rows() for cell in cells if cell.data_type == "f"]
    if not formulas:
        return {}
    saved = _parsed(content, saved=True)[sheet.title]
    return {coordinate: saved[coordinate].value for coordinate in formulas}


def _cell(cell: Any, results: Mapping[str, object]) -> Cell:
    """A cell as `Cell`; of a formula the saved result, where there is one and it comes from this workbook."""
    letter = get_column_letter(cell.column)
    if not isinstance(cell, SheetCell) or cell.value is None:
        return Cell(CellKind.BLANK, "", cell.row, letter)
    if cell.data_type != "f":
        return _valued(cell.value, row=cell.row, letter=letter, error=cell.data_type == "e")
    formula, saved = str(getattr(cell.value, "text", cell.value)), results[cell.coordinate]
    if _OUTSIDE.search(formula):
        return Cell(CellKind.EXTERNAL, formula, cell.row, letter)
    if saved is None:
        return Cell(CellKind.UNSAVED, formula, cell.row, letter)
    error = isinstance(saved, str) and saved in ERROR_CODES
    return _valued(saved, row=cell.row, letter=letter, error=error)


def _valued(value: object, *, row: int, letter: str, error: bool) -> Cell:
    match value:
        case bool():
            return Cell(CellKind.BOOLEAN, "VERDADERO" if value else "FALSO", row, letter)
        case int():
            return Cell(CellKind.NUMBER, str(value), row, letter)
        case float():
            return Cell(CellKind.NUMBER, format(value, ".15g"), row, letter)
        case datetime() if value.time() == time():
            return Cell(CellKind.DATE, value.date().isoformat(), row, letter)
        case datetime() | date() | time():
            return Cell(CellKind.DATE, value.isoformat(), row, letter)
    if error:
        return Cell(CellKind.ERROR, str(value), row, letter)
    return text_cell(str(value), row, letter)


def _unclear_places(sheet: Worksheet, table: Table) -> Iterator[Problem]:
    """Merged cells and hidden rows and columns from the header down, where they hold data."""
    top = table.header[0].row
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= top:
            letter = get_column_letter(merged.min_col)
            yield Problem("merged_cells", sheet=sheet.title, row=merged.min_row, letter=letter, found=merged.coord)
    for row in table.rows:
        dimension = sheet.row_dimensions[row[0].row]
        if dimension.hidden or dimension.height == 0:
            yield Problem("hidden_row", sheet=sheet.title, row=row[0].row)
    for at in _hidden_columns(sheet):
        if at < len(table.header) and any(not row[at].blank for row in (table.header, *table.rows)):
            yield Problem("hidden_column", sheet=sheet.title, row=top, letter=get_column_letter(at + 1))


def _hidden_columns(sheet: Worksheet) -> set[int]:
    """Positions, from 0, of hidden columns; the file stores them in runs."""
    runs = [run for run in sheet.column_dimensions.values() if run.hidden or run.width == 0]
    return {at - 1 for run in runs for at in range(run.min or 1, min(run.max or 1, MAX_COLUMNS) + 1)}
