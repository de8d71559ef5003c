"""The rows of one worksheet as they come, with the kind of each cell: formulas never evaluated, saved results taken.

The part is parsed once, in chunks, and held to its order: each row and each cell once, numbers in plain digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.xml.constants import SHEET_MAIN_NS

from etl.cells import HEADER_WITHIN, MAX_COLUMNS, CellKind, FileRefused
from etl.files.blocks import Extent, Rows
from etl.files.workbook_cells import chunks, iso_moment, parser, sound, stored_number
from etl.files.workbook_parts import unsafe
from etl.files.xlsx_parts import Frame, SheetPart, plain
from etl.problems import Problem

_ROW, _CELL, _VALUE, _FORMULA, _TEXT, _PHONETIC, _COLUMN, _MERGED = (
    f"{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "f", "t", "rPh", "col", "mergeCell")
)
_LETTERS = re.compile("[A-Z]{1,3}", re.ASCII)
_OUTSIDE = re.compile(
    r"\[[0-9]+\]|\[[^\]]+\.xl|WEBSERVICE|FILTERXML|\||IMPORT[A-Z]+\(|IMAGE\(|CALL\(|REGISTER|DDE\(|RTD\(|'?\\\\",
    re.IGNORECASE,
)
_MOST_COLUMNS = 16_384
MAX_MERGED = 10_000  # areas


@dataclass(slots=True)
class SheetRows:
    """A worksheet being read: `hidden_rows` and `merged` grow with the rows, `hidden_columns` stand before them."""

    frame: Frame
    part: SheetPart
    shared: Sequence[str]
    extent: Extent
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Of each merged area its first column, first row and last row, and the area as written."""

    def rows(self) -> Iterator[Rows]:
        """The rows that are not blank, some hundred at a time; a row ends with its last cell. Raises FileRefused."""
        reading = _Reading(self)
        with sound():
            for chunk in chunks(self.frame.archive, self.part.member):
                reading.parser.Parse(chunk, False)
                if reading.numbers:
                    yield reading.taken()
            reading.parser.Parse(b"", True)
        if reading.numbers:
            yield reading.taken()


