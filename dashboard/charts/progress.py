"""What is to be drawn of an indicator, described once, drawn twice (`svg`, `figures`). Pure: results in, `Chart` out.

A chart knows quarters, values, targets and what they say; it knows no colour, no pixel and no language. Positions in
time are *elapsed quarters*: 0 is the start of the plan's first quarter, 1 its end, so the total of a quarter stands at
its end and the reference path begins at 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dashboard.charts.axes import axis_for, extension_of, nice_axis, span_of
from dashboard.charts.dated import stage_marks, step_marks
from dashboard.charts.marks import bar_mark, counted_since, total_mark
from dashboard.charts.parts import Axis, Drawing, Mark, StageMark, StepMark, TargetMark
from dashboard.charts.says import headline, notes, subtitle
from dashboard.charts.targets import target_marks
from dashboard.sentences import Sentence
from indicators.periods import Quarter
from indicators.plan import Indicator, Kind, Unit
from indicators.progress import PathPoint
from indicators.results import IndicatorDetail
from indicators.targets import SUMS
from indicators.trajectory import path_in_force, path_original, points
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything to be drawn of one indicator in one release.

    `counted_since` is the quarter from which a list is counted where figures were declared before. `points` are
    totals so far (for every kind), `bars` what each quarter brought (sums only). `path` leads to the targets in
    force, `original` to those of the first term where they differ. `extension` is the stretch of time that a later
    term added. `headline` says what the chart shows, `subtitle` what is measured, `alternative` both for those who
    do not see it.
    """

    code: str
    drawing: Drawing
    unit: Unit
    things: Text
    first: Quarter
    reference: Quarter
    span: Decimal
    points: tuple[Mark, ...]
    bars: tuple[Mark, ...]
    path: tuple[PathPoint, ...]
    original: tuple[PathPoint, ...]
    targets: tuple[TargetMark, ...]
    extension: tuple[Decimal, Decimal] | None
    stages: tuple[StageMark, ...]
    steps: tuple[StepMark, ...]
    counted_since: Quarter | None
    baseline: Decimal | None
    axis: Axis
    bar_axis: Axis
    headline: Sentence
    subtitle: Sentence
    notes: tuple[Sentence, ...]
    demonstration: bool

    @property
    def last(self) -> Mark | None:
        """The last quarter with a value, or None."""
        return next((mark for mark in reversed(self.points) if mark.known), None)

    @property
    def empty(self) -> bool:
        """Whether no quarter has a value."""
        return self.last is None


def chart(detail: IndicatorDetail) -> Chart:
    """The chart of `detail`, whatever its kind and however little is known."""
    indicator = detail.indicator
    seen = points(detail)
    totals = tuple(total_mark(point, detail) for point in seen)
    bars = tuple(bar_mark(point, detail) for point in seen) if indicator.kind in SUMS else ()
    targets = target_marks(detail)
    path, original = path_in_force(detail), path_original(detail)
    drawing = drawing_of(indicator)
    span = span_of(detail, targets)
    return Chart(
        code=indicator.code,
        drawing=drawing,
        unit=indicator.unit,
        things=indicator.things,
        first=detail.plan.first_quarter,
        reference=detail.release.reference,
        span=span,
        points=totals,
        bars=bars,
        path=path,
        original=original,
        targets=targets,
        extension=extension_of(detail, span),
        stages=stage_marks(detail) if drawing is Drawing.STAGES else (),
        steps=step_marks(detail) if drawing is Drawing.STEPS else (),
        counted_since=counted_since(detail),
        baseline=indicator.baseline.value if indicator.baseline else None,
        axis=axis_for(indicator, totals, path, original, targets),
        bar_axis=nice_axis([bar.high for bar in bars if bar.high is not None], whole=True),
        headline=headline(detail, totals),
        subtitle=subtitle(indicator),
        notes=notes(detail, totals),
        demonstration=detail.release.demonstration,
    )


def drawing_of(indicator: Indicator) -> Drawing:
    """How the chart of an indicator is drawn: what kind it is says."""
    match indicator.kind:
        case Kind.DELIVERABLE:
            return Drawing.STAGES
        case Kind.PROGRAMME:
            return Drawing.STEPS
        case Kind.LEVEL | Kind.RATIO:
            return Drawing.LEVEL
        case Kind.COUNT | Kind.DISTINCT:
            return Drawing.TOTAL
