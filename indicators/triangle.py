"""The revision triangle of an indicator: what each release said of each of its figures. Pure.

A row is a figure, a column a release, the diagonal the first publication. Means over revisions follow the practice of
the ONS and the OECD: a revision is the latest published value less the first one; the mean says whether first figures
lean to one side, the mean absolute one how far they are off (OECD/Eurostat Guidelines on Revisions Policy and Analysis,
recommended statistical measures).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.canonical import plain_decimal
from indicators.periods import Quarter
from indicators.results import Change, Figure, IndicatorDetail, Tombstone

# With fewer releases a mean says more of chance than of the figures.
RELEASES_FOR_MEANS = 8
_HUNDRED = Decimal(100)


class CellState(StrEnum):
    """What a release says of a figure, where that is not plainly its value."""

    FIRST = "first"
    SAME = "same"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one release says of one figure; `figure` is None before its first publication and once it is gone."""

    release: int
    state: CellState
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class TriangleRow:
    """One unsplit figure through the releases. `first` and `latest` are its amounts where they are numbers."""

    entity: str
    quarter: Quarter
    step: str
    cells: tuple[Cell, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a release said something else than the first one, or nothing any more."""
        return any(cell.state in (CellState.CHANGED, CellState.WITHDRAWN) for cell in self.cells)

    @property
    def first(self) -> Figure | None:
        """What was published first: the diagonal."""
        return next((cell.figure for cell in self.cells if cell.state is CellState.FIRST), None)

    @property
    def latest(self) -> Figure | None:
        """What is published in the last release; None where it is gone."""
        return self.cells[-1].figure if self.cells else None


@dataclass(frozen=True, slots=True)
class Means:
    """Over `count` figures that were published before the last release, in the indicator's unit (of a ratio in
    percentage points): the mean revision and the mean absolute one."""

    count: int
    revision: Decimal
    absolute: Decimal


@dataclass(frozen=True, slots=True)
class Triangle:
    """Rows by quarter, newest first, then entity and step; columns are the releases from the first with figures on,
    of which `with_figures` published new or changed ones."""

    indicator: str
    releases: tuple[int, ...]
    with_figures: int
    rows: tuple[TriangleRow, ...]
    means: Means | None

    @property
    def changed(self) -> int:
        """How many figures changed after their first publication."""
        return sum(row.is_changed for row in self.rows)


def of_detail(detail: IndicatorDetail) -> Triangle:
    """The triangle of an indicator's page, up to the release that it shows."""
    numbers = [release.number for release in detail.releases if release.number <= detail.release.number]
    return triangle(detail.indicator.code, detail.figures, detail.changes, numbers, tombstones=detail.tombstones)


def triangle(
    code: str,
    figures: Iterable[Figure],
    changes: Iterable[Change],
    releases: Sequence[int],
    *,
    tombstones: Iterable[Tombstone] = (),
) -> Triangle:
    """The triangle made from the figures in force in the last of `releases` (numbers, ascending) and every change up
    to it; between them they hold all that was ever published. Split figures are left out."""
    versions = _versions(figures, changes)
    gone = {_key(stone): stone.first_release for stone in tombstones if not stone.dimension}
    starts = sorted({start for of_figure in versions.values() for start in of_figure} | set(gone.values()))
    columns = tuple(number for number in releases if starts and number >= starts[0])
    rows = [_row(key, columns, versions.get(key, {}), gone.get(key)) for key in {**versions, **gone}]
    ordered = sorted(rows, key=lambda row: (-row.quarter.index, row.entity, row.step))
    with_figures = len([start for start in starts if start in columns])
    means = _means(ordered) if with_figures >= RELEASES_FOR_MEANS else None
    return Triangle(code, columns, with_figures, tuple(ordered), means)


_Key = tuple[str, Quarter, str]


def _key(of: Figure | Tombstone) -> _Key:
    return (of.entity, of.quarter, of.step)


