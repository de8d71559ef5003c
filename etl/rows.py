"""From a `Table` to typed rows: matches the header with the declared columns, then reads cell by cell.

Every cell that cannot be read becomes a problem; reading goes on with the next.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher

from etl.cells import Cell, CellKind, Table, header_name
from etl.columns import BESIDE, STAR, Column, ColumnType, Words
from etl.problems import Problem
from etl.ubigeo import read_department
from etl.values import (
    Numbers,
    ValueRefused,
    character_name,
    clean,
    read_count,
    read_date,
    read_decimal,
    read_quarter,
    read_stored_number,
    read_text,
    read_word,
)
from indicators.periods import Quarter
from indicators.plan import Term

_PERSONAL_COLUMNS = (
    "dni", "documento", "carne", "pasaporte", "ce", "nombre", "nombres", "apellido", "apellidos", "persona",
    "participante", "telefono", "celular", "correo", "email", "e-mail", "nacimiento", "firma", "huella", "foto",
    "name", "surname", "phone", "passport",
)  # fmt: skip
_KINDS = {
    CellKind.TEXT: Words("un texto", "text"),
    CellKind.NUMBER: Words("un número", "a number"),
    CellKind.BOOLEAN: Words("un valor lógico", "a logical value"),
    CellKind.DATE: Words("una fecha", "a date"),
}
_WANTED = {
    ColumnType.CODE: Words("un código escrito como texto", "a code written as text"),
    ColumnType.QUARTER: Words("un trimestre como 2026-T3", "a quarter like 2026-T3"),
    ColumnType.WORD: Words("una palabra de la lista", "a word of the list"),
    ColumnType.NUMBER: Words("un número", "a number"),
    ColumnType.DATE: Words("una fecha", "a date"),
    ColumnType.YES_NO: Words("«sí» o «no»", "“sí” or “no”"),
    ColumnType.TEXT: Words("un texto", "text"),
    ColumnType.COUNT: Words("un número entero", "a whole number"),
    ColumnType.YEAR: Words("un año", "a year"),
    ColumnType.TERM: Words("un término de la lista", "a term of the list"),
    ColumnType.TERMS: Words("términos de la lista, separados por «;»", "terms of the list, parted by “;”"),
    ColumnType.COUNTRY: Words("un país", "a country"),
    ColumnType.TAXPAYER: Words("un número de RUC", "a taxpayer's number"),
    ColumnType.DOCUMENT_TYPE: Words("un tipo de documento", "a type of document"),
    ColumnType.DOCUMENT_NUMBER: Words("el número de un documento", "the number of a document"),
}
# The kinds that a column takes besides text, which every column reads strictly: a date or a number is never a quarter,
# but which one it lies in can be said.
_ALSO = {
    ColumnType.QUARTER: {CellKind.DATE, CellKind.NUMBER},
    ColumnType.NUMBER: {CellKind.NUMBER},
    ColumnType.DATE: {CellKind.DATE},
    ColumnType.TEXT: {CellKind.NUMBER},
    ColumnType.CODE: {CellKind.NUMBER},
    ColumnType.COUNT: {CellKind.NUMBER},
    ColumnType.YEAR: {CellKind.NUMBER},
    ColumnType.TAXPAYER: {CellKind.NUMBER},
    ColumnType.DOCUMENT_NUMBER: {CellKind.NUMBER},
}


def nearest(text: str, candidates: Iterable[str]) -> str:
    """The candidate most like `text`; a dash where there is none."""
    listed = sorted(candidates)
    return max(listed, key=lambda known: SequenceMatcher(None, text.casefold(), known.casefold()).ratio(), default="—")


def foreign_character(code: str) -> str:
    """The first character of `code` that is not ASCII, by name; empty where all are."""
    return next((character_name(c) for c in code if not c.isascii()), "")


def foreign_letter(text: str) -> str:
    """The first letter of `text` that is not of the Latin alphabet, by name; empty where all are."""
    letters = (c for c in text if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN "))
    return next((character_name(c) for c in letters), "")


class RowReader:
    """Reads the cells of one row by column name and gathers the problems it meets."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        cells: Mapping[str, Cell],
        *,
        sheet: str,
        commas: bool = True,
        numbers: Numbers = Numbers.ES_PE,
    ) -> None:
        self._columns = columns
        self._commas = commas
        self._numbers = numbers
        self._sheet = sheet
        self.cells = cells
        self.problems: list[Problem] = []

    def type_of(self, name: str) -> ColumnType:
        """What the cells of a column hold."""
        return self._columns[name].type

    def text(self, name: str) -> str:
        """A text, a code or the raw words of a cell; empty where blank or refused."""
        column = self._columns[name]
        text = self._cleaned(name)
        try:
            return read_text(text, max_length=column.max_length) if text else ""
        except ValueRefused as refused:
            self._refuse(name, refused)
            return ""

    def code(self, name: str) -> str:
        """A code as written; empty where blank or refused."""
        return self._cleaned(name)

    def quarter(self, name: str) -> Quarter | None:
        """A quarter; None where blank or refused."""
        text = self._cleaned(name)
        try:
            return read_quarter(text) if text else None
        except ValueRefused as refused:
            self._refuse(name, refused)
            return None

    def word(self, name: str) -> str:
        """The code of one of the column's words; empty where blank or refused."""
        text = self._cleaned(name)
        try:
            return read_word(text, self._columns[name].allowed) if text else ""
        except ValueRefused as refused:
            self._refuse(name, refused)
            return ""

    def department(self, name: str, listed: Sequence[Term]) -> str:
        """The code by which `listed`, the plan's list, has a department; empty where blank or refused."""
        text = self._cleaned(name)
        try:
            return read_department(text, listed) if text else ""
        except ValueRefused as refused:
            self._refuse(name, refused)
            return ""

    def date(self, name: str) -> date | None:
        """A date; None where blank or refused."""
        text = self._cleaned(name)
        try:
            return read_date(text) if text else None
        except ValueRefused as refused:
            self._refuse(name, refused)
            return None

    def number(self, name: str, *, whole: bool) -> Decimal | None:
        """A number, `whole` for a count; None where blank or refused."""
        text = self._cleaned(name)
        if not text:
            return None
        try:
            if self.cells[name].kind is CellKind.NUMBER:
                return read_stored_number(text, whole=whole)
            if whole:
                return read_count(text, numbers=self._numbers)
            return read_decimal(text, numbers=self._numbers, commas=self._commas)
        except ValueRefused as refused:
            self._refuse(name, refused)
            return None

    def _cleaned(self, name: str) -> str:
        """The cell's text without what cannot be seen; empty where it is blank or not of a kind for the column."""
        cell, column = self.cells.get(name), self._columns[name]
        if cell is None or cell.blank:
            if column.required:
                facts = {"meaning_es": column.meaning.es, "meaning_en": column.meaning.en}
                self._refuse(name, ValueRefused("required", **facts))
            return ""
        trouble = kind_trouble(cell, column)
        try:
            if trouble:
                raise trouble
            return clean(cell.text)
        except ValueRefused as refused:
            self._refuse(name, refused)
            return ""

    def _refuse(self, name: str, refused: ValueRefused) -> None:
        self.problems.append(problem_at(self.cells, name, refused.code, sheet=self._sheet, facts=refused.facts))


