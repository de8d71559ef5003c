"""What is put side by side: indicators, each on an axis of its own, or departments of one indicator on one axis. Pure.

Different units never share an axis, and attainments are named beside each other, never averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.charts.axes import nice_axis
from dashboard.charts.department_map import added, adds_up
from dashboard.charts.parts import Axis, Flag, Mark
from dashboard.charts.progress import Chart, chart
from dashboard.charts.tiles import TILES
from dashboard.saying import amount
from dashboard.sentences import Sentence, sentence
from dashboard.splits import name_of
from indicators.department_figures import DEPARTMENT, DepartmentFigures, DepartmentRecord
from indicators.periods import Quarter, quarters
from indicators.results import IndicatorDetail
from indicators.words import Text

MOST_DEPARTMENTS, AT_FIRST = 6, 4


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Indicators beside each other on one axis of time: `charts` span the same quarters, each in its own unit."""

    charts: tuple[Chart, ...]
    labels: tuple[Text, ...]
    headline: Sentence


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """One department: what each quarter brought (a mark without value where nothing was published), and in all."""

    code: str
    name: Text
    marks: tuple[Mark, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class DepartmentLines:
    """Departments of one indicator, quarter by quarter from `first` on, all on one `axis`."""

    code: str
    label: Text
    things: Text
    first: Quarter
    lines: tuple[DepartmentLine, ...]
    axis: Axis
    headline: Sentence
    summed: bool
    demonstration: bool


# Indicators ------------------------------------------------------------------------------------------------------


def side_by_side(details: Sequence[IndicatorDetail]) -> SideBySide:
    """The indicators of `details` beside each other."""
    drawn = [chart(detail) for detail in details]
    span = max((each.span for each in drawn), default=Decimal(1))
    return SideBySide(
        charts=tuple(replace(each, span=span) for each in drawn),
        labels=tuple(detail.indicator.label for detail in details),
        headline=sentence("compare.says", items=tuple(attained(detail) for detail in details)),
    )


def attained(detail: IndicatorDetail) -> Sentence:
    """How much of its last target an indicator has reached, or why that cannot be said."""
    progress, label = detail.progress, detail.indicator.label
    if progress.obtained is None:
        return sentence("compare.unreported", label=label)
    if progress.atii is None or progress.final is None:
        return sentence("compare.no_target", label=label, amount=amount(detail.indicator, progress))
    key = "compare.reached" if progress.atii.exact else "compare.reached_at_least"
    return sentence(key, label=label, share=progress.atii.low, final=progress.final)


# Departments -----------------------------------------------------------------------------------------------------


def offered_departments(found: DepartmentFigures) -> tuple[str, ...]:
    """The departments with a published figure, in the order of their codes."""
    known = {figure.category for figure in found.split if figure.value is not None}
    return tuple(sorted(tile.code for tile in TILES if tile.code in known))


def chosen_departments(found: DepartmentFigures, codes: Sequence[str]) -> tuple[str, ...]:
    """Those of `codes` that have a figure; the largest where none does."""
    offered = offered_departments(found)
    named = tuple(code for code in offered if code in codes)[:MOST_DEPARTMENTS]
    if named:
        return named
    largest = sorted(offered, key=lambda code: (-_total(found, code), code))[:AT_FIRST]
    return tuple(code for code in offered if code in largest)


def department_lines(record: DepartmentRecord, found: DepartmentFigures, codes: Sequence[str]) -> DepartmentLines:
    """The departments of `codes`, quarter by quarter, from the first quarter that has any to the reference quarter."""
    span = tuple(quarters(found.quarters[0], record.release.reference))
    lines = tuple(
        DepartmentLine(
            code,
            name_of(record.plan, DEPARTMENT, code),
            tuple(_mark(found, code, quarter, span[0]) for quarter in span),
            _total(found, code),
        )
        for code in codes
    )
    values = [mark.high for line in lines for mark in line.marks if mark.high is not None]
    summed = adds_up(found)
    items = tuple(_item(line, summed=summed) for line in sorted(lines, key=lambda line: -line.total))
    return DepartmentLines(
        code=found.indicator.code,
        label=found.indicator.label,
        things=found.indicator.things,
        first=span[0],
        lines=lines,
        axis=nice_axis(values, whole=True),
        headline=sentence(
            "compare.departments_sum" if summed else "compare.departments",
            things=found.indicator.things,
            quarter=span[-1],
            items=items,
        ),
        summed=summed,
        demonstration=record.release.demonstration,
    )


def _item(line: DepartmentLine, *, summed: bool) -> Sentence:
    if summed:
        return sentence("compare.department", name=line.name, value=line.total)
    last = next(mark for mark in reversed(line.marks) if mark.low is not None)
    return sentence("compare.department_in", name=line.name, value=last.low or Decimal(0), quarter=last.quarter)


def _mark(found: DepartmentFigures, code: str, quarter: Quarter, first: Quarter) -> Mark:
    value = added(figure for figure in found.split if (figure.category, figure.quarter) == (code, quarter))
    flags = (Flag.GAP,) if value is None else ()
    return Mark(quarter, quarter - first + 1, value, value, None, flags)


def _total(found: DepartmentFigures, code: str) -> Decimal:
    return added(figure for figure in found.split if figure.category == code) or Decimal(0)
