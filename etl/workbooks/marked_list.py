"""The first sheet of a workbook that goes back marked: all that is wrong with it, grouped, with links to the cells.

The reader passes over it by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import Words
from etl.grouping import Group, cell_range, grouped
from etl.problems import Problem, how_many, shown
from etl.sheets import LINE, QUIET, TOP, fit_row, font, heading, printed_wide, title, widths, write_text

ERROR_FILL, ERROR_INK = "F9CFC9", "8C1D18"
WARNING_FILL, WARNING_INK = "CFE2F8", "12457E"
FIRST_ROW = 6
MAX_RUNS = 12
MAX_VALUES = 6
TITLE = Words("Problemas del archivo", "Problems of the file")
ERROR, WARNING = Words("Error", "Error"), Words("Aviso", "Warning")

_ERRORS = Words("{count:,} por corregir", "{count:,} to correct")
_WARNINGS = Words("{count:,} por confirmar", "{count:,} to confirm")
_STEPS = Words(
    "Corrija las celdas en la hoja «{sheet}» y guarde: este mismo libro se vuelve a cargar. Ni esta hoja ni los "
    "comentarios se leen.",
    "Correct the cells in the sheet “{sheet}” and save: this same workbook is loaded again. Neither this sheet nor the "
    "comments are read.",
)
_KEY = Words(
    "Error (rojo): hay que corregirlo. Aviso (azul): si el dato es correcto, se confirma al dar la conformidad.",
    "Error (red): has to be corrected. Warning (blue): where the value is right it is confirmed on approval.",
)
_HEADINGS = tuple(
    Words(*pair)
    for pair in (
        ("Qué es", "Kind"),
        ("Celdas", "Cells"),
        ("Columna", "Column"),
        ("Veces", "Times"),
        ("Qué pasa", "What is wrong"),
        ("Qué hacer", "What to do"),
        ("Se encontró", "Found"),
    )
)
_WIDTHS = (9, 24, 20, 8, 58, 58, 30)
_WHOLE = Words("todo el archivo", "the whole file")
_MORE = Words("y más", "and more")
_LINK = "0B57A4"

Cells = Callable[[Problem], tuple[str, int, int] | None]
"""Where a problem is marked: sheet, row and column; None where it has no cell."""


def write_list(
    sheet: Worksheet, problems: Sequence[Problem], warnings: Sequence[Problem], *, about: str, cells: Cells, lang: str
) -> None:
    """Write what is wrong with the sheet named `about`, errors first."""
    title(sheet, TITLE.of(lang))
    counts = [(words, how_many(found)) for words, found in ((_ERRORS, problems), (_WARNINGS, warnings)) if found]
    write_text(sheet, 2, 1, " · ".join(words.of(lang).format(count=count) for words, count in counts))
    write_text(sheet, 3, 1, _STEPS.of(lang).format(sheet=about))
    write_text(sheet, 4, 1, _KEY.of(lang))
    for row in (2, 3, 4):
        sheet.cell(row, 1).font = font(color=QUIET, bold=row == 2)
    heading(sheet, FIRST_ROW - 1, [words.of(lang) for words in _HEADINGS])
    lines = [(ERROR, group) for group in grouped(problems)] + [(WARNING, group) for group in grouped(warnings)]
    for row, (kind, group) in enumerate(lines, start=FIRST_ROW):
        _line(sheet, row, group, kind=kind, cells=cells, lang=lang)
    widths(sheet, _WIDTHS)
    _settle(sheet, last=FIRST_ROW + len(lines) - 1)


def _line(sheet: Worksheet, row: int, group: Group, *, kind: Words, cells: Cells, lang: str) -> None:
    first = group.first
    values = (
        kind.of(lang),
        _places(group, lang),
        first.column or first.letter,
        f"{group.count:,}",
        first.message(lang),
        first.remedy(lang),
        _found(group, lang),
    )
    for at, text in enumerate(values, start=1):
        write_text(sheet, row, at, text)
        cell = sheet.cell(row, at)
        cell.alignment, cell.border, cell.font = TOP, LINE, font()
    kind_cell = sheet.cell(row, 1)
    fill, ink = (ERROR_FILL, ERROR_INK) if kind is ERROR else (WARNING_FILL, WARNING_INK)
    kind_cell.fill, kind_cell.font = PatternFill("solid", fgColor=fill), font(bold=True, color=ink)
    sheet.cell(row, 4).alignment = Alignment(vertical="top", horizontal="center")
    if (target := _target(group, cells)) is not None:
        linked = sheet.cell(row, 2)
        linked.hyperlink = Hyperlink(ref=linked.coordinate, location=target, tooltip=target)
        linked.font = font(color=_LINK, underline=True)
    fit_row(sheet, row, _WIDTHS)


def _places(group: Group, lang: str) -> str:
    """`F12:F1011, F1040`; of a problem without a cell, that it is of the whole file."""
    first = group.first
    if not first.row:
        return _WHOLE.of(lang)
    if not first.letter:
        return first.place(lang)
    runs = [cell_range(first.letter, *run) for run in group.runs]
    unlisted = len(runs) > MAX_RUNS or any(problem.more for problem in group.problems)
    return ", ".join(runs[:MAX_RUNS]) + (f" {_MORE.of(lang)}" if unlisted else "")


def _target(group: Group, cells: Cells) -> str | None:
    """What the link selects: the first run of cells."""
    at = cells(group.first)
    if at is None:
        return None
    sheet, row, column = at
    last = group.runs[0][1] if group.first.letter and group.first.row else row
    return f"{quote_sheetname(sheet)}!{cell_range(get_column_letter(column), row, last)}"


def _found(group: Group, lang: str) -> str:
    found = list(dict.fromkeys(shown(problem.found) for problem in group.problems if problem.found))
    return "\n".join([*found[:MAX_VALUES], *([_MORE.of(lang)] if len(found) > MAX_VALUES else [])])


def _settle(sheet: Worksheet, *, last: int) -> None:
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.auto_filter.ref = f"A{FIRST_ROW - 1}:G{last}"
    printed_wide(sheet)
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
