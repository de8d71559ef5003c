"""The sheets of an ODS workbook as the parser gives them: rows that are alike as one run, what is hidden or merged.

The one part holds all sheets, one after the other; what is given once for many cells or rows stays so here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from etl.cells import HEADER_WITHIN, MAX_COLUMNS, CellKind, FileRefused, header_at, text_cell
from etl.files.workbook_cells import LONGEST, iso_moment, parser, stored_number
from etl.files.workbook_parts import unsafe
from etl.files.workbook_sheets import MAX_HEADER_ROW, Merged, is_called
from etl.problems import Problem
from etl.sheets import OWN_SHEETS

MAX_PLACES = 10_000  # hidden rows or merged areas that are told

_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_TABLES, _TEXTS, _OFFICE, _STYLES = (f"{_OPEN}:{part}:1.0}}" for part in ("table", "text", "office", "style"))
_SHEET, _COLUMN, _ROW, _CELL, _COVERED = (
    f"{_TABLES}{name}" for name in ("table", "table-column", "table-row", "table-cell", "covered-table-cell")
)
_LINKS = frozenset(f"{_TABLES}{name}" for name in ("table-source", "cell-range-source", "dde-link"))
_COLUMNS_REPEATED, _ROWS_REPEATED = (f"{_TABLES}number-{which}-repeated" for which in ("columns", "rows"))
_COLUMNS_SPANNED, _ROWS_SPANNED = (f"{_TABLES}number-{which}-spanned" for which in ("columns", "rows"))
_NAME, _STYLE, _VISIBILITY, _FORMULA = (f"{_TABLES}{name}" for name in ("name", "style-name", "visibility", "formula"))
_TYPE, _VALUE, _DATE, _TIME, _TRUTH, _STRING = (
    f"{_OFFICE}{name}" for name in ("value-type", "value", "date-value", "time-value", "boolean-value", "string-value")
)
_SPECIAL_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_PARAGRAPH, _SPACES, _TAB, _BREAK = (f"{_TEXTS}{name}" for name in ("p", "s", "tab", "line-break"))
_ASIDE = frozenset(f"{_TEXTS}{name}" for name in ("note", "ruby-text"))
_STYLE_DEFINED, _STYLE_NAME = f"{_STYLES}style", f"{_STYLES}name"
_FLAT = {
    f"{_STYLES}table-properties": f"{_TABLES}display",
    f"{_STYLES}table-row-properties": f"{_STYLES}row-height",
    f"{_STYLES}table-column-properties": f"{_STYLES}column-width",
}
_NOTHING = re.compile(r"false|0+\.?0*[a-z]*")
_LOGICAL = re.compile(r"of:=(?:TRUE|FALSE)\(\)")
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:[0-9]+")
_OUTSIDE = re.compile(r"#\$|(?:file|https?|ftp|smb):|WEBSERVICE|FILTERXML|\||DDE\(|IMPORT[A-Z]+\(", re.IGNORECASE)


class Run(NamedTuple):
    """Rows that are alike, from `number` on."""

    number: int
    times: int
    texts: Sequence[str]
    kinds: Sequence[tuple[int, CellKind]]
    hidden: bool


@dataclass(slots=True)
class Book:
    """What is gathered of a workbook as its rows come. `title` is that of the chosen sheet, and so are the places."""

    sheet: str
    names: Sequence[str]
    title: str = ""
    titles: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    first: list[Run] = field(default_factory=list)
    """The first rows of a sheet that is not the chosen one."""

    def is_chosen(self, title: str) -> bool:
        """Whether this is the sheet that the job wants."""
        return is_called(title, self.sheet)

    def end_sheet(self, title: str, *, visible: bool) -> None:
        """Judge a sheet as a whole, where it is not the chosen one."""
        rows, self.first = self.first, []
        if self.is_chosen(title):
            if not visible:
                self.problems.append(Problem("hidden_sheet", found=title))
        elif title not in OWN_SHEETS:
            if rows and not visible:
                self.problems.append(Problem("hidden_sheet", found=title))
            near = [[text_cell(text, 1) for text in run.texts] for run in rows if run.number <= MAX_HEADER_ROW]
            if visible and header_at(near, self.names) is not None:
                self.problems.append(Problem("second_return", found=title))


class Reading:
    """The state of the parse: what is known of the sheet, row and cell at which it stands."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._runs: list[Run] = []
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = self._skipped = self._cell_depth = self._paragraph_depth = 0
        self._title, self._visible, self._in_sheet, self._chosen = "", True, False, False
        self._row = self._row_times = self._column = 0
        self._row_hidden = self._in_row = False
        self._texts: list[str] = []
        self._kinds: list[tuple[int, CellKind]] = []
        self._cell: Mapping[str, str] = {}
        self._pieces: list[str] = []
        self._paragraphs = 0
        self._next_column = 1
        self.parser = parser()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def taken(self) -> Sequence[Run]:
        """The rows of the chosen sheet since the last time."""
        runs, self._runs = self._runs, []
        return runs

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._skipped:
            return
        if self._cell_depth:
            self._begin_in_cell(name, attributes)
        elif name in (_CELL, _COVERED):
            self._begin_cell(attributes)
        elif name == _ROW:
            self._begin_row(attributes)
        elif name == _COLUMN:
            self._column_run(attributes)
        elif name == _SHEET:
            self._begin_sheet(attributes)
        elif name in _LINKS:
            raise FileRefused(Problem("external_link"))
        elif name == _STYLE_DEFINED:
            self._style = attributes.get(_STYLE_NAME, "")
        elif name in _FLAT and _NOTHING.fullmatch(attributes.get(_FLAT[name], "1cm")):
            self._hidden_styles.add(self._style)

    def _end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped:
            if depth == self._skipped:
                self._skipped = 0
                self._listen()
        elif depth == self._cell_depth:
            self._cell_depth = 0
            self._end_cell()
        elif depth == self._paragraph_depth:
            self._paragraph_depth = 0
            self._listen()
        elif self._cell_depth:
            return
        elif name == _ROW:
            self._end_row()
        elif name == _SHEET:
            self._in_sheet = False
            self._book.end_sheet(self._title, visible=self._visible)

    def _listen(self) -> None:
        """Take characters within a paragraph only."""
        self.parser.CharacterDataHandler = self._pieces.append if self._paragraph_depth else None

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        _refuse_unless(not self._in_sheet)
        self._title = attributes.get(_NAME, "")
        self._visible = attributes.get(_STYLE) not in self._hidden_styles
        self._in_sheet, self._row, self._next_column = True, 1, 1
        self._chosen = self._book.is_chosen(self._title)
        self._book.titles.append(self._title)
        if self._chosen:
            self._book.title = self._title

    def _column_run(self, attributes: dict[str, str]) -> None:
        first = self._next_column
        self._next_column += _times(attributes, _COLUMNS_REPEATED)
        if self._chosen and self._is_hidden(attributes):
            self._book.hidden_columns.append((first, self._next_column - 1))

    def _is_hidden(self, attributes: dict[str, str]) -> bool:
        return attributes.get(_VISIBILITY, "visible") != "visible" or attributes.get(_STYLE) in self._hidden_styles

    def _begin_row(self, attributes: dict[str, str]) -> None:
        _refuse_unless(self._in_sheet and not self._in_row)
        self._in_row, self._column = True, 1
        self._row_times = _times(attributes, _ROWS_REPEATED)
        self._row_hidden = self._is_hidden(attributes)
        self._texts, self._kinds = [], []

    def _end_row(self) -> None:
        self._in_row = False
        if self._kinds or any(map(str.strip, self._texts)):
            run = Run(self._row, self._row_times, self._texts, self._kinds, self._row_hidden)
            if self._chosen:
                self._runs.append(run)
            elif len(self._book.first) < HEADER_WITHIN:
                self._book.first.append(run)
        self._row += self._row_times

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        _refuse_unless(self._in_row)
        self._cell, self._cell_depth = attributes, self._depth
        self._pieces, self._paragraphs = [], 0

    def _begin_in_cell(self, name: str, attributes: dict[str, str]) -> None:
        if name == _SHEET:
            raise unsafe("una hoja contiene otra", "a sheet holds another one")
        if name == _PARAGRAPH and not self._paragraph_depth:
            self._paragraphs += 1
            self._paragraph_depth = self._depth
            self._pieces += ["\n"] if self._paragraphs > 1 else []
            self._listen()
        elif not self._paragraph_depth or not name.startswith(_TEXTS) or name in _ASIDE:
            self._skipped = self._depth  # a comment, a drawing: no part of the cell's text
            self.parser.CharacterDataHandler = None
        elif name == _SPACES:
            self._pieces.append(" " * min(_times(attributes, f"{_TEXTS}c"), LONGEST))
        elif name in (_TAB, _BREAK):
            self._pieces.append("\t" if name == _TAB else "\n")

    def _end_cell(self) -> None:
        times = _times(self._cell, _COLUMNS_REPEATED)
        kind, text = self._content()
        column, self._column = self._column, self._column + times
        self._span(column)
        if kind is None and not text:
            return
        last = column + times - 1
        if last > MAX_COLUMNS:
            facts = (("limit", str(MAX_COLUMNS)),)
            raise FileRefused(Problem("too_many_columns", sheet=self._title, found=str(last), facts=facts))
        self._texts += [""] * (column - 1 - len(self._texts))
        self._texts += [text] * times
        if kind is not None:
            self._kinds += [(at, kind) for at in range(column - 1, last)]

    def _span(self, column: int) -> None:
        if not self._chosen or (_COLUMNS_SPANNED not in self._cell and _ROWS_SPANNED not in self._cell):
            return
        wide, high = _times(self._cell, _COLUMNS_SPANNED), _times(self._cell, _ROWS_SPANNED)
        if wide * high > 1 and len(self._book.merged) < MAX_PLACES:
            last = self._row + high - 1
            area = f"{get_column_letter(column)}{self._row}:{get_column_letter(column + wide - 1)}{last}"
            self._book.merged.append((column, self._row, last, area))

    def _content(self) -> tuple[CellKind | None, str]:
        formula, text = self._cell.get(_FORMULA), "".join(self._pieces)
        if len(text) > LONGEST:
            raise FileRefused(Problem("cell_too_long", sheet=self._title, row=self._row))
        if formula is not None:
            shown = formula[formula.find("=") :]
            if _OUTSIDE.search(formula):
                return CellKind.EXTERNAL, shown
            if _TYPE not in self._cell and not self._paragraphs:
                return CellKind.UNSAVED, shown
            if _LOGICAL.fullmatch(formula):
                return CellKind.BOOLEAN, text
        if self._cell.get(_SPECIAL_TYPE) == "error" or (formula is not None and _ERROR.fullmatch(text)):
            return CellKind.ERROR, text
        return self._stored(text)

    def _stored(self, text: str) -> tuple[CellKind | None, str]:
        match self._cell.get(_TYPE):
            case "float" | "percentage" | "currency":
                return CellKind.NUMBER, stored_number(self._cell.get(_VALUE, ""))
            case "date":
                return iso_moment(self._cell.get(_DATE, ""))
            case "time":
                return CellKind.DATE, self._cell.get(_TIME, "")
            case "boolean":
                return CellKind.BOOLEAN, "VERDADERO" if self._cell.get(_TRUTH) == "true" else "FALSO"
        return None, self._cell.get(_STRING, text)[: LONGEST + 1]


def _times(attributes: Mapping[str, str], name: str) -> int:
    """How many times a cell or row is there. Raises FileRefused."""
    text = attributes.get(name)
    if text is None:
        return 1
    _refuse_unless(text.isascii() and text.isdigit() and int(text[:9]) >= 1 and len(text) < 9)
    return int(text)


def _refuse_unless(in_order: bool) -> None:
    if not in_order:
        raise unsafe("una celda o fila no está en su lugar", "a cell or row is out of place")
