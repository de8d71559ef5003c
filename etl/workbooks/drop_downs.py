"""What a workbook offers at its cells: words and codes to choose from, numbers it takes, and a hint. The job checks all
of it again.

Lists stand on the sheet `Listas` and are called by a name of the workbook: a reference to another sheet in a drop-down
is put by Excel where other programs do not find it, a name never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.columns import Column
from etl.sheets import LISTS, font, write_text
from etl.values import LARGEST

LONGEST_WRITTEN = 250  # characters of a list that is written into the drop-down itself
_WIDTH = 22


class Lists:
    """The sheet of lists, one a column, each with its name in the workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet = book.create_sheet(LISTS)
        self._used = 0

    def add(self, title: str, values: Sequence[str]) -> str:
        """Write a list under `title`; gives the name by which a drop-down calls it."""
        self._used += 1
        letter, name = get_column_letter(self._used), f"lista_{self._used}"
        write_text(self._sheet, 1, self._used, title)
        self._sheet.cell(1, self._used).font = font(bold=True)
        for row, value in enumerate(values, start=2):
            write_text(self._sheet, row, self._used, value)
        self._sheet.column_dimensions[letter].width = _WIDTH
        place = f"{LISTS}!${letter}$2:${letter}${max(2, len(values) + 1)}"
        self._book.defined_names[name] = DefinedName(name, attr_text=place)
        return name


def offer(
    sheet: Worksheet, cells: Iterable[str], formula: str, *, column: Column | None = None, only: bool = True
) -> None:
    """A drop-down at `cells` of what `formula` names; without `only` anything else may be written too."""
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=only)
    if column is not None:
        hint(choice, column, "Elija una de las palabras de la lista.")
        choice.showErrorMessage = only
    _add(sheet, choice, cells)


def written(words: Iterable[str]) -> str:
    """The formula of a list that stands in the drop-down itself."""
    return f'"{",".join(words)}"'


def fits(words: Sequence[str]) -> bool:
    """Whether a list can stand in the drop-down itself: short, and no word with the comma that parts them."""
    return len(",".join(words)) <= LONGEST_WRITTEN and not any("," in word or '"' in word for word in words)


def numbers(sheet: Worksheet, cells: Iterable[str], *, column: Column, whole: bool) -> None:
    """Whole numbers from zero on, or decimals, at `cells`."""
    if whole:
        choice = DataValidation(type="whole", operator="between", formula1="0", formula2=str(LARGEST))
        hint(choice, column, "Escriba un número entero, sin texto.")
    else:
        choice = DataValidation(type="decimal", operator="between", formula1=str(-LARGEST), formula2=str(LARGEST))
        hint(choice, column, "Escriba un número, con punto decimal.")
    _add(sheet, choice, cells)


def advise(sheet: Worksheet, cells: Iterable[str], column: Column) -> None:
    """What the column holds, said where a cell is chosen; anything may be written."""
    choice = DataValidation(type=None, allow_blank=True)
    hint(choice, column, "")
    choice.showErrorMessage = False
    _add(sheet, choice, cells)


def hint(choice: DataValidation, column: Column, error: str) -> None:
    """What is said when a cell is chosen, and when it is refused."""
    choice.promptTitle, choice.prompt = column.title.es[:32], column.meaning.es[:255]
    choice.errorTitle, choice.error = column.title.es[:32], error
    choice.showInputMessage = choice.showErrorMessage = True


def _add(sheet: Worksheet, choice: DataValidation, cells: Iterable[str]) -> None:
    any_cell = False
    for cell in cells:
        choice.add(cell)
        any_cell = True
    if any_cell:
        sheet.add_data_validation(choice)
