"""The revision triangle of an indicator's page: quarter by release, in words, with what it amounts to in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from dashboard import theme
from dashboard.documents.page import Visit
from dashboard.documents.provenance import figure_words, step_title
from dashboard.sentences import Sentence, sentence
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from indicators.results import Figure, IndicatorDetail
from indicators.triangle import RELEASES_FOR_MEANS, Cell, CellState, Means, Triangle, TriangleRow, of_detail

_DASH = "–"
_SHAPES = {
    CellState.CHANGED: theme.Shape.TRIANGLE,
    CellState.WITHDRAWN: theme.Shape.CROSS,
    CellState.ERASED: theme.Shape.CROSS,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A release with the address of this page as published in it."""

    number: int
    published_on: date
    address: str


@dataclass(frozen=True, slots=True)
class CellWords:
    """A cell in words; `marked` where the release says something else than the one before."""

    words: str
    small: tuple[str, ...]
    marked: bool
    shape: Markup


@dataclass(frozen=True, slots=True)
class RowWords:
    """A figure and its cells, a release each."""

    quarter: str
    entity: str
    step: str
    cells: tuple[CellWords, ...]


@dataclass(frozen=True, slots=True)
class Revisions:
    """The section: what it shows in a sentence, the table, the means and what they are or why there are none."""

    summary: Sentence
    means_words: Sentence
    means: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[RowWords, ...]
    has_steps: bool


def revisions(result: IndicatorDetail, texts: Texts, visit: Visit) -> Revisions | None:
    """The section of an indicator's page, the newest release first; None where nothing was published yet."""
    found = of_detail(result)
    if not found.rows:
        return None
    days = {release.number: release.published_on for release in result.releases}
    return Revisions(
        summary=summary(found),
        means_words=_means_sentence(found),
        means=_means(found.means, texts) if found.means else (),
        columns=tuple(Column(n, days[n], visit.in_release(texts.lang, n)) for n in reversed(found.releases)),
        rows=tuple(_row(row, result, texts) for row in found.rows),
        has_steps=any(row.step for row in found.rows),
    )


def summary(found: Triangle) -> Sentence:
    """How many of the figures changed after their first publication."""
    return sentence("triangle.changed_of", count=found.changed, changed=found.changed, total=len(found.rows))


def _means_sentence(found: Triangle) -> Sentence:
    if found.means is None:
        return sentence("triangle.no_means", needed=RELEASES_FOR_MEANS, count=found.with_figures)
    return sentence("triangle.formula", count=found.means.count)


def _means(means: Means, texts: Texts) -> tuple[tuple[str, str], ...]:
    return (
        (texts("triangle.mean"), signed(means.revision, texts)),
        (texts("triangle.mean_absolute"), texts.number(means.absolute)),
    )


def signed(value: Decimal, texts: Texts) -> str:
    """A number with its sign, minus as such."""
    written = texts.number(abs(value))
    return written if value == 0 else f"+{written}" if value > 0 else f"−{written}"


def _row(row: TriangleRow, result: IndicatorDetail, texts: Texts) -> RowWords:
    totals = {cell.figure.so_far for cell in row.cells if cell.figure}
    return RowWords(
        quarter=texts.quarter(row.quarter),
        entity=row.entity,
        step=step_title(result.indicator, row.step, texts) if row.step else _DASH,
        cells=tuple(_cell(cell, result, texts, with_total=len(totals) > 1) for cell in reversed(row.cells)),
    )


def _cell(cell: Cell, result: IndicatorDetail, texts: Texts, *, with_total: bool) -> CellWords:
    """`with_total`: the declared total so far is told as well, because it changed."""
    shape = shape_svg(_SHAPES[cell.state]) if cell.state in _SHAPES else Markup()
    marked = cell.state in _SHAPES
    if cell.figure is None:
        words = _DASH if cell.state is CellState.NOT_YET else texts(f"triangle.{cell.state}")
        return CellWords(words, (), marked, shape)
    figure = cell.figure
    small = [texts("triangle.changed")] if cell.state is CellState.CHANGED else []
    if with_total and not figure.protected:
        total = texts.number(figure.so_far) if figure.so_far is not None else texts("change.not_declared")
        small.append(texts("triangle.so_far", total=total))
    return CellWords(_said(figure, result, texts), tuple(small), marked, shape)


def _said(figure: Figure, result: IndicatorDetail, texts: Texts) -> str:
    """A figure in words; of a step, which its row names, whether it was done."""
    if figure.step and not figure.protected:
        return texts("triangle.done" if figure.value != 0 else "triangle.not_done")
    return figure_words(figure, result, texts)
