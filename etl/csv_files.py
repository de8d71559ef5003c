"""CSV files into a `Table`: UTF-8 (with or without mark) or UTF-16 with mark; commas or semicolons; strict quotes.

A semicolon is taken only where the header then holds the expected names. Nothing else is guessed, not even an encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from openpyxl.utils import get_column_letter

from etl.cells import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    FileRefused,
    Table,
    header_at,
    known_names,
    no_header,
    text_cell,
)
from etl.problems import Problem
from etl.values import character_name

MAX_CELLS = 1_000_000
HEADER_LENGTH = 20_000
SHOWN_CONTROLS = 20
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_BARE = {delimiter: re.compile(rf'[^"{delimiter}\n]*') for delimiter in ",;"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE = re.compile(r"[^\n]+")
_LONE_CR = re.compile("\r(?!\n)")


def read_csv(content: bytes, *, names: Sequence[str]) -> Table:
    """The rows of `content` under the header that holds `names`. Raises FileRefused."""
    text = _decoded(content)
    _refuse_controls(text)
    text = text.replace("\r\n", "\n")
    delimiter = _delimiter(text, names)
    records = list(_records(text, delimiter))
    at = header_at(records, names)
    if at is None:
        raise FileRefused(no_header("", records[0], names))
    header, rows = records[at], records[at + 1 :]
    _refuse_lengths(header, rows)
    return Table("", header, tuple(rows), above=tuple(records[:at]), semicolons=delimiter == ";")


def _decoded(content: bytes) -> str:
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    for mark, encoding in marks:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise FileRefused(Problem("not_a_table")) from None
    if content[:2].count(0) == 1:
        raise FileRefused(Problem("encoding", found="UTF-16"))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(Problem("encoding", row=line, found="Windows-1252 (ANSI)")) from None


def _refuse_controls(text: str) -> None:
    problems = [
        Problem("control_character", row=text.count("\n", 0, match.start()) + 1, found=character_name(match[0]))
        for match in islice(_CONTROL.finditer(text), SHOWN_CONTROLS)
    ]
    if lone := _LONE_CR.search(text):
        problems.append(Problem("line_end", row=text.count("\n", 0, lone.start()) + 1))
    if problems:
        raise FileRefused(*problems)


def _delimiter(text: str, names: Sequence[str]) -> str:
    """Comma, or semicolon where one of the first lines then holds more of the expected names."""
    lines = (line[0] for line in _LINE.finditer(text))
    first = [line[:HEADER_LENGTH] for line in islice((line for line in lines if line.strip(" ,;\t")), HEADER_WITHIN)]
    if not first:
        raise FileRefused(Problem("file_empty"))
    found = {
        delimiter: max(
            known_names((text_cell(part.strip('"'), 1) for part in line.split(delimiter)), names) for line in first
        )
        for delimiter in ",;"
    }
    return max(found, key=lambda delimiter: found[delimiter])


def _records(text: str, delimiter: str) -> Iterator[tuple[Cell, ...]]:
    """The rows that are not blank. Raises FileRefused at a stray quote, and where there is more than a return holds."""
    position, line, rows, cells = 0, 1, 0, 0
    while position < len(text):
        if text[position] == "\n":
            position, line = position + 1, line + 1
            continue
        record, position, breaks = _record(text, position, delimiter, line=line)
        cells += len(record)
        if any(not cell.blank for cell in record):
            rows += 1
            yield record
        if rows > MAX_ROWS + HEADER_WITHIN or cells > MAX_CELLS:
            raise FileRefused(Problem("too_many_rows", found=str(line), facts=(("limit", str(MAX_ROWS)),)))
        position, line = position + 1, line + breaks + 1


def _record(text: str, position: int, delimiter: str, *, line: int) -> tuple[tuple[Cell, ...], int, int]:
    """The row that begins at `position` on `line`, where it ends, and how many line breaks stand in its cells."""
    cells: list[Cell] = []
    breaks = 0
    while True:
        value, position = _field(text, position, delimiter, line=line)
        breaks += value.count("\n")
        cells.append(text_cell(value, line, get_column_letter(len(cells) + 1)))
        if len(cells) > MAX_COLUMNS:
            facts = (("limit", str(MAX_COLUMNS)),)
            raise FileRefused(Problem("too_many_columns", row=line, found=f"{len(cells)}+", facts=facts))
        if position >= len(text) or text[position] != delimiter:
            return tuple(cells), position, breaks
        position += 1


def _field(text: str, position: int, delimiter: str, *, line: int) -> tuple[str, int]:
    """The field that begins at `position` and where it ends. Raises FileRefused at a quote out of place."""
    quoted = _QUOTED.match(text, position)
    bare = _BARE[delimiter].match(text, position)
    match = quoted or bare
    end = match.end() if match else position
    if end < len(text) and text[end] not in (delimiter, "\n"):
        raise FileRefused(Problem("quote", row=line))
    if quoted:
        return quoted[1].replace('""', '"'), end
    return (bare[0] if bare else ""), end


def _refuse_lengths(header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> None:
    problems = [
        Problem("row_length", row=row[0].row, found=str(len(row)), facts=(("expected", str(len(header))),))
        for row in rows
        if len(row) != len(header)
    ]
    if problems:
        raise FileRefused(*problems)
