"""Rows of a file as they come, in blocks of columns: how a file of any length is read without being held whole.

A reader gives `Rows`: some hundred rows at a time, without the blank ones. Under the header they become the `Block`s of
a `Stream`, for lists of any length, or the cells of one `Table`, for a return. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from etl.cells import HEADER_WITHIN, MAX_COLUMNS, Cell, CellKind, FileRefused, Table, header_at, no_header, text_cell
from etl.problems import Problem

BLOCK_ROWS = 250  # what stays in a processor's cache: blocks of 1,000 rows take a fifth longer, larger ones far more
MAX_TOLD = 1_000

Kinds = Mapping[tuple[int, int], CellKind]
"""The kind of each cell that is neither text nor blank, by index of its row in the block and of its column, from 0."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a file may hold: `rows` that are not blank, `cells` in all, `unpacked` bytes of a workbook's parts.

    With `scanned` every part of a workbook is gone through before any is read, `tags` at most.
    """

    rows: int
    cells: int
    unpacked: int
    scanned: bool
    tags: int = 120_000  # what parsing takes time for; a return has fewer than a thousand rows


RETURN = Extent(rows=20_000, cells=1_000_000, unpacked=24 * 1024 * 1024, scanned=True)
LIST = Extent(rows=1_048_576, cells=1_048_576 * MAX_COLUMNS, unpacked=1024 * 1024 * 1024, scanned=False)


class Rows(NamedTuple):
    """Rows that are not blank: the number of each as its program shows it, the raw texts of its cells, their kinds."""

    numbers: Sequence[int]
    cells: Sequence[Sequence[str]]
    kinds: Kinds


class Block(NamedTuple):
    """The same by columns: `columns[at][index]` is the raw text under `header[at]`; blank where there is none."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[str]]
    kinds: Kinds


@dataclass(slots=True)
class Found:
    """A sheet that was opened, at its header. `ragged` rows may end early, as a workbook's do.

    `rest` may raise FileRefused; `closing` gives, after the last row, the problems that are known only then.
    """

    sheet: str
    above: Sequence[tuple[Cell, ...]]
    header: tuple[Cell, ...]
    rest: Iterator[Rows]
    ragged: bool = False
    semicolons: bool = False
    warnings: list[Problem] = field(default_factory=list)
    closing: Callable[[], Iterable[Problem]] = tuple


@dataclass(slots=True)
class Stream:
    """A file of any length: what stands in and above its header, and the rows below in blocks, to be taken once.

    `blocks` raises FileRefused where reading cannot go on, or after the last block with every problem of the rows' form
    met on the way. `warnings` is complete when the blocks are taken.
    """

    sheet: str
    above: Sequence[tuple[Cell, ...]]
    header: tuple[Cell, ...]
    blocks: Iterator[Block]
    semicolons: bool
    warnings: list[Problem]


def found_at_header(
    batches: Iterable[Rows], names: Sequence[str], *, sheet: str = ""
) -> tuple[Sequence[tuple[Cell, ...]], tuple[Cell, ...], Iterator[Rows]]:
    """What stands above the header that holds `names`, the header, and the rows below. Raises FileRefused."""
    coming = iter(batches)
    taken: list[Rows] = []
    while sum(len(batch.numbers) for batch in taken) < HEADER_WITHIN and (batch := next(coming, None)) is not None:
        taken.append(batch)
    first = [row for batch in taken for row in cells_of(batch)]
    at = header_at(first, names)
    if at is None:
        raise FileRefused(no_header(sheet, first[0] if first else (), names))
    return first[:at], first[at], chain(_after(taken, at + 1), coming)


def _after(batches: Sequence[Rows], skipped: int) -> Iterator[Rows]:
    """The rows of `batches` but the first `skipped`."""
    for batch in batches:
        if skipped < len(batch.numbers):
            kinds = {(row - skipped, at): kind for (row, at), kind in batch.kinds.items() if row >= skipped}
            yield Rows(batch.numbers[skipped:], batch.cells[skipped:], kinds)
        skipped = max(0, skipped - len(batch.numbers))


