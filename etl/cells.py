"""Cells as read from a file: raw text, kind and origin kept, nothing interpreted. What readers give and jobs take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etl.problems import SHOWN_LENGTH, Problem
from etl.values import ValueRefused, clean

HEADER_WITHIN = 10
MAX_COLUMNS = 100


class CellKind(StrEnum):
    """What a file says that a cell holds; a CSV file knows text and blank only."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    UNSAVED = "unsaved"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is its raw text: a stored number as digits, a date as ISO, of a formula its saved result.

    `row` counts from 1 as the file's own program shows it (a CSV file: the line on which the row begins); `letter` is
    the column as a spreadsheet program shows it.
    """

    kind: CellKind
    text: str
    row: int
    letter: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing but space stands in it."""
        return self.kind is CellKind.BLANK


@dataclass(frozen=True, slots=True)
class Table:
    """The header cells of a sheet and the rows below it that are not blank. `sheet` is empty for CSV.

    `semicolons` says that they part the cells, `above` are the rows that stand above the header, `warnings` is what was
    assumed in reading the file and has to be confirmed.
    """

    sheet: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[tuple[Cell, ...], ...] = ()
    semicolons: bool = False
    warnings: tuple[Problem, ...] = ()


class FileRefused(Exception):
    """The file as a whole cannot be read; carries every problem found so far."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*(problem.code for problem in problems))
        self.problems = problems


def text_cell(text: str, row: int, letter: str = "") -> Cell:
    """A cell of text, or a blank one."""
    return Cell(CellKind.TEXT if text.strip() else CellKind.BLANK, text, row, letter)


def header_name(cell: Cell) -> str:
    """The name in a header cell: NFC, without space around it; what cannot be cleaned stays as it is."""
    try:
        return clean(cell.text)
    except ValueRefused:
        return cell.text


def known_names(cells: Iterable[Cell], names: Sequence[str]) -> int:
    """How many of `names` the cells hold."""
    return len({header_name(cell) for cell in cells} & set(names))


def header_at(rows: Sequence[Sequence[Cell]], names: Sequence[str]) -> int | None:
    """Which of the first ten rows is the header: the first that holds at least a third of `names`; None without one.

    A title may stand above it.
    """
    needed = max(1, len(names) // 3)
    return next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if known_names(row, names) >= needed), None)


def no_header(sheet: str, first: Sequence[Cell], names: Sequence[str]) -> Problem:
    """The problem of a file without its header."""
    found = " | ".join(cell.text[:SHOWN_LENGTH] for cell in first if not cell.blank)[:SHOWN_LENGTH]
    row = first[0].row if first else 1
    return Problem("header_missing", sheet=sheet, row=row, found=found, facts=(("expected", ",".join(names)),))
