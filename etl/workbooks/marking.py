"""A steward's own file back as a workbook whose cells say what is wrong with them. Pure: bytes in, bytes out.

A workbook keeps what it holds, its own comments and colours too (not pictures and charts, which its library leaves
out): marks are rules of conditional format and parts of comments that can be told by a word of ours, so that marking
again takes the old ones off first. Any other file goes back as a new workbook with the same table. The reader takes no
notice of any of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from etl.cells import Cell, CellKind, FileRefused, Table, header_at, text_cell
from etl.columns import Words
from etl.files.blocks import Extent
from etl.files.readers import is_open_document, read_table
from etl.files.xlsx_files import opened
from etl.grouping import cell_range
from etl.problems import Problem
from etl.sheets import AS_TEXT, PROBLEMS, write_text
from etl.workbooks.marked_list import ERROR, ERROR_FILL, ERROR_INK, WARNING, WARNING_FILL, WARNING_INK, write_list
from etl.workbooks.marked_list import TITLE as LIST_TITLE

# Larger ones are better corrected in the list of problems: a workbook is held whole, and written whole.
EXTENT = Extent(rows=20_000, cells=700_000, unpacked=64 * 1024 * 1024, scanned=True, tags=2_500_000)
MAX_COMMENTED = 500
MAX_IN_COMMENT = 6
HEADER_ROWS = 50
AUTHOR = "NAP"
BEGINS = "▶ Revisión NAP"  # what of a comment is ours begins so
_RULE = '"revisión NAP"<>""'  # always true, and nobody else's
_REMEDY = Words("Qué hacer", "What to do")
_REST = Words("Y {count} más: vea la hoja «{sheet}».", "And {count} more: see the sheet “{sheet}”.")
# Refused in a CSV file alone: unless such a text is made to ask, the workbook would take it as it stands.
_ONLY_IN_CSV = frozenset({"number_comma"})
_ZIP = b"PK\x03\x04"
_WIDTH, _LINE_HEIGHT, _LINE_LENGTH = 340, 18, 48


class NotMarked(ValueError):
    """There is no marked copy of the file; `reason` is `unreadable` or `too_large`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Place = tuple[str, int, int]
"""Sheet, row and column of a cell."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A problem at its cell; a warning asks for confirmation only."""

    problem: Problem
    kind: Words


def marked(
    content: bytes,
    problems: Sequence[Problem],
    *,
    sheet: str,
    names: Sequence[str],
    warnings: Sequence[Problem] = (),
    lang: str = "es",
) -> bytes:
    """The file as a workbook (XLSX) with `problems` and `warnings` at its cells and listed on a first sheet.

    `sheet` is the job's and `names` are those of its header, as the file was read. Raises NotMarked.
    """
    book, chosen = _book(content, problems, sheet=sheet, names=names)
    problems, warnings = (tuple(_at_home(found, chosen)) for found in (problems, warnings))
    for one in book.worksheets:
        _unmark(one)
    header = _header_row(chosen, names) if chosen else 1
    marks: dict[Place, list[_Mark]] = {}
    for kind, found in ((ERROR, problems), (WARNING, warnings)):
        for problem in found:
            if (at := _cell_of(problem, book, header)) is not None:
                marks.setdefault(at, []).append(_Mark(problem, kind))
    _colour(book, marks)
    _comment(book, marks, lang)
    listed = _list_sheet(book)
    write_list(
        listed, problems, warnings, about=sheet, cells=lambda problem: _cell_of(problem, book, header), lang=lang
    )
    _show_first(book, listed)
    book.calculation.fullCalcOnLoad = True  # results of formulas are not written: they are made when it is opened
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _book(
    content: bytes, problems: Sequence[Problem], *, sheet: str, names: Sequence[str]
) -> tuple[Workbook, Worksheet | None]:
    """The workbook to mark, and its sheet of the job where it has one."""
    try:
        if content.startswith(_ZIP) and not is_open_document(io.BytesIO(content)):
            book = opened(content, EXTENT)
            chosen = next((s for s in book.worksheets if s.title.strip().casefold() == sheet.casefold()), None)
            if any(s.max_row * s.max_column > EXTENT.cells for s in book.worksheets):
                raise NotMarked("too_large")
            return book, chosen
        table = read_table(content, sheet=sheet, names=names)
    except FileRefused:
        raise NotMarked("unreadable") from None
    if len(table.rows) * len(table.header) > EXTENT.cells:
        raise NotMarked("too_large")
    return _retold(table, problems, sheet)


def _retold(table: Table, problems: Sequence[Problem], sheet: str) -> tuple[Workbook, Worksheet]:
    """A new workbook of the table, each row where the file has it; a text stays a text, be it a number or a formula."""
    book = Workbook()
    made = book.worksheets[0]
    made.title = sheet
    doubtful = {(problem.row, problem.letter) for problem in problems if problem.code in _ONLY_IN_CSV}
    for row in (*table.above, table.header, *table.rows):
        for cell in row:
            asking = (cell.row, cell.letter) in doubtful
            _write(made, replace(cell, text=f"¿{cell.text.strip()}?") if asking else cell)
    for at in range(1, len(table.header) + 1):
        made.column_dimensions[get_column_letter(at)].width = 18
    made.freeze_panes = f"A{table.header[0].row + 1}"
    return book, made


