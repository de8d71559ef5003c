"""The dated targets of every version of the term, as totals since the start. Pure."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from dashboard.charts.axes import elapsed_at
from dashboard.charts.parts import TargetMark
from indicators.periods import Quarter
from indicators.plan import Target
from indicators.results import IndicatorDetail
from indicators.targets import known_targets, since_start, targets_of


def target_marks(detail: IndicatorDetail) -> tuple[TargetMark, ...]:
    """The targets of every version known at the reference quarter, yearly ones added up, in order of version and date.

    A programme's are its steps, so it has none of its own here.
    """
    plan, indicator = detail.plan, detail.indicator
    known = known_targets(indicator, plan.version_in_force(detail.release.reference.end))
    marks: list[TargetMark] = []
    for version, found in groupby(known, key=lambda one: one[0].version):
        of_version = list(found)
        totals = [yardstick.value for yardstick in since_start(targets_of(indicator, version))]
        last = of_version[-1][0]
        marks.extend(
            _target_mark(t, total, first=plan.first_quarter, in_force=in_force, final=t is last)
            for (t, in_force), total in zip(of_version, totals, strict=True)
        )
    return tuple(marks)


def _target_mark(target: Target, total: Decimal, *, first: Quarter, in_force: bool, final: bool) -> TargetMark:
    return TargetMark(
        date=target.date,
        elapsed=elapsed_at(target.date, first),
        value=total,
        basis=target.basis,
        version=target.version,
        in_force=in_force,
        final=final,
    )
