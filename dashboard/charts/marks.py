"""The marks of quarters: what each says, and what has to be said of it. Pure."""

from __future__ import annotations

from decimal import Decimal

from dashboard.charts.parts import Flag, Mark
from dashboard.rounding import places_of
from indicators.periods import Quarter
from indicators.plan import Accrual, Indicator, Kind
from indicators.results import IndicatorDetail
from indicators.targets import SUMS
from indicators.totals import in_order
from indicators.trajectory import Point


def total_mark(point: Point, detail: IndicatorDetail) -> Mark:
    """The mark of a quarter's total so far."""
    low, high = point.total if point.total else (None, None)
    return _mark(point, detail, low, high)


def bar_mark(point: Point, detail: IndicatorDetail) -> Mark:
    """The mark of what a quarter brought by itself."""
    return _mark(point, detail, point.value, point.value)


def _mark(point: Point, detail: IndicatorDetail, low: Decimal | None, high: Decimal | None) -> Mark:
    return Mark(
        quarter=point.quarter,
        elapsed=point.quarter - detail.plan.first_quarter + 1,
        low=low,
        high=high,
        expected=point.expected,
        flags=flags(point, detail),
        places=places_of(detail.indicator.kind),
        parts=parts_of(point, detail.indicator) if detail.indicator.kind is Kind.RATIO else None,
    )


def parts_of(point: Point, indicator: Indicator) -> tuple[Decimal, Decimal] | None:
    """Numerator and denominator of a quarter: events added up over entities, of stocks what the lead reporter says."""
    seen = in_order(indicator, (figure.observation for figure in point.figures))
    known = [(o.numerator, o.denominator) for o in seen if o.numerator is not None and o.denominator is not None]
    if not known:
        return None
    over, under = ([pair[place] for pair in known] for place in (0, 1))
    return _accrued(over, indicator.numerator), _accrued(under, indicator.denominator)


def _accrued(values: list[Decimal], accrual: Accrual) -> Decimal:
    return values[-1] if accrual is Accrual.STOCK else sum(values, Decimal(0))


def flags(point: Point, detail: IndicatorDetail) -> tuple[Flag, ...]:
    """What has to be said of `point`. Before its reports are due a missing quarter is pending, not a gap, and one whose
    figures the law forced out is neither; a figure whose reporting window was still open at publication is
    provisional."""
    still_open = detail.release.published_on < detail.plan.due(point.quarter)
    empty = point.reported == 0
    erased = empty and any(stone.quarter == point.quarter and not stone.dimension for stone in detail.tombstones)
    tried = (
        (erased, Flag.ERASED),
        (empty and not erased and not still_open, Flag.GAP),
        (empty and not erased and still_open, Flag.PENDING),
        (0 < point.reported < point.due, Flag.PARTIAL),
        (point.nothing, Flag.NOTHING),
        (point.late, Flag.LATE),
        (point.revised, Flag.REVISED),
        (point.reported > 0 and still_open, Flag.PROVISIONAL),
    )
    return tuple(flag for applies, flag in tried if applies)


def counted_since(detail: IndicatorDetail) -> Quarter | None:
    """The first quarter from which the lead reporter's lists are counted where its figures were declared before; None
    as long as none came, and of what is no sum."""
    lead = next(iter(detail.indicator.reporting), None)
    if lead is None or lead.since is None or not lead.job_before or detail.indicator.kind not in SUMS:
        return None
    first, last = lead.since, detail.release.reference
    came = any(first <= figure.quarter <= last for figure in detail.unsplit if figure.entity == lead.entity)
    return first if came and detail.plan.first_quarter < first else None