def problem_at(
    cells: Mapping[str, Cell], name: str, code: str, *, sheet: str, facts: Mapping[str, str] | None = None
) -> Problem:
    """A problem at the cell of the column `name`, or at the row where the file lacks that column."""
    here = cells.get(name)
    row = here.row if here else next(iter(cells.values())).row
    return Problem(
        code,
        sheet=sheet,
        row=row,
        letter=here.letter if here else "",
        column=name,
        found=here.text if here else "",
        facts=tuple(sorted((facts or {}).items())),
    )


def kind_trouble(cell: Cell, column: Column) -> ValueRefused | None:
    """Why a cell is not of a kind that `column` takes; None where it is."""
    by_kind = {
        CellKind.ERROR: "cell_error",
        CellKind.UNSAVED: "formula_unsaved",
        CellKind.EXTERNAL: "formula_external",
    }
    if cell.kind in by_kind:
        return ValueRefused(by_kind[cell.kind])
    if cell.kind is CellKind.TEXT or cell.kind in _ALSO.get(column.type, set()):
        return None
    kind, wanted = _KINDS[cell.kind], _WANTED[column.type]
    return ValueRefused("wrong_kind", kind_es=kind.es, kind_en=kind.en, wanted_es=wanted.es, wanted_en=wanted.en)