def _versions(figures: Iterable[Figure], changes: Iterable[Change]) -> dict[_Key, dict[int, Figure | None]]:
    """What was published of each unsplit figure, by the release from which it held; None: withdrawn."""
    found: dict[_Key, dict[int, Figure | None]] = {}
    listed = [change for change in changes if not change.before.dimension]
    for change in listed:
        found.setdefault(_key(change.before), {})[change.release] = change.after
    for figure in figures:
        if not figure.dimension:
            found.setdefault(_key(figure), {})[figure.from_release] = figure
    # A figure that came back replaces a withdrawal, whose own change has said so already.
    for change in listed:
        found[_key(change.before)].setdefault(change.before.from_release, change.before)
    return found


def _row(key: _Key, columns: Sequence[int], versions: dict[int, Figure | None], erased: int | None) -> TriangleRow:
    """`erased` is the release that first published a figure which the law forced out."""
    cells: list[Cell] = []
    first, said = min(versions, default=None), None
    for number in columns:
        if first is None or number < first:
            state = CellState.ERASED if erased is not None and number >= erased else CellState.NOT_YET
            cells.append(Cell(number, state, None))
            continue
        holds = versions[max(start for start in versions if start <= number)]
        cells.append(Cell(number, _state(holds, said, is_first=number == first), holds))
        said = holds
    entity, quarter, step = key
    return TriangleRow(entity, quarter, step, tuple(cells))


def _state(holds: Figure | None, said: Figure | None, *, is_first: bool) -> CellState:
    if holds is None:
        return CellState.WITHDRAWN
    if is_first:
        return CellState.FIRST
    return CellState.SAME if said is not None and says(holds) == says(said) else CellState.CHANGED


def document(found: Triangle) -> dict[str, Any]:
    """The triangle as plain JSON values; decimals as text, what does not exist as null."""
    rows = [
        {
            "entity": row.entity,
            "quarter": str(row.quarter),
            "step": row.step,
            "cells": [_plain_cell(cell) for cell in row.cells],
        }
        for row in found.rows
    ]
    means = found.means and {
        "figures": found.means.count,
        "revision": plain_decimal(found.means.revision),
        "absolute": plain_decimal(found.means.absolute),
    }
    return {
        "indicator": found.indicator,
        "releases": list(found.releases),
        "figures": len(found.rows),
        "changed": found.changed,
        "means": means,
        "rows": rows,
    }


def _plain_cell(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {"release": cell.release, "state": cell.state.value}
    if cell.figure is not None:
        told["protected"] = cell.figure.protected
        told["stage"] = cell.figure.stage.value if cell.figure.stage else None
        for name in ("value", "so_far", "numerator", "denominator"):
            value = getattr(cell.figure, name)
            told[name] = None if value is None else plain_decimal(value)
    return told


def says(figure: Figure) -> tuple[object, ...]:
    """What a figure says: its amounts and stage, not its notes, evidence or origin."""
    amounts = (figure.value, figure.so_far, figure.numerator, figure.denominator)
    return (*amounts, figure.nothing, figure.protected, figure.stage, figure.stage_date)


def amount(figure: Figure) -> Decimal | None:
    """The one number of a figure: its value, of a ratio the percentage; None where it has none."""
    if figure.numerator is not None and figure.denominator is not None:
        return figure.numerator / figure.denominator * _HUNDRED if figure.denominator else None
    return figure.value


def _means(rows: Iterable[TriangleRow]) -> Means | None:
    """A figure that the last release published first could not be revised yet: it is not counted."""
    revisions = []
    for row in rows:
        if row.first is None or row.latest is None or row.cells[-1].state is CellState.FIRST:
            continue
        before, after = amount(row.first), amount(row.latest)
        if before is not None and after is not None:
            revisions.append(after - before)
    if not revisions:
        return None
    count = len(revisions)
    return Means(count, sum(revisions, Decimal(0)) / count, sum(map(abs, revisions), Decimal(0)) / count)
