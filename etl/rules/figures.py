"""From a row to the figure that it makes, the same for what is staged and for what is held against the published."""

from __future__ import annotations

from decimal import Decimal

from etl.rules.entries import Entry, Situation
from etl.rules.rows import FIGURE_COLUMNS
from indicators.drafts import FigureDraft
from indicators.plan import Indicator


def figure_of(entry: Entry) -> FigureDraft | None:
    """The figure of a sound row of a known indicator; None where it says that there is no information.

    Raises ValueError for any other row.
    """
    if not entry.sound or entry.quarter is None or entry.indicator is None:
        raise ValueError("a figure is made of a row that was found sound")
    if entry.situation is Situation.NO_DATA:
        return None
    return FigureDraft(
        indicator=entry.code,
        quarter=entry.quarter,
        dimension=entry.dimension,
        category=entry.category,
        value=_value(entry),
        nothing=entry.situation is Situation.NOTHING,
        so_far=entry.so_far,
        numerator=entry.numerator,
        denominator=entry.denominator,
        stage=entry.stage,
        stage_date=entry.day,
        act=entry.act,
        step=entry.step,
        note=entry.note,
        evidence_kind=entry.evidence_kind,
        evidence_reference=entry.evidence_reference,
        evidence_date=entry.evidence_date,
        evidence_public=entry.evidence_public == "yes",
        change=entry.change,
        reason=entry.reason,
        withdrawn=entry.situation is Situation.WITHDRAWN,
        sheet=entry.sheet,
        row=entry.row,
        column=_figure_column(entry, entry.indicator),
        raw=tuple((name, cell.text) for name, cell in entry.cells.items() if not cell.blank),
    )


def _value(entry: Entry) -> Decimal | None:
    """The row's number: 0 for "nothing", 1 for a step that was done, none for ratios and stages."""
    if entry.situation is Situation.NOTHING:
        return Decimal(0)
    if entry.situation is Situation.FIGURE and entry.step:
        return Decimal(1)
    return entry.value


def _figure_column(entry: Entry, indicator: Indicator) -> str:
    return FIGURE_COLUMNS[indicator.kind][0] if entry.situation is Situation.FIGURE else "situacion"
