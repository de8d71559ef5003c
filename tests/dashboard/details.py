"""One indicator page for every state and every kind of drawing, made from the builders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators import results
from indicators.periods import Quarter
from indicators.plan import Act, ActKind, Basis, Direction, Indicator, Kind, Stage, Unit
from indicators.progress import State
from tests import builders as b

LAST = Quarter(2023, 4)
ALL = [str(Quarter(2021, 3) + index) for index in range(10)]
ACT = Act("1.1.p1.a", ActKind.NOT_VIABLE, date(2023, 5, 2), "Oficio 12", "MIN", Basis.ENTITY, b.HERE)


def counted(values: Iterable[int | None], **changes: Any) -> list[results.Figure]:
    """A figure a quarter from the first on; None leaves a gap."""
    return [b.figure(q, v, **changes) for q, v in zip(ALL, values, strict=False) if v is not None]


def page(subject: Indicator, *figures: results.Figure, at: str = "2023-Q4", **release: Any) -> results.IndicatorDetail:
    published = b.release(reference=at, **release)
    return b.detail(
        subject, *figures, published=published, of=b.plan(b.action(subject), terms=(b.ORIGINAL, b.EXTENDED))
    )


def of_state() -> dict[State, results.IndicatorDetail]:
    """A page in each state; a test compares keys with states."""
    count, report = b.indicator(targets=(b.target(180),)), b.indicator(Kind.DELIVERABLE, targets=(b.target(1),))
    ratio = b.indicator(
        Kind.RATIO, unit=Unit.PERCENTAGE, baseline=b.baseline(20), targets=(b.target(80),), direction=Direction.UP
    )
    withdrawn = replace(ACT, kind=ActKind.WITHDRAWN)
    return {
        State.WITHDRAWN: page(replace(count, acts=(withdrawn,)), *counted([5])),
        State.NOT_VIABLE: page(replace(report, acts=(ACT,))),
        State.NO_TARGET: page(replace(count, targets=()), *counted([5] * 10)),
        State.MET: page(count, *counted([30] * 10)),
        State.NOT_DUE: page(report, b.figure("2023-Q4", stage=Stage.DRAFTING, stage_date=date(2023, 10, 2))),
        State.NO_DATA: page(count),
        State.NOTHING_TO_REPORT: page(count, *counted([0] * 10, nothing=True)),
        State.UNDEFINED: page(ratio, *[b.figure(q, numerator=Decimal(0), denominator=Decimal(0)) for q in ALL]),
        State.UNDETERMINED: page(b.indicator(Kind.DISTINCT, targets=(b.target(180),)), *counted([10] * 10)),
        State.ON_TRACK: page(count, *counted([10] * 10)),
        State.BEHIND: page(count, *counted([8] * 10)),
        State.OFF_TRACK: page(count, *counted([2] * 10)),
    }


def of_kind() -> dict[str, results.IndicatorDetail]:
    """A page for each way of drawing, with gaps, ranges, late and revised figures, dated and undated stages."""
    extended = (b.target(180), b.target(180, "2026-12-31", version=2))
    revised = replace(b.figure("2022-Q4", 12), change="correction", reason="suma corregida", from_release=3)
    late = b.figure("2023-Q1", 7, late=True)
    nothing = b.figure("2023-Q2", 0, nothing=True)
    sums = [*counted([10, 12, None, 9, 8]), revised, late, nothing, b.figure("2023-Q4", 11)]
    stages = [
        b.figure("2021-Q3", stage=Stage.NOT_STARTED),
        b.figure("2022-Q2", stage=Stage.DRAFTING, stage_date=date(2022, 4, 18)),
        b.figure("2023-Q1", stage=Stage.IN_REVIEW, stage_date=date(2023, 3, 1)),
    ]
    steps = tuple(b.step(code, due) for code, due in (("a", "2022-06-30"), ("b", "2023-06-30"), ("c", "2025-12-31")))
    done = b.figure("2022-Q3", 1, step="a", stage_date=date(2022, 8, 15))
    ratios = [b.figure(q, numerator=Decimal(20 + i), denominator=Decimal(50)) for i, q in enumerate(ALL) if i != 4]
    return {
        "count": page(b.indicator(targets=extended), *sums),
        "distinct": page(b.indicator(Kind.DISTINCT, persons=True, targets=extended), *sums),
        "deliverable": page(b.indicator(Kind.DELIVERABLE, targets=(b.target(1, basis=Basis.IMPLIED),)), *stages),
        "programme": page(b.indicator(Kind.PROGRAMME, steps=steps), done),
        "level": page(b.indicator(Kind.LEVEL, baseline=b.baseline(3), targets=extended), *counted([4, 5, None, 7])),
        "ratio": page(b.indicator(Kind.RATIO, unit=Unit.PERCENTAGE, baseline=b.baseline(30)), *ratios),
        "extended": page(b.indicator(targets=extended), *sums, at="2026-Q3", published_on=date(2026, 11, 5)),
        "listed": page(
            b.indicator(targets=extended, reporters=(b.reporter(since=b.quarter("2023-Q3"), job_before="before"),)),
            *sums,
            published_on=date(2024, 1, 5),
        ),
        "empty": page(b.indicator(targets=extended)),
        "before_the_start": page(b.indicator(targets=extended), at="2021-Q2", published_on=date(2021, 7, 1)),
    }
