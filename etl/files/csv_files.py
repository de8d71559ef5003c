"""CSV files, read as they come: commas or semicolons, strict quotes, any length.

A semicolon is taken only where the header then holds the expected names. Nothing else is guessed, not even an encoding.
Python's `csv` parts the cells; the form of the text is held to first, in pieces that end where a row ends.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice
from typing import BinaryIO

from etl.cells import HEADER_WITHIN, MAX_COLUMNS, FileRefused, known_names, text_cell
from etl.files.blocks import BLOCK_ROWS, Extent, Found, Rows, found_at_header
from etl.files.encodings import decoded
from etl.problems import Problem
from etl.values import character_name

HEADER_LENGTH = 20_000
SHOWN_CONTROLS = 20
MAX_RECORD = 16 * 1024 * 1024  # more than the widest row of the longest cells
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(code for code in range(128) if _CONTROL.match(chr(code)))
_LINE = re.compile(r"[^\n]+")
_LONE_CR = re.compile("\r(?!\n)")
_CONTENT = re.compile(r"[^\s,;]")
_FIELDS = {
    delimiter: re.compile(rf'(?:(?:"[^"]*+(?:""[^"]*+)*+"|[^"{delimiter}\n]*+)[{delimiter}\n])*+') for delimiter in ",;"
}


def open_csv(file: BinaryIO, *, names: Sequence[str], extent: Extent) -> Found:
    """The rows of `file` under the header that holds `names`. Raises FileRefused, and so may its rows."""
    warnings: list[Problem] = []
    pieces = _pieces(_without_controls(decoded(file, warnings)))
    first = next(pieces, None)
    if first is None:
        raise FileRefused(Problem("file_empty"))
    delimiter = _delimiter(first[1], names)
    above, header, rest = found_at_header(_batches(chain([first], pieces), delimiter, extent), names)
    return Found("", above, header, rest, semicolons=delimiter == ";", warnings=warnings)


def _without_controls(texts: Iterable[str]) -> Iterator[str]:
    """The same texts. Raises FileRefused at control characters."""
    line = 1
    for text in texts:
        raw = text.encode()
        if len(raw.translate(None, _CONTROL_BYTES)) != len(raw):
            raise FileRefused(*_controls(text, line))
        line += text.count("\n")
        yield text


def _controls(text: str, line: int) -> Iterator[Problem]:
    for at in islice(_CONTROL.finditer(text), SHOWN_CONTROLS):
        here = line + text.count("\n", 0, at.start())
        yield Problem("control_character", row=here, found=character_name(at[0]))


def _pieces(texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The texts cut where rows end, each with the line on which it begins; blank lines before the first are left out.

    Line ends are `\\n`; each piece has one at its end, but what is too long for a row is given as it is.
    """
    line, kept, begun = 1, "", False
    for text in chain(texts, ["\n"]):
        kept += text
        if not begun:
            content = _CONTENT.search(kept)
            cut = kept.rfind("\n", 0, content.start() if content else len(kept)) + 1
            line, kept, begun = line + kept.count("\n", 0, cut), kept[cut:], content is not None
        end = _end_of_rows(kept) or (len(kept) if len(kept) > MAX_RECORD else 0)
        if end and begun:
            piece, kept = _with_plain_ends(kept[:end], line), kept[end:]
            yield line, piece
            line += piece.count("\n")
    if kept:
        yield line, _with_plain_ends(kept, line)


def _end_of_rows(text: str) -> int:
    """Where the last whole row ends, or 0: after the last line end with an even number of quotes before it."""
    end = text.rfind("\n") + 1
    odd = text.count('"', 0, end) % 2
    while odd:  # the last quote opens a cell that goes on
        before = text.rfind("\n", 0, text.rfind('"', 0, end)) + 1
        odd ^= text.count('"', before, end) % 2
        end = before
    return end


def _with_plain_ends(text: str, line: int) -> str:
    if "\r" not in text:
        return text
    if lone := _LONE_CR.search(text):
        raise FileRefused(Problem("line_end", row=line + text.count("\n", 0, lone.start())))
    return text.replace("\r\n", "\n")