def _write(sheet: Worksheet, cell: Cell) -> None:
    if cell.blank:
        return
    at = column_index_from_string(cell.letter)
    match cell.kind:
        case CellKind.NUMBER:
            sheet.cell(cell.row, at).value = Decimal(cell.text)
        case CellKind.DATE if len(cell.text) == len("2026-09-30"):
            sheet.cell(cell.row, at).value = date.fromisoformat(cell.text)
        case _:
            write_text(sheet, cell.row, at, cell.text)
            sheet.cell(cell.row, at).number_format = AS_TEXT


def _at_home(problems: Iterable[Problem], chosen: Worksheet | None) -> Iterator[Problem]:
    """The problems with the sheet that they are about, also where the file has none."""
    for problem in problems:
        yield problem if problem.sheet or chosen is None else replace(problem, sheet=chosen.title)


def _header_row(sheet: Worksheet, names: Sequence[str]) -> int:
    """The row of the header, by the reader's rule; the first one where there is none."""
    rows = [
        [text_cell(str(cell.value), cell.row) for cell in cells if cell.value is not None]
        for cells in sheet.iter_rows(max_row=min(sheet.max_row, HEADER_ROWS))
    ]
    filled = [row for row in rows if row]
    at = header_at(filled, names)
    return filled[at][0].row if at is not None else 1


def _cell_of(problem: Problem, book: Workbook, header: int) -> Place | None:
    """Sheet, row and column of its cell: of a problem of a row the row's first cell, of a sheet the header's."""
    sheet = next((s for s in book.worksheets if s.title == problem.sheet), None)
    if sheet is None:
        return None
    row = problem.row or header
    column = column_index_from_string(problem.letter) if problem.letter else 1
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            row, column = area.min_row, area.min_col
    return sheet.title, row, column


def _colour(book: Workbook, marks: Mapping[Place, Sequence[_Mark]]) -> None:
    """A rule of conditional format over the cells with an error and one over those with a warning alone."""
    for sheet in book.worksheets:
        errors: list[tuple[int, int]] = []
        warnings: list[tuple[int, int]] = []
        for (title, row, column), found in marks.items():
            if title == sheet.title:
                (errors if any(mark.kind is ERROR for mark in found) else warnings).append((column, row))
        for cells, fill, ink in ((errors, ERROR_FILL, ERROR_INK), (warnings, WARNING_FILL, WARNING_INK)):
            if cells:
                sheet.conditional_formatting.add(_ranges(cells), _rule(fill, ink))


def _rule(fill: str, ink: str) -> Rule:
    look = DifferentialStyle(
        font=Font(bold=True, color=ink),
        fill=PatternFill("solid", bgColor=fill, fgColor=fill),
        border=Border(*(Side(style="thin", color=ink),) * 4),
    )
    return Rule(type="expression", dxf=look, formula=[_RULE])


def _ranges(cells: Iterable[tuple[int, int]]) -> str:
    """Cells, each column and row, as ranges down the columns: `F12:F1011 F1040 G3`."""
    runs: list[tuple[int, int, int]] = []
    for column, row in sorted(cells):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    return " ".join(cell_range(get_column_letter(column), first, last) for column, first, last in runs)


def _comment(book: Workbook, marks: Mapping[Place, Sequence[_Mark]], lang: str) -> None:
    """What is wrong and what to do beside the first cells that are marked, after what the steward wrote there."""
    for title, row, column in sorted(marks)[:MAX_COMMENTED]:
        cell = book[title].cell(row, column)
        own = f"{cell.comment.text.rstrip()}\n\n" if cell.comment else ""
        text = own + _said(marks[title, row, column], lang)
        lines = sum(1 + len(line) // _LINE_LENGTH for line in text.splitlines())
        by = cell.comment.author if cell.comment else AUTHOR
        cell.comment = Comment(text, by, width=_WIDTH, height=_LINE_HEIGHT * (lines + 1))


def _said(marks: Sequence[_Mark], lang: str) -> str:
    parts = [
        f"{mark.kind.of(lang)}: {mark.problem.message(lang)}\n{_REMEDY.of(lang)}: {mark.problem.remedy(lang)}"
        for mark in marks[:MAX_IN_COMMENT]
    ]
    if (rest := len(marks) - MAX_IN_COMMENT) > 0:
        parts.append(_REST.of(lang).format(count=rest, sheet=PROBLEMS))
    return "\n\n".join([BEGINS, *parts])


def _unmark(sheet: Worksheet) -> None:
    """Take off what an earlier marking put there."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.comment is not None and BEGINS in cell.comment.text:
                own = cell.comment.text.partition(BEGINS)[0].rstrip()
                cell.comment = Comment(own, cell.comment.author) if own else None
    kept = ConditionalFormattingList()
    for rules in sheet.conditional_formatting:
        for rule in rules.rules:
            if rule.formula != [_RULE]:
                kept.add(str(rules.sqref), rule)
    sheet.conditional_formatting = kept


def _list_sheet(book: Workbook) -> Worksheet:
    """A new first sheet for the list, in place of that of an earlier marking. A sheet of the steward's own that has its
    name is left as it is."""
    for sheet in book.worksheets:
        if sheet.title.startswith(PROBLEMS) and sheet.cell(1, 1).value in (LIST_TITLE.es, LIST_TITLE.en):
            book.remove(sheet)
    listed: Worksheet = book.create_sheet(PROBLEMS, 0)
    return listed


def _show_first(book: Workbook, first: Worksheet) -> None:
    """Open at `first`; no other sheet stays chosen, or what is typed in one would go into both."""
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is first
    book.active = 0
