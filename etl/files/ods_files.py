"""ODS workbooks (LibreOffice, OpenOffice), read as they come and as strictly as XLSX ones.

The one part that holds all sheets is parsed once, in chunks. What it gives once for many cells or rows is given back
as many times, within bounds.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from etl.cells import HEADER_WITHIN, CellKind, FileRefused
from etl.files.archives import measured
from etl.files.blocks import BLOCK_ROWS, Extent, Found, Rows, found_at_header
from etl.files.ods_sheets import MAX_PLACES, Book, Reading, Run
from etl.files.workbook_cells import chunks, sound
from etl.files.workbook_sheets import sheet_missing, unclear_places
from etl.problems import Problem

SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"


def open_ods(file: BinaryIO, *, sheet: str, names: Sequence[str], extent: Extent) -> Found:
    """The rows of `sheet` under the header that holds `names`. Raises FileRefused, and so may its rows."""
    members = measured(file, extent)
    with sound(), zipfile.ZipFile(file) as archive:
        _refuse_kind(archive, members)
    book = Book(sheet, names)
    try:
        above, header, rest = found_at_header(_Measured(book, extent).rows(file), names, sheet=sheet)
    except FileRefused as refused:
        raise FileRefused(*book.problems, *refused.problems) from None
    return Found(
        book.title,
        above,
        header,
        rest,
        ragged=True,
        closing=lambda: (*book.problems, *unclear_places(book.title, book, header)),
    )


def _refuse_kind(archive: zipfile.ZipFile, members: frozenset[str]) -> None:
    """Name what the zip is where it is no plain spreadsheet."""
    if "encrypted-package" in members or (MANIFEST in members and b"encryption-data" in archive.read(MANIFEST)):
        raise FileRefused(Problem("encrypted"))
    if not archive.read("mimetype").strip().startswith(SPREADSHEET) or CONTENT not in members:
        raise FileRefused(Problem("open_document"))
    if any(name.startswith(("Basic/", "Scripts/")) for name in members):
        raise FileRefused(Problem("macro_workbook"))


@dataclass(slots=True)
class _Measured:
    """The rows of the chosen sheet given back one by one; counted, for so many may be few in the file."""

    book: Book
    extent: Extent
    kept: int = 0
    filled: int = 0

    def rows(self, file: BinaryIO) -> Iterator[Rows]:
        """The rows of the chosen sheet that are not blank. Raises FileRefused."""
        book, reading = self.book, Reading(self.book)
        with sound(), zipfile.ZipFile(file) as archive:
            for chunk in chunks(archive, CONTENT):
                reading.parser.Parse(chunk, False)
                yield from self._expanded(reading.taken())
            reading.parser.Parse(b"", True)
        yield from self._expanded(reading.taken())
        if len([title for title in book.titles if book.is_chosen(title)]) != 1:
            book.problems = [problem for problem in book.problems if problem.code != "second_return"]
            raise sheet_missing(book.sheet, book.titles)

    def _expanded(self, runs: Sequence[Run]) -> Iterator[Rows]:
        numbers: list[int] = []
        cells: list[Sequence[str]] = []
        kinds: dict[tuple[int, int], CellKind] = {}
        for run in runs:
            self._measure(run)
            for number in range(run.number, run.number + run.times):
                kinds |= {(len(numbers), at): kind for at, kind in run.kinds}
                numbers.append(number)
                cells.append(run.texts)
                if len(numbers) == BLOCK_ROWS:
                    yield Rows(numbers, cells, kinds)
                    numbers, cells, kinds = [], [], {}
        if numbers:
            yield Rows(numbers, cells, kinds)

    def _measure(self, run: Run) -> None:
        self.kept += run.times
        self.filled += run.times * len(run.texts)
        last = run.number + run.times - 1
        if max(self.kept, last) > self.extent.rows + HEADER_WITHIN or self.filled > self.extent.cells:
            facts = (("limit", str(self.extent.rows)),)
            raise FileRefused(Problem("too_many_rows", sheet=self.book.title, found=str(last), facts=facts))
        if run.hidden:
            room = MAX_PLACES - len(self.book.hidden_rows)
            self.book.hidden_rows.extend(range(run.number, min(last + 1, run.number + room)))