def readers(
    table: Table, columns: Sequence[Column], *, numbers: Numbers = Numbers.ES_PE
) -> tuple[list[RowReader], list[Problem]]:
    """A reader for each row, and the problems of the header; no readers where a column is missing or there twice.
    `numbers` is how the file is declared to write them."""
    problems = list(header_problems(table.sheet, table.header, columns))
    problems += _nameless(table)
    if any(problem.code in ("column_missing", "column_twice") for problem in problems):
        return [], problems
    if not table.rows:
        return [], [*problems, Problem("no_rows", sheet=table.sheet, row=table.header[0].row)]
    by_name = {column.name: column for column in columns}
    places = {header_name(cell): at for at, cell in enumerate(table.header) if header_name(cell) in by_name}
    made = [
        RowReader(
            by_name,
            {name: row[at] for name, at in places.items()},
            sheet=table.sheet,
            commas=not table.semicolons,
            numbers=numbers,
        )
        for row in table.rows
    ]
    return made, [*problems, *_rows_above(table, columns, places)]


def _rows_above(table: Table, columns: Sequence[Column], places: Mapping[str, int]) -> Iterator[Problem]:
    """Rows above the header that are no title: two or more of the cells that every row needs are filled, by other
    words than the column's own."""
    needed = [column for column in columns if column.required]
    for row in table.above:
        cells = [(row[places[column.name]], column) for column in needed if places[column.name] < len(row)]
        said = [(cell.text.strip().removesuffix(STAR), column) for cell, column in cells if not cell.blank]
        own = sum(text not in (c.name, c.title.es, c.title.en) for text, c in said)
        if own > 1:
            yield Problem("row_above_header", sheet=table.sheet, row=row[0].row, found=cells[0][0].text)


def header_problems(sheet: str, header: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Problem]:
    """Names of the header that are unknown or stand there twice, and declared columns that are missing."""
    names = [column.name for column in columns]
    found = [header_name(cell) for cell in header]
    for at, (cell, name) in enumerate(zip(header, found, strict=True)):
        if cell.blank:
            continue
        if name in found[:at]:
            yield Problem("column_twice", sheet=sheet, row=cell.row, letter=cell.letter, found=name)
        elif name not in (*names, BESIDE):
            yield _unknown_column(sheet, cell, name, names)
    for column in columns:
        if column.name not in found and not column.optional_header:
            yield Problem("column_missing", sheet=sheet, row=header[0].row, found=column.name)


def _nameless(table: Table) -> Iterator[Problem]:
    """Columns that hold something under no name."""
    for at, cell in enumerate(table.header):
        if cell.blank and any(not row[at].blank for row in table.rows):
            yield Problem("column_blank", sheet=table.sheet, row=cell.row, letter=cell.letter)


def _unknown_column(sheet: str, cell: Cell, name: str, names: Sequence[str]) -> Problem:
    bare = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if unicodedata.category(c) != "Mn")
    personal = any(word in _PERSONAL_COLUMNS for word in bare.replace("_", " ").split())
    return Problem(
        "personal_column" if personal else "column_unknown",
        sheet=sheet,
        row=cell.row,
        letter=cell.letter,
        found=name,
        facts=() if personal else (("nearest", nearest(name, names)),),
    )
