"""What the workbooks that we make have in common: the names of their sheets, their colours, and text that stays text.

A reader passes over our own sheets by their names, however they look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

INSTRUCTIONS, LISTS, BACKGROUND, PROBLEMS = "Instrucciones", "Listas", "Antecedentes", "Problemas"
OWN_SHEETS = frozenset({INSTRUCTIONS, LISTS, BACKGROUND, PROBLEMS})

INK, QUIET = "1F2A37", "6B7280"
HEAD = PatternFill("solid", fgColor="1F4E5F")
GIVEN = PatternFill("solid", fgColor="F3F4F6")
LINE = Border(*(Side(style="thin", color="C7CDD4"),) * 4)
TOP = Alignment(vertical="top", wrap_text=True)
AS_TEXT = "@"
# What XML cannot hold, and what its readers take for a code point written out.
_UNSTORABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_HEIGHT = 15
LONGEST = 32_767  # characters of a cell


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put `text` into a cell as text, also where it begins like a formula; what XML cannot hold as its code point."""
    if not text:
        return  # a cell that says it is a text and holds none is no sound one
    storable = _UNSTORABLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)[:LONGEST]
    cell = sheet.cell(row, column, storable)
    cell.data_type = "s"


def font(*, size: float = 11, bold: bool = False, color: str = INK, underline: bool = False) -> Font:
    """The type of our workbooks. A font that is not named is whatever the program likes."""
    return Font(name="Calibri", size=size, bold=bold, color=color, underline="single" if underline else None)


def title(sheet: Worksheet, text: str) -> None:
    """The sheet's title, in its first cell."""
    write_text(sheet, 1, 1, text)
    sheet.cell(1, 1).font = font(bold=True, size=14)


def heading(sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    """A row of headings."""
    for at, text in enumerate(names, start=1):
        write_text(sheet, row, at, text)
        sheet.cell(row, at).font, sheet.cell(row, at).fill = font(bold=True, color="FFFFFF"), HEAD
        sheet.cell(row, at).alignment = Alignment(vertical="center", wrap_text=True)


def fit_row(sheet: Worksheet, row: int, wanted: Sequence[float]) -> None:
    """The height in which the row's wrapped texts have room, columns being so wide: not every program finds it out."""
    lines = max(_lines(sheet.cell(row, at).value, width) for at, width in enumerate(wanted, start=1))
    sheet.row_dimensions[row].height = LINE_HEIGHT * lines


def _lines(text: object, width: float) -> int:
    return sum(1 + int(len(line) // width) for line in str(text or "").splitlines()) or 1


def printed_wide(sheet: Worksheet) -> None:
    """Printed on A4 across, as wide as the page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def widths(sheet: Worksheet, wanted: Sequence[float]) -> None:
    """The widths of the first columns, in characters."""
    for at, width in enumerate(wanted, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
