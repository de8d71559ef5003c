"""What a workbook says beside its cells: its sheets, which styles are dates, the texts that its cells share.

openpyxl reads all but the texts, of which there may be a million.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from etl.cells import CellKind, FileRefused
from etl.files.workbook_cells import LONGEST, chunks, moment, parser, sound
from etl.problems import Problem

_ITEM, _TEXT, _PHONETIC = (f"{SHEET_MAIN_NS}}}{name}" for name in ("si", "t", "rPh"))
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet's name, whether it is shown, and the member of the zip that holds it."""

    title: str
    visible: bool
    member: str


class _Frame(ExcelReader):
    """A reader of everything but the sheets and the texts that they share, which are read here and in `xlsx_sheets`."""

    def read_strings(self) -> None:
        """Leave them."""

    def read_worksheets(self) -> None:
        """Leave them."""


class Frame:
    """An opened workbook without its cells. Raises FileRefused where it is no sound one."""

    def __init__(self, file: BinaryIO) -> None:
        with sound(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of features it leaves out; none of them holds a value
            reader = _Frame(file, read_only=True, data_only=True, keep_links=False)
            reader.read()
            self.archive = reader.archive
            self.sheets = [
                SheetPart(sheet.name, sheet.state == "visible", rel.target)
                for sheet, rel in reader.parser.find_sheets()
                if rel.Type.endswith("/worksheet") and rel.target in reader.valid_files
            ]
            book: Any = reader.wb  # its types say nothing of the formats
            manifest: Any = reader.package
            self._strings = manifest.find(SHARED_STRINGS)
            self._dates = frozenset(map(str, book._date_formats))
            self._spans = frozenset(map(str, book._timedelta_formats))
            self._epoch = book.epoch
        self._remembered: dict[tuple[str, str], tuple[CellKind | None, str]] = {}

    def shared_texts(self) -> Sequence[str]:
        """The texts that cells share, by their number. Raises FileRefused."""
        if self._strings is None:
            return ()
        with sound():
            return _texts(chunks(self.archive, self._strings.PartName[1:]))

    def is_dated(self, style: str | None) -> bool:
        """Whether a number of this style is a date."""
        return (style or "0") in self._dates

    def dated(self, number: str, style: str) -> tuple[CellKind | None, str]:
        """The kind and text of a number that is a date; most are there many times."""
        known = self._remembered.get((number, style))
        if known is None:
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[number, style] = self._date(float(number), style)
        return known

    def _date(self, number: float, style: str) -> tuple[CellKind | None, str]:
        try:
            return moment(from_excel(number, self._epoch, timedelta=style in self._spans))
        except (OverflowError, ValueError):
            return CellKind.ERROR, "#VALUE!"


def plain(text: str) -> str:
    """A stored text with the characters that XML cannot hold, which are written out in it. Raises FileRefused."""
    if len(text) > LONGEST:
        raise FileRefused(Problem("cell_too_long"))
    return str(unescape(text)) if "_x" in text else text


def _texts(part: Iterable[bytes]) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    reading = parser()
    phonetic = False

    def begin(name: str, _attributes: dict[str, str]) -> None:
        nonlocal phonetic
        if name == _TEXT:
            reading.CharacterDataHandler = None if phonetic else pieces.append
        elif name == _ITEM:
            pieces.clear()
        elif name == _PHONETIC:
            phonetic = True

    def end(name: str) -> None:
        nonlocal phonetic
        if name == _TEXT:
            reading.CharacterDataHandler = None
        elif name == _ITEM:
            texts.append(plain("".join(pieces)))
        elif name == _PHONETIC:
            phonetic = False

    reading.StartElementHandler, reading.EndElementHandler = begin, end
    for chunk in part:
        reading.Parse(chunk, False)
    reading.Parse(b"", True)
    return texts
