"""The sheet `Instrucciones` of a blank workbook: how it is filled in, its columns with an example row, and what the
workbook itself adds."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import STAR, Column
from etl.sheets import INSTRUCTIONS, TOP, fit_row, font, heading, printed_wide, title, widths, write_text
from etl.values import first_words

_WIDTHS = (22, 40, 70, 34, 40)
_LINE_LENGTH = 150
_EXAMPLE_WIDTH = 24
_COLUMN_HEADS = ("Columna", "Título", "Qué se escribe", "Ejemplo", "Palabras admitidas")


def write_instructions(
    book: Workbook, columns: Sequence[Column], steps: Sequence[str], *, examples: Mapping[str, str]
) -> tuple[Worksheet, int]:
    """Write the sheet; gives it with the row at which more may follow. `examples` stand in for a column's own."""
    sheet = book.create_sheet(INSTRUCTIONS)
    title(sheet, "Cómo llenar el reporte")
    lines = [line for number, step in enumerate(steps, start=1) for line in _wrapped(f"{number}. {step}")]
    for row, line in enumerate(lines, start=2):
        write_text(sheet, row, 1, line)
        sheet.cell(row, 1).font = font()
    told = [
        (c.name, titled(c), c.meaning.es, examples.get(c.name, c.example), ", ".join(first_words(c.allowed).values()))
        for c in columns
    ]
    row = listing(sheet, len(lines) + 3, _COLUMN_HEADS, told)
    widths(sheet, _WIDTHS)
    printed_wide(sheet)
    return sheet, row + 1


def _wrapped(text: str) -> list[str]:
    """A long text in lines, each a row: to wrap it across columns they would have to be merged."""
    return textwrap.wrap(text, _LINE_LENGTH, subsequent_indent="    ")


def example_row(sheet: Worksheet, row: int, columns: Sequence[Column], examples: Mapping[str, str]) -> None:
    """A row as it may look when filled in, under the names of its columns."""
    write_text(sheet, row, 1, "Una fila de ejemplo")
    sheet.cell(row, 1).font = font(bold=True)
    names = [column.name for column in columns]
    listing(sheet, row + 1, names, [[examples.get(column.name, column.example) for column in columns]], fit=False)
    widths(sheet, (*_WIDTHS, *(_EXAMPLE_WIDTH,) * (len(columns) - len(_WIDTHS))))
    sheet.print_area = f"A1:{get_column_letter(len(_WIDTHS))}{row - 1}"


def listing(sheet: Worksheet, row: int, head: Sequence[str], rows: Sequence[Sequence[str]], *, fit: bool = True) -> int:
    """A small table from `row` on; gives the row after it."""
    heading(sheet, row, head)
    for below, texts in enumerate(rows, start=row + 1):
        for at, text in enumerate(texts, start=1):
            write_text(sheet, below, at, text)
            sheet.cell(below, at).alignment, sheet.cell(below, at).font = TOP, font()
        if fit:
            fit_row(sheet, below, _WIDTHS)
    return row + len(rows) + 1


def titled(column: Column) -> str:
    """A column's title, with a star where no row, or of what is said once not the first, may leave it blank."""
    return column.title.es + (STAR if column.required or (column.once and column.key) else "")
