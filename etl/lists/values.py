"""Strict reading of a list's cells by the type that their column declares: one reader a column, each cell text read
once however often it stands in the list. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from babel import Locale

from etl.columns import Column, ColumnType
from etl.documents import DocumentType, read_type
from etl.folding import folded
from etl.ruc import read_ruc
from etl.ubigeo import DEPARTMENT, read_department
from etl.values import (
    Numbers,
    ValueRefused,
    clean,
    read_count,
    read_date,
    read_decimal,
    read_quarter,
    read_stored_number,
    read_text,
    read_word,
)
from indicators.plan import Plan, Term

MANY = ";"
FIRST_YEAR = 1990

Read = Callable[[str], Any]


class Memo(dict[str, Any]):
    """What each text of a column reads as. A text that is refused reads as None, and why stands in `refused`; all that
    read as None, blank ones among them, stand in `nothing`.

    It is a dict so that a whole column is looked up at the speed of one; it forgets when it has grown large, for a
    column of free text repeats itself too little for keeping.
    """

    LARGEST = 50_000

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self.refused: dict[str, ValueRefused] = {}
        self.nothing: set[str] = set()

    def __missing__(self, text: str) -> Any:
        value = None
        try:
            cleaned = clean(text)
            value = self._read(cleaned) if cleaned else None
        except ValueRefused as refused:
            self.refused[text] = refused
        if value is None:
            self.nothing.add(text)
        if len(self) >= self.LARGEST:
            self.clear()
        self[text] = value
        return value


def reader_of(
    column: Column,
    plan: Plan,
    types: tuple[DocumentType, ...],
    *,
    numbers: Numbers = Numbers.ES_PE,
    commas: bool = True,
) -> Read:
    """How a clean text of `column` is read. What comes back is hashable; the reader raises ValueRefused. `numbers` is
    how the file is declared to write them, `commas` says that they do not part its cells."""
    simple: dict[ColumnType, Read] = {
        ColumnType.CODE: str,
        ColumnType.QUARTER: read_quarter,
        ColumnType.NUMBER: lambda text: read_decimal(text, numbers=numbers, commas=commas),
        ColumnType.COUNT: lambda text: int(read_count(text, numbers=numbers)),
        ColumnType.DATE: read_date,
        ColumnType.YEAR: read_year,
        ColumnType.COUNTRY: read_country,
        ColumnType.TAXPAYER: read_ruc,
        ColumnType.DOCUMENT_TYPE: lambda text: read_type(text, types).code,
        ColumnType.TEXT: lambda text: read_text(text, max_length=column.max_length),
    }
    if column.type in (ColumnType.WORD, ColumnType.YES_NO):
        return lambda text: read_word(text, column.allowed)
    if column.type is ColumnType.TERM:
        return lambda text: read_term(text, plan, column.listed)
    if column.type is ColumnType.TERMS:
        return lambda text: read_terms(text, plan, column.listed)
    return simple[column.type]


def read_term(text: str, plan: Plan, kind: str) -> str:
    """The code of a term of the plan's list `kind`, by its code, or by its title in either language with or without
    what that says in brackets."""
    listed = [term for term in plan.code_lists if term.kind == kind]
    if kind == DEPARTMENT:
        return read_department(text, listed)
    code = _named(listed).get(folded(text))
    if code is None:
        raise ValueRefused("term_unknown", terms=", ".join(term.title.es for term in listed))
    return code


def read_terms(text: str, plan: Plan, kind: str) -> tuple[str, ...]:
    """The codes of the terms that semicolons part, each once, in the order of their codes. Raises ValueRefused."""
    return tuple(sorted({read_term(part, plan, kind) for part in text.split(MANY) if part.strip()}))


def _named(listed: Sequence[Term]) -> Mapping[str, str]:
    titles = [(title, term.code) for term in listed for title in (term.title.en, term.title.es) if title]
    short = [(title.split(" (")[0], code) for title, code in titles]
    return {folded(name): code for name, code in (*short, *titles, *((term.code, term.code) for term in listed))}


def read_year(text: str) -> int:
    """A year of four digits, not in the far past. Raises ValueRefused."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) >= FIRST_YEAR):
        raise ValueRefused("year_form")
    return int(text)


def read_country(text: str) -> str:
    """The two letters (ISO 3166-1) of a country, from them or from its Spanish or English name. Raises ValueRefused."""
    code = _countries().get(folded(text))
    if code is None:
        raise ValueRefused("country_unknown")
    return code


@cache
def _countries() -> Mapping[str, str]:
    named = {}
    for lang in ("en", "es_PE"):
        for code, name in Locale.parse(lang).territories.items():
            if len(code) == 2 and code.isalpha():
                named[folded(name)] = code
                named[folded(code)] = code
    return named


def stored_number(text: str, column: Column) -> Any:
    """What a number that a workbook stores as one reads as in `column`. Raises ValueRefused."""
    value = read_stored_number(text, whole=column.type is not ColumnType.NUMBER)
    return value if column.type is ColumnType.NUMBER else int(value)
