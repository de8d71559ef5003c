"""The three figures of persons beside each other: attendances, distinct documents, persons found to be one. Pure.

All are counted of the same lists, so they stand on one scale; none of them is a share of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dashboard.charts.axes import nice_axis
from dashboard.charts.parts import Axis
from dashboard.sentences import Sentence, sentence
from indicators.periods import Quarter
from indicators.results import Figure, IndicatorDetail
from indicators.words import Text

# Older quarters are in the table.
MOST_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Counted:
    """What one indicator counts in a quarter: None where nothing is published."""

    code: str
    name: Text
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class PersonsChart:
    """By quarter, newest first, what each indicator counts of its lists, the largest kind of figure first."""

    quarters: tuple[tuple[Quarter, tuple[Counted, ...]], ...]
    axis: Axis
    headline: Sentence
    demonstration: bool


def persons_chart(detail: IndicatorDetail) -> PersonsChart | None:
    """The chart of an indicator of persons and those counted of the same lists; None where no list counts them yet."""
    indicator = detail.indicator
    others = [(other, figures) for other, figures in detail.same_lists if other.persons]
    if not (indicator.in_plan and indicator.persons and others):
        return None
    found = sorted({figure.quarter for _, figures in others for figure in figures if figure.value is not None})
    quarters = tuple(reversed(found[-MOST_QUARTERS:]))
    if not quarters:
        return None
    kinds = [*((other.code, other.label, figures) for other, figures in others)]
    kinds.append((indicator.code, indicator.label, detail.unsplit))
    rows = tuple((q, tuple(Counted(code, name, _in(figures, q)) for code, name, figures in kinds)) for q in quarters)
    values = [counted.value for _, row in rows for counted in row if counted.value is not None]
    parts = tuple(
        sentence("persons.part", value=counted.value, name=counted.name)
        for counted in rows[0][1]
        if counted.value is not None
    )
    return PersonsChart(
        rows,
        nice_axis(values, whole=True),
        sentence("persons.headline", quarter=quarters[0], parts=parts),
        detail.release.demonstration,
    )


def _in(figures: tuple[Figure, ...], quarter: Quarter) -> Decimal | None:
    values = [figure.value for figure in figures if figure.quarter == quarter and figure.value is not None]
    return sum(values, Decimal(0)) if values else None
