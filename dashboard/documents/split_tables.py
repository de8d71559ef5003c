"""The splits of an indicator as tables: every category beside the total of its quarter, and what nobody split. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dashboard import splits
from dashboard.texts import Texts
from indicators.results import IndicatorDetail
from indicators.trajectory import points

_DASH = "–"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class SplitTable:
    """One dimension: its name, how many of the quarters with anything to split are, the categories, and a row a quarter
    (newest first): the quarter, a cell for each category, the part not split, the total."""

    name: str
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str, str], ...]
    overlapping: bool


def split_tables(result: IndicatorDetail, texts: Texts) -> tuple[SplitTable, ...]:
    """A table for every dimension by which published figures are split. Of persons there is none: they are withheld."""
    return tuple(_table(result, code, texts.of(name), texts) for code, name in splits.dimensions(result))


def no_splits(result: IndicatorDetail, texts: Texts) -> str:
    """Why there is no table, where there is none; else ""."""
    indicator = result.indicator
    if indicator.persons:
        return texts("splits.persons")
    if splits.dimensions(result):
        return ""
    if not indicator.dimensions:
        return texts("splits.not_planned")
    names = texts.listed(texts.of(splits.name_of(result.plan, "dimension", code)) for code in indicator.dimensions)
    return texts("splits.none", names=names)


def _table(result: IndicatorDetail, dimension: str, name: str, texts: Texts) -> SplitTable:
    parts = splits.splits(result, dimension, so_far=False)
    totals = {point.quarter: point.value for point in points(result) if point.value is not None}
    rows, split, over = [], 0, False
    for place, mark in reversed(list(enumerate(parts[0].marks))):
        values = [part.marks[place].low for part in parts]
        total = totals.get(mark.quarter)
        known = [value for value in values if value is not None]
        if not (total or known):
            continue
        split += bool(known)
        over = over or (total is not None and sum(known) > total)
        cells = tuple(texts.number(value) if value is not None else _DASH for value in values)
        whole = texts.number(total) if total is not None else _DASH
        rows.append((texts.quarter(mark.quarter), cells, _not_split(known, total, texts), whole))
    summary = texts("splits.summary", name=name, split=split, total=len(rows))
    return SplitTable(name, summary, tuple(texts.of(part.name) for part in parts), tuple(rows), over)


def _not_split(known: list[Decimal], total: Decimal | None, texts: Texts) -> str:
    """What of the total no category has, with its share; a dash where parts overlap or there is no total."""
    left = total - sum(known, Decimal(0)) if total is not None else None
    if left is None or left < 0:
        return _DASH
    if not total:
        return texts.number(left)
    return texts("splits.left", left=left, share=texts.percent(left / total * _HUNDRED))
