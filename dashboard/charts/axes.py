"""Where things stand: elapsed quarters on the axis of time, round ticks on that of values. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from dashboard.charts.parts import ZERO, Axis, Mark, TargetMark
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Unit
from indicators.results import IndicatorDetail
from indicators.targets import SUMS, PathPoint


def elapsed_at(day: date, first: Quarter) -> Decimal:
    """Elapsed quarters at the end of `day`: whole at the end of a quarter, a share of its days within it."""
    here = Quarter.of(day)
    days = (here.end - here.start).days + 1
    share = Decimal((day - here.start).days + 1) / days
    return here - first + (share if share < 1 else Decimal(1))


def span_of(detail: IndicatorDetail, targets: Sequence[TargetMark]) -> Decimal:
    """How far the axis of time reaches: to the term's end in force, the reference quarter or the last target."""
    plan, reference = detail.plan, detail.release.reference
    ends = [
        elapsed_at(plan.term_on(reference.end).end, plan.first_quarter),
        Decimal(reference - plan.first_quarter + 1),
    ]
    return max([*ends, *(target.elapsed for target in targets)])


def extension_of(detail: IndicatorDetail, span: Decimal) -> tuple[Decimal, Decimal] | None:
    """From and until which elapsed quarter a later term reaches; None where the plan was not extended."""
    plan = detail.plan
    start = elapsed_at(plan.original_end, plan.first_quarter)
    extended = plan.term_on(detail.release.reference.end).version > 1
    return (start, span) if extended and start < span else None


def axis_for(
    indicator: Indicator,
    totals: Sequence[Mark],
    path: Sequence[PathPoint],
    original: Sequence[PathPoint],
    targets: Sequence[TargetMark],
) -> Axis:
    """The value axis that holds totals, paths, targets and baseline; in whole numbers where things are counted."""
    values = [end for mark in totals for end in (mark.low, mark.high) if end is not None]
    values += [point.value for point in (*path, *original)] + [target.value for target in targets]
    if indicator.baseline:
        values.append(indicator.baseline.value)
    things = indicator.kind is Kind.LEVEL and indicator.unit in (Unit.NUMBER, Unit.QUANTITY)
    return nice_axis(values, whole=things or indicator.kind in SUMS)


def nice_axis(values: Iterable[Decimal], *, whole: bool) -> Axis:
    """An axis from 0 (or below) that holds `values` with three to six round ticks; `whole` keeps ticks to integers."""
    seen = list(values)
    low, high = min([ZERO, *seen]), max([ZERO, *seen])
    if low == high:
        high = low + 1
    step = nice_step((high - low) / 4, whole=whole)
    bottom = (low / step).to_integral_value("ROUND_FLOOR")
    top = (high / step).to_integral_value("ROUND_CEILING")
    ticks = tuple(step * number for number in range(int(bottom), int(top) + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def nice_step(rough: Decimal, *, whole: bool) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 and their tenfolds that is not below `rough`; at least 1 where `whole`."""
    if whole and rough <= 1:
        return Decimal(1)
    scale = Decimal(10) ** rough.adjusted()
    steps = [scale * factor for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))]
    return next(step for step in steps if step >= rough and (not whole or step == step.to_integral_value()))