class _Reading:
    """The state of a parse, whose handlers are called for every element: what is new of the sheet, row and cell."""

    def __init__(self, sheet: SheetRows) -> None:
        self._sheet = sheet
        self._frame = sheet.frame
        self.numbers: list[int] = []
        self._cells: list[list[str]] = []
        self._kinds: dict[tuple[int, int], CellKind] = {}
        self._columns: dict[str, int] = {}
        self._formulas: dict[str, str] = {}
        self._kept = self._filled = 0
        self._row, self._row_text, self._row_hidden = 0, "0", False
        self._texts: list[str] = []
        self._row_kinds: list[tuple[int, CellKind]] = []
        self._in_row = self._in_cell = self._phonetic = False
        self._column = 0
        self._type = self._style = self._value = self._formula = self._inline = self._shares = None  # type: str | None
        self._pieces: list[str] = []
        self._begins: Mapping[str, Callable[[dict[str, str]], None]] = {
            _CELL: self._begin_cell,
            _VALUE: self._begin_text,
            _TEXT: self._begin_text,
            _FORMULA: self._begin_formula,
            _ROW: self._begin_row,
            _PHONETIC: self._begin_phonetic,
            _COLUMN: self._column_run,
            _MERGED: self._merge,
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            _CELL: self._end_cell,
            _VALUE: self._end_value,
            _TEXT: self._end_inline,
            _FORMULA: self._end_formula,
            _ROW: self._end_row,
            _PHONETIC: self._end_phonetic,
        }
        self.parser = parser()
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end

    def taken(self) -> Rows:
        """The rows since the last time."""
        rows = Rows(self.numbers, self._cells, self._kinds)
        self.numbers, self._cells, self._kinds = [], [], {}
        return rows

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        begin = self._begins.get(name)
        if begin is not None:
            begin(attributes)

    def _end(self, name: str) -> None:
        end = self._ends.get(name)
        if end is not None:
            end()

    def _begin_text(self, _attributes: dict[str, str]) -> None:
        if self._in_cell and not self._phonetic:
            self._pieces = []
            self.parser.CharacterDataHandler = self._pieces.append

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self._shares = attributes.get("si") if attributes.get("t") == "shared" else None
        self._begin_text(attributes)

    def _begin_phonetic(self, _attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _ended_text(self) -> str | None:
        """The text that ends here; None where it is no part of a cell."""
        if not self._in_cell or self._phonetic:
            return None
        self.parser.CharacterDataHandler = None
        return "".join(self._pieces)

    def _end_inline(self) -> None:
        text = self._ended_text()
        if text is not None:
            self._inline = text if self._inline is None else self._inline + text

    def _end_value(self) -> None:
        text = self._ended_text()
        if text is not None:
            _refuse_unless(self._value is None)
            self._value = text

    def _end_formula(self) -> None:
        text = self._ended_text()
        if text is not None:
            _refuse_unless(self._formula is None)
            if self._shares is not None:  # the first cell has the formula for all of them
                text = self._formulas.setdefault(self._shares, text) if text else self._formulas.get(self._shares, "")
            self._formula = text

    def _begin_row(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        before = self._row
        self._row = int(place) if place else before + 1
        _refuse_unless(self._row > before and not self._in_row)
        self._row_text, self._texts, self._row_kinds = str(self._row), [], []
        self._in_row, self._column = True, 0
        self._row_hidden = attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("ht"))

    def _end_row(self) -> None:
        self._in_row = False
        texts, index, number = self._texts, len(self.numbers), self._row
        if not self._row_kinds and not any(map(str.strip, texts)):
            return
        self._kept += 1
        self._filled += len(texts)
        extent = self._sheet.extent
        if max(self._kept, number) > extent.rows + HEADER_WITHIN or self._filled > extent.cells:
            raise FileRefused(_too_many("too_many_rows", self._sheet.part.title, number, extent.rows))
        if self._row_hidden:
            self._sheet.hidden_rows.append(number)
        for column, kind in self._row_kinds:
            self._kinds[index, column] = kind
        self.numbers.append(number)
        self._cells.append(texts)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place, before = attributes.get("r"), self._column
        if place is None:
            self._column = before + 1
        else:
            letters = place.removesuffix(self._row_text)
            column = self._columns.get(letters)
            if column is None:
                _refuse_unless(bool(_LETTERS.fullmatch(letters)))
                column = self._columns[letters] = column_index_from_string(letters)
            self._column = column
        _refuse_unless(before < self._column <= _MOST_COLUMNS and self._in_row and not self._in_cell)
        self._in_cell = True
        self._type, self._style = attributes.get("t"), attributes.get("s")
        self._value = self._formula = self._inline = None

    def _end_cell(self) -> None:
        self._in_cell = False
        kind, text = self._content()
        if kind is None and not text:
            return
        column = self._column
        if column > MAX_COLUMNS:
            raise FileRefused(_too_many("too_many_columns", self._sheet.part.title, column, MAX_COLUMNS))
        texts = self._texts
        if missing := column - 1 - len(texts):
            texts.extend([""] * missing)
        texts.append(text)
        if kind is not None:
            self._row_kinds.append((column - 1, kind))

    def _content(self) -> tuple[CellKind | None, str]:
        formula = self._formula
        if formula is None:
            return self._stored()
        if _OUTSIDE.search(formula):
            return CellKind.EXTERNAL, f"={formula}"
        kind, text = self._stored()
        if kind is None and not text and (self._type != "str" or self._value is None):
            return CellKind.UNSAVED, f"={formula}"
        return (CellKind.ERROR, text) if kind is None and text in ERROR_CODES else (kind, text)

    def _stored(self) -> tuple[CellKind | None, str]:
        kind, value = self._type, self._value
        if kind == "inlineStr":
            return None, plain(self._inline or "")
        if not value:
            return None, ""
        if kind == "s":
            return None, self._sheet.shared[int(stored_number(value))]
        if kind is None or kind == "n":
            if self._frame.is_dated(self._style):
                return self._frame.dated(stored_number(value), self._style or "0")
            return CellKind.NUMBER, stored_number(value)
        if kind == "b":
            return CellKind.BOOLEAN, "VERDADERO" if int(stored_number(value)) else "FALSO"
        if kind == "e":
            return CellKind.ERROR, plain(value)
        if kind == "d":
            return iso_moment(value)
        _refuse_unless(kind == "str")
        return None, plain(value)

    def _column_run(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true") or _is_zero(attributes.get("width")):
            self._sheet.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))

    def _merge(self, attributes: dict[str, str]) -> None:
        area = attributes.get("ref", "")
        left, top, _, bottom = (edge or 1 for edge in range_boundaries(area))
        self._sheet.merged.append((left, top, bottom, area))
        if len(self._sheet.merged) > MAX_MERGED:
            raise unsafe("combina demasiadas celdas", "it merges too many cells")


def _is_zero(measure: str | None) -> bool:
    return measure is not None and float(measure) == 0


def _too_many(code: str, sheet: str, found: int, limit: int) -> Problem:
    return Problem(code, sheet=sheet, found=str(found), facts=(("limit", str(limit)),))


def _refuse_unless(in_order: bool) -> None:
    if not in_order:
        raise unsafe("una celda o fila está dos veces o fuera de orden", "a cell or row is there twice or out of order")
