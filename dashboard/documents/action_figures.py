"""The table of an action's page: every quarter of all its indicators side by side, gaps included. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.marks import flags
from dashboard.charts.parts import Flag
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Kind
from indicators.results import IndicatorDetail
from indicators.targets import SUMS
from indicators.trajectory import Point, points
from indicators.words import Text

_MISSING = (Flag.ERASED, Flag.GAP, Flag.PENDING)
_SAID = (Flag.NOTHING, Flag.PARTIAL, Flag.LATE, Flag.REVISED, Flag.PROVISIONAL)


@dataclass(frozen=True, slots=True)
class Cell:
    """One quarter of one indicator: what it brought, the total since the start, what is special about it."""

    value: str
    total: str
    notes: tuple[str, ...]
    missing: bool


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator: the address of its page, its name, and what the large number of its cells is."""

    path: str
    label: Text
    measure: str
    number: bool


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Columns are indicators, rows quarters, the last one first."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Quarter, tuple[Cell, ...]], ...]


def figure_table(details: tuple[IndicatorDetail, ...], texts: Texts) -> FigureTable | None:
    """The table of `details`; None where there is no quarter."""
    series = [points(detail) for detail in details]
    if not series or not series[0]:
        return None
    return FigureTable(
        tuple(_column(detail, texts) for detail in details),
        tuple(
            (here[0].quarter, tuple(_cell(p, detail, texts) for p, detail in zip(here, details, strict=True)))
            for here in reversed(list(zip(*series, strict=True)))
        ),
    )


def _column(detail: IndicatorDetail, texts: Texts) -> Column:
    kind = detail.indicator.kind
    measure = "sum" if kind in SUMS else str(kind)
    return Column(
        f"indicators/{detail.indicator.code}",
        detail.indicator.label,
        texts(f"figures.{measure}"),
        kind is not Kind.DELIVERABLE,
    )


def _cell(point: Point, detail: IndicatorDetail, texts: Texts) -> Cell:
    marks = flags(point, detail)
    missing = next((flag for flag in _MISSING if flag in marks), None)
    if missing is not None:
        unasked = missing is Flag.GAP and point.due == 0 and bool(detail.indicator.reporting)
        return Cell(texts("not_asked_yet" if unasked else f"flag.{missing}"), "", (), missing=True)
    notes = tuple(texts(f"flag.{flag}") for flag in _SAID if flag in marks)
    return Cell(*_said(point, detail, texts), notes, missing=False)


def _said(point: Point, detail: IndicatorDetail, texts: Texts) -> tuple[str, str]:
    """What the quarter brought and, of a sum, what there is so far."""
    if detail.indicator.kind is Kind.DELIVERABLE:
        return (texts(f"stage.{point.stage}") if point.stage else texts("amount.no_stage"), "")
    total = texts.range(point.total) if point.total else texts("figures.unknown")
    if detail.indicator.kind not in SUMS:
        return (total, "")
    value = texts.number(point.value) if point.value is not None else texts("figures.unknown")
    return (value, texts("figures.total", total=total))