def _delimiter(text: str, names: Sequence[str]) -> str:
    """Comma, or semicolon where one of the first lines then holds more of the expected names."""
    lines = (line[0] for line in _LINE.finditer(text))
    first = [line[:HEADER_LENGTH] for line in islice((line for line in lines if line.strip(" ,;\t")), HEADER_WITHIN)]
    found = {
        delimiter: max(
            known_names((text_cell(part.strip('"'), 1) for part in line.split(delimiter)), names) for line in first
        )
        for delimiter in ",;"
    }
    return max(found, key=lambda delimiter: found[delimiter])


def _batches(pieces: Iterable[tuple[int, str]], delimiter: str, extent: Extent) -> Iterator[Rows]:
    """The rows that are not blank. Raises FileRefused at a stray quote, and where there is more than `extent`."""
    kept = cells = 0
    for line, text in pieces:
        _refuse_stray_quotes(text, delimiter, line=line)
        reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
        at = line
        while records := _taken(reader, line):
            end = line + reader.line_num
            numbers = _numbers(records, at, end)
            cells += _counted(records, numbers)
            rows = _filled(records, numbers)
            kept += len(rows.numbers)
            if kept > extent.rows + HEADER_WITHIN or cells > extent.cells:
                facts = (("limit", str(extent.rows)),)
                raise FileRefused(Problem("too_many_rows", found=str(end - 1), facts=facts))
            at = end
            yield rows


def _refuse_stray_quotes(text: str, delimiter: str, *, line: int) -> None:
    if '"' not in text or _quotes_in_order(text, delimiter):
        return
    fields = _FIELDS[delimiter].match(text)
    end = fields.end() if fields else 0
    if end < len(text):
        raise FileRefused(Problem("quote", row=line + text.count("\n", 0, end)))


def _quotes_in_order(text: str, delimiter: str) -> bool:
    """Whether each quote opens, closes or is doubled in a quoted cell: what stands outside of them, cut at the quotes,
    then begins and ends where a cell does, or is nothing between two that are doubled."""
    parts = text.split('"')
    outside = parts[::2]
    edges = {part[-1:] for part in outside[:-1]} | {part[:1] for part in outside[1:]}
    return len(parts) % 2 == 1 and text.endswith("\n") and edges <= {"", delimiter, "\n"}


def _taken(reader: Iterator[list[str]], line: int) -> list[list[str]]:
    try:
        return list(islice(reader, BLOCK_ROWS))
    except csv.Error:  # the quotes are in order: a cell is longer than `csv` takes
        raise FileRefused(Problem("cell_too_long", row=line)) from None


def _numbers(records: Sequence[Sequence[str]], at: int, end: int) -> Sequence[int]:
    """The line on which each row begins, the first one `at`; the next row after them begins on line `end`."""
    if end - at == len(records):
        return range(at, end)
    numbers: list[int] = []
    for row in records:
        numbers.append(at)
        at += 1 + sum(cell.count("\n") for cell in row)
    return numbers


def _filled(records: Sequence[Sequence[str]], numbers: Sequence[int]) -> Rows:
    """The rows that are not blank; mostly all, which their first cells show."""
    firsts = [row[0] for row in records if row]
    if len(firsts) == len(records) and all(map(str.strip, firsts)):
        return Rows(numbers, records, {})
    filled = [any(map(str.strip, row)) for row in records]
    return Rows(list(compress(numbers, filled)), list(compress(records, filled)), {})


def _counted(records: Sequence[Sequence[str]], numbers: Sequence[int]) -> int:
    """How many cells the rows have at most. Raises FileRefused where one has too many."""
    longest = max(map(len, records))
    if longest > MAX_COLUMNS:
        row = next(number for number, record in zip(numbers, records, strict=True) if len(record) == longest)
        raise FileRefused(
            Problem("too_many_columns", row=row, found=str(longest), facts=(("limit", str(MAX_COLUMNS)),))
        )
    return longest * len(records)
