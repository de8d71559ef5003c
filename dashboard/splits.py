"""An indicator split by a dimension: what each category brought, quarter by quarter, or so far. Pure.

Only what was published is here. A category that a quarter does not state is missing there, never zero, and a total so
far is given for counts alone: distinct units may recur from quarter to quarter, so their parts cannot be added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.charts.parts import Mark
from indicators.periods import Quarter, quarters
from indicators.plan import Indicator, Kind, Plan
from indicators.results import Figure, IndicatorDetail
from indicators.words import Text, TextBasis

# More lines than this cannot be told apart; the table and the exports hold the rest.
MOST = 6


@dataclass(frozen=True, slots=True)
class Split:
    """One category of a dimension: its name and a mark for each quarter from the plan's first to the reference one."""

    category: str
    name: Text
    marks: tuple[Mark, ...]

    @property
    def weight(self) -> Decimal:
        """What was reported for it in all, for choosing the largest."""
        return sum((mark.low for mark in self.marks if mark.low is not None), Decimal(0))


def dimensions(detail: IndicatorDetail) -> tuple[tuple[str, Text], ...]:
    """The dimensions by which published figures are split, with their names, in the order of the plan's code list."""
    present = {figure.dimension for figure in detail.figures if figure.dimension and figure.value is not None}
    codes = _ordered(detail.plan, "dimension", present)
    return tuple((code, name_of(detail.plan, "dimension", code)) for code in codes)


def adds_up(indicator: Indicator) -> bool:
    """Whether the parts of different quarters may be added."""
    return indicator.kind is Kind.COUNT


def splits(detail: IndicatorDetail, dimension: str, *, so_far: bool) -> tuple[Split, ...]:
    """The categories of `dimension`, in the order of the plan's code list; `so_far` counts only where parts add up."""
    figures = [figure for figure in detail.figures if figure.dimension == dimension]
    present = {figure.category for figure in figures}
    summed = so_far and adds_up(detail.indicator)
    return tuple(
        Split(
            category,
            name_of(detail.plan, dimension, category),
            _marks(detail, [figure for figure in figures if figure.category == category], summed=summed),
        )
        for category in _ordered(detail.plan, dimension, present)
    )


def largest(parts: Sequence[Split]) -> tuple[Split, ...]:
    """The `MOST` largest, in their own order."""
    chosen = sorted(parts, key=lambda part: -part.weight)[:MOST]
    return tuple(part for part in parts if part in chosen)


def name_of(plan: Plan, kind: str, code: str) -> Text:
    """The name of a dimension or category in the plan's code lists; the code itself where it has none."""
    known = next((term.title for term in plan.code_lists if (term.kind, term.code) == (kind, code)), None)
    return known or Text(code, code, TextBasis.OURS)


def _ordered(plan: Plan, kind: str, codes: set[str]) -> list[str]:
    listed = [term.code for term in plan.code_lists if term.kind == kind and term.code in codes]
    return listed + sorted(codes - set(listed))


def _marks(detail: IndicatorDetail, figures: Sequence[Figure], *, summed: bool) -> tuple[Mark, ...]:
    first, marks, total = detail.plan.first_quarter, [], Decimal(0)
    for quarter in quarters(first, detail.release.reference):
        value = _value(figures, quarter)
        total += value or Decimal(0)
        shown = total if summed and value is not None else value
        marks.append(Mark(quarter, quarter - first + 1, shown, shown, None, ()))
    return tuple(marks)


def _value(figures: Sequence[Figure], quarter: Quarter) -> Decimal | None:
    values = [figure.value for figure in figures if figure.quarter == quarter and figure.value is not None]
    return sum(values, Decimal(0)) if values else None