def cells_of(batch: Rows, *, width: int = 0) -> Iterator[tuple[Cell, ...]]:
    """The rows of a batch as cells, filled up to `width`."""
    for index, (number, texts) in enumerate(zip(batch.numbers, batch.cells, strict=True)):
        padded = [*texts, *[""] * (width - len(texts))]
        yield tuple(
            _cell(text, batch.kinds.get((index, at)), row=number, letter=get_column_letter(at + 1))
            for at, text in enumerate(padded)
        )


def _cell(text: str, kind: CellKind | None, *, row: int, letter: str) -> Cell:
    return text_cell(text, row, letter) if kind is None else Cell(kind, text, row, letter)


def table_of(found: Found) -> Table:
    """All of the rows as one table, whose header is as wide as they are. Raises FileRefused."""
    batches = list(found.rest)
    width = len(found.header)
    problems = [] if found.ragged else [each for batch in batches for each in _lengths(batch, width)]
    problems += found.closing()
    if problems:
        raise FileRefused(*problems)
    widest = max((len(row) for batch in batches for row in batch.cells), default=0)
    row = found.header[0].row
    blank = (text_cell("", row, get_column_letter(at + 1)) for at in range(width, widest))
    header = (*found.header, *blank)
    rows = tuple(row for batch in batches for row in cells_of(batch, width=len(header)))
    above = tuple(found.above)
    return Table(found.sheet, header, rows, above=above, semicolons=found.semicolons, warnings=tuple(found.warnings))


def stream_of(found: Found) -> Stream:
    """The rows as blocks, as wide as the header."""
    blocks = _blocks(found)
    return Stream(found.sheet, found.above, found.header, blocks, found.semicolons, found.warnings)


def _blocks(found: Found) -> Iterator[Block]:
    width = len(found.header)
    told: dict[Problem, None] = {}
    for batch in found.rest:
        even = batch
        if any(length != width for length in set(map(len, batch.cells))):
            even, problems = (_filled if found.ragged else _of_length)(batch, found)
            told |= dict.fromkeys(problems) if len(told) < MAX_TOLD else {}
        if even.cells:
            yield Block(even.numbers, list(zip(*even.cells, strict=True)), even.kinds)
    told |= dict.fromkeys(found.closing())
    if told:
        raise FileRefused(*told)


def _lengths(batch: Rows, width: int) -> Iterator[Problem]:
    for number, row in zip(batch.numbers, batch.cells, strict=True):
        if len(row) != width:
            yield Problem("row_length", row=number, found=str(len(row)), facts=(("expected", str(width)),))


def _of_length(batch: Rows, found: Found) -> tuple[Rows, list[Problem]]:
    """The rows as long as the header, and the problems of the others."""
    width = len(found.header)
    kept = [at for at, row in enumerate(batch.cells) if len(row) == width]
    even = Rows([batch.numbers[at] for at in kept], [batch.cells[at] for at in kept], {})
    return even, list(_lengths(batch, width))


def _filled(batch: Rows, found: Found) -> tuple[Rows, list[Problem]]:
    """The rows filled up or cut to the header's width, and the problems of what stood under no header."""
    width, top = len(found.header), found.header[0].row
    beyond = {
        at
        for index, row in enumerate(batch.cells)
        for at, text in enumerate(row[width:], width)
        if text.strip() or (index, at) in batch.kinds
    }
    letters = [get_column_letter(at + 1) for at in sorted(beyond)]
    problems = [Problem("column_blank", sheet=found.sheet, row=top, letter=letter) for letter in letters]
    cells = [[*row[:width], *[""] * (width - len(row))] for row in batch.cells]
    kinds = {place: kind for place, kind in batch.kinds.items() if place[1] < width}
    return Rows(batch.numbers, cells, kinds), problems


def only(block: Block, wanted: Sequence[bool]) -> Block:
    """The rows of `block` for which `wanted` holds."""
    kept = [at for at, keep in enumerate(wanted) if keep]
    new = {at: index for index, at in enumerate(kept)}
    return Block(
        [block.numbers[at] for at in kept],
        [[column[at] for at in kept] for column in block.columns],
        {(new[row], at): kind for (row, at), kind in block.kinds.items() if row in new},
    )


def first_cell(block: Block, at: int, *, letter: str) -> Cell:
    """The cell of the first row of `block` in the column `at`."""
    text, row = block.columns[at][0], block.numbers[0]
    kind = block.kinds.get((0, at))
    return text_cell(text, row, letter) if kind is None else Cell(kind, text, row, letter)
