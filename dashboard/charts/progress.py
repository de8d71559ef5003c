"""What is to be drawn of an indicator, described once, drawn twice (`svg`, `figures`). Pure: results in, `Chart` out.

A chart knows quarters, values, targets and what they say; it knows no colour, no pixel and no language. Positions in
time are *elapsed quarters*: 0 is the start of the plan's first quarter, 1 its end, so the total of a quarter stands at
its end and the reference path begins at 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from dashboard.rounding import places_of
from dashboard.sentences import Sentence, sentence
from indicators.periods import Quarter
from indicators.plan import Basis, Direction, Indicator, Kind, Stage, Step, Target, Unit
from indicators.progress import PathPoint, Range, State, attained, band
from indicators.results import Figure, IndicatorDetail, IndicatorStatus
from indicators.targets import DATED, SUMS, known_targets, since_start, steps_of, targets_of
from indicators.trajectory import Point, path_in_force, path_original, points
from indicators.words import Text

ZERO = Decimal(0)


class Drawing(StrEnum):
    """How a chart is drawn."""

    TOTAL = "total"
    LEVEL = "level"
    STAGES = "stages"
    STEPS = "steps"


class Flag(StrEnum):
    """What has to be said of a quarter's mark."""

    GAP = "gap"
    PENDING = "pending"
    ERASED = "erased"
    PARTIAL = "partial"
    NOTHING = "nothing"
    LATE = "late"
    REVISED = "revised"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Mark:
    """One quarter: its value (`low` = `high` where exact; both None where nothing was reported) and its flags.

    `places` are the decimals in which what was expected is printed."""

    quarter: Quarter
    elapsed: int
    low: Decimal | None
    high: Decimal | None
    expected: Decimal | None
    flags: tuple[Flag, ...]
    places: int = 0

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.low is not None

    @property
    def exact(self) -> bool:
        """Whether the value is one number."""
        return self.known and self.low == self.high


@dataclass(frozen=True, slots=True)
class TargetMark:
    """A dated target, as a total since the start. `final` is the last of its version; `in_force` that of today."""

    date: date
    elapsed: Decimal
    value: Decimal
    basis: Basis
    version: int
    in_force: bool
    final: bool


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage of a deliverable: reached on `date` (None where no date was given) as reported in `quarter`."""

    stage: Stage
    reached: bool
    current: bool
    quarter: Quarter | None
    date: date | None
    elapsed: Decimal | None
    act: str


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of a programme: when it was due (and first due), when it was done."""

    code: str
    title: Text
    due: date
    due_at: Decimal
    original_due: date | None
    done: bool
    done_on: date | None
    done_at: Decimal | None
    overdue: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: its ends and its round ticks, both ends among them."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything to be drawn of one indicator in one release.

    `points` are totals so far (for every kind), `bars` what each quarter brought (sums only). `path` leads to the
    targets in force, `original` to those of the first term where they differ. `extension` is the stretch of time that
    a later term added. `headline` says what the chart shows, `subtitle` what is measured, `alternative` both for those
    who do not see it.
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
    totals = tuple(_total(point, detail) for point in seen)
    bars = tuple(_bar(point, detail) for point in seen) if indicator.kind in SUMS else ()
    targets = target_marks(detail)
    path, original = path_in_force(detail), path_original(detail)
    drawing = _drawing(indicator)
    span = _span(detail, targets)
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
        extension=_extension(detail, span),
        stages=stage_marks(detail) if drawing is Drawing.STAGES else (),
        steps=step_marks(detail) if drawing is Drawing.STEPS else (),
        baseline=indicator.baseline.value if indicator.baseline else None,
        axis=_axis(indicator, totals, path, original, targets),
        bar_axis=nice_axis([bar.high for bar in bars if bar.high is not None], whole=True),
        headline=headline(detail, totals),
        subtitle=_subtitle(indicator),
        notes=_notes(detail, totals),
        demonstration=detail.release.demonstration,
    )


def _drawing(indicator: Indicator) -> Drawing:
    match indicator.kind:
        case Kind.DELIVERABLE:
            return Drawing.STAGES
        case Kind.PROGRAMME:
            return Drawing.STEPS
        case Kind.LEVEL | Kind.RATIO:
            return Drawing.LEVEL
        case Kind.COUNT | Kind.DISTINCT:
            return Drawing.TOTAL


# Time ------------------------------------------------------------------------------------------------------------


def elapsed_at(day: date, first: Quarter) -> Decimal:
    """Elapsed quarters at the end of `day`: whole at the end of a quarter, a share of its days within it."""
    here = Quarter.of(day)
    days = (here.end - here.start).days + 1
    share = Decimal((day - here.start).days + 1) / days
    return here - first + (share if share < 1 else Decimal(1))


def _span(detail: IndicatorDetail, targets: Sequence[TargetMark]) -> Decimal:
    """How far the axis of time reaches: to the term's end in force, the reference quarter or the last target."""
    plan, reference = detail.plan, detail.release.reference
    ends = [
        elapsed_at(plan.term_on(reference.end).end, plan.first_quarter),
        Decimal(reference - plan.first_quarter + 1),
    ]
    return max([*ends, *(target.elapsed for target in targets)])


def _extension(detail: IndicatorDetail, span: Decimal) -> tuple[Decimal, Decimal] | None:
    plan = detail.plan
    start = elapsed_at(plan.original_end, plan.first_quarter)
    extended = plan.term_on(detail.release.reference.end).version > 1
    return (start, span) if extended and start < span else None


# Quarters --------------------------------------------------------------------------------------------------------


def _total(point: Point, detail: IndicatorDetail) -> Mark:
    low, high = point.total if point.total else (None, None)
    return _mark(point, detail, low, high)


def _bar(point: Point, detail: IndicatorDetail) -> Mark:
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
    )


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


# Targets, stages, steps ------------------------------------------------------------------------------------------


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


def stage_marks(detail: IndicatorDetail) -> tuple[StageMark, ...]:
    """The five stages in order. A stage counts as reached where it, or a later one, is the present stage."""
    current = detail.progress.stage
    order = list(Stage)
    first_seen: dict[Stage, Figure] = {}
    for figure in detail.unsplit:
        if figure.stage is not None:
            first_seen.setdefault(figure.stage, figure)
    return tuple(
        _stage_mark(
            stage,
            first_seen.get(stage),
            reached=current is not None and order.index(stage) <= order.index(current),
            current=stage is current,
            first=detail.plan.first_quarter,
        )
        for stage in order
    )


def _stage_mark(stage: Stage, figure: Figure | None, *, reached: bool, current: bool, first: Quarter) -> StageMark:
    if figure is None:
        return StageMark(stage, reached, current, None, None, None, "")
    day = figure.stage_date
    at = elapsed_at(day, first) if day else Decimal(figure.quarter - first + 1)
    return StageMark(stage, reached, current, figure.quarter, day, max(at, ZERO), figure.act)


def step_marks(detail: IndicatorDetail) -> tuple[StepMark, ...]:
    """The steps of a programme as the version in force at the reference quarter has them, by due date."""
    plan, end = detail.plan, detail.release.reference.end
    in_force = steps_of(detail.indicator, plan.version_in_force(end))
    original = {step.code: step.due for step in steps_of(detail.indicator, 1)}
    done = {f.step: f for f in reversed(detail.unsplit) if f.step and not f.nothing and f.value != 0}
    return tuple(_step_mark(step, original.get(step.code), done.get(step.code), detail=detail) for step in in_force)


def _step_mark(step: Step, original: date | None, figure: Figure | None, *, detail: IndicatorDetail) -> StepMark:
    first, end = detail.plan.first_quarter, detail.release.reference.end
    done_on = figure.stage_date if figure else None
    done_at = None
    if figure:
        done_at = elapsed_at(done_on, first) if done_on else Decimal(figure.quarter - first + 1)
    return StepMark(
        code=step.code,
        title=step.title,
        due=step.due,
        due_at=elapsed_at(step.due, first),
        original_due=original if original != step.due else None,
        done=figure is not None,
        done_on=done_on,
        done_at=done_at,
        overdue=figure is None and step.due <= end,
        basis=step.basis,
    )


# Axes ------------------------------------------------------------------------------------------------------------


def _axis(
    indicator: Indicator,
    totals: Sequence[Mark],
    path: Sequence[PathPoint],
    original: Sequence[PathPoint],
    targets: Sequence[TargetMark],
) -> Axis:
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


# What the chart says ---------------------------------------------------------------------------------------------


def headline(detail: IndicatorDetail, totals: Sequence[Mark]) -> Sentence:
    """What the chart shows, in one sentence, read from the chart itself."""
    if not any(mark.known for mark in totals):
        erased = any(Flag.ERASED in mark.flags for mark in totals)
        return sentence("headline.erased" if erased else "headline.no_data")
    match detail.indicator.kind:
        case Kind.DELIVERABLE:
            return _stage_headline(detail)
        case Kind.PROGRAMME:
            return _steps_headline(detail)
        case _:
            return _line_headline(detail, totals)


def _stage_headline(detail: IndicatorDetail) -> Sentence:
    current = next((mark for mark in stage_marks(detail) if mark.current), None)
    if current is None:
        return sentence("headline.no_stage")
    if current.date is not None:
        return sentence("headline.stage_since", stage=current.stage, date=current.date)
    return sentence("headline.stage", stage=current.stage)


def _steps_headline(detail: IndicatorDetail) -> Sentence:
    steps = step_marks(detail)
    done = sum(1 for step in steps if step.done)
    late = sum(1 for step in steps if step.overdue)
    if late:
        return sentence("headline.steps_late", count=late, done=done, total=len(steps))
    return sentence("headline.steps", done=done, total=len(steps))


def _line_headline(detail: IndicatorDetail, totals: Sequence[Mark]) -> Sentence:
    known = [mark for mark in totals if mark.known]
    if all(Flag.NOTHING in mark.flags for mark in known):
        return sentence("headline.nothing")
    met = _met_in(detail, known)
    if met is not None:
        return sentence("headline.met", quarter=met)
    if known[-1].expected is None:
        return sentence("headline.no_path")
    side, since = _side_since(known, detail.indicator.direction)
    if since == known[0].quarter:
        return sentence(f"headline.{side}_always")
    return sentence(f"headline.{side}_since", quarter=since)


def _met_in(detail: IndicatorDetail, known: Sequence[Mark]) -> Quarter | None:
    """The quarter in which the final target was reached, where the indicator is met."""
    final = detail.progress.final
    if detail.progress.state is not State.MET or final is None:
        return None
    down = detail.indicator.direction is Direction.DOWN
    reached = [mark for mark in known if _is_at(mark, final, down=down)]
    return reached[0].quarter if reached else None


def _is_at(mark: Mark, final: Decimal, *, down: bool) -> bool:
    if mark.low is None or mark.high is None:
        return False
    return mark.high <= final if down else mark.low >= final


def _side_since(known: Sequence[Mark], direction: Direction) -> tuple[str, Quarter]:
    """On which side of the path the line is, and since which quarter without a break."""
    now = _side(known[-1], direction)
    since = known[-1].quarter
    for mark in reversed(known):
        if _side(mark, direction) != now:
            break
        since = mark.quarter
    return now, since


def _side(mark: Mark, direction: Direction) -> str:
    """Whether a total keeps to the path, read as the light is: within the band of "on track", at both ends."""
    if mark.low is None or mark.high is None or mark.expected is None:
        return "unclear"
    shares = [attained(end, mark.expected, direction) for end in (mark.low, mark.high)]
    keeps = {share is not None and band(share) is State.ON_TRACK for share in shares}
    if None in shares or len(keeps) > 1:
        return "unclear"
    return "ahead" if keeps == {True} else "short"


def _subtitle(indicator: Indicator) -> Sentence:
    if indicator.kind in DATED:
        return sentence(f"subtitle.{indicator.kind}")
    return sentence(f"subtitle.{indicator.kind}", things=indicator.things)


def _notes(detail: IndicatorDetail, totals: Sequence[Mark]) -> tuple[Sentence, ...]:
    """What a reader has to know to read the chart; only what this chart shows."""
    shown = {flag for mark in totals for flag in mark.flags}
    ranged = any(mark.known and not mark.exact for mark in totals)
    lines = detail.indicator.kind not in DATED
    bases = {target.basis for target in detail.indicator.targets} | {step.basis for step in detail.indicator.steps}
    tried = (
        (lines and bool(path_in_force(detail)), "note.path"),
        (lines and ranged, f"note.range_{detail.indicator.kind}"),
        (lines and {Flag.GAP, Flag.ERASED} <= shown, "note.gap_erased"),
        (lines and Flag.GAP in shown and Flag.ERASED not in shown, "note.gap"),
        (lines and Flag.ERASED in shown and Flag.GAP not in shown, "note.erased"),
        (detail.indicator.kind is Kind.PROGRAMME, "note.steps"),
        (not lines, "note.strip"),
        (lines and Flag.LATE in shown, "note.late"),
        (lines and Flag.REVISED in shown, "note.revised"),
        (lines and Flag.PROVISIONAL in shown, "note.provisional"),
        (Basis.IMPLIED in bases, "note.implied"),
        (Basis.DEMONSTRATION in bases, "note.demonstration_target"),
    )
    return tuple(sentence(key) for applies, key in tried if applies)


# Small drawings of the overview ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mini:
    """The small drawing beside an indicator's name: shares of the final target (0 to 1), or the stage reached.

    `low` and `high` are None where there is no figure, `expected` where there is nothing to compare with.
    """

    drawing: Drawing
    state: State
    low: Decimal | None
    high: Decimal | None
    expected: Decimal | None
    stage: Stage | None


def mini(status: IndicatorStatus) -> Mini | None:
    """The small drawing of `status`; None where there is no target to draw it against."""
    progress, indicator = status.progress, status.indicator
    drawing = _drawing(indicator)
    if drawing is Drawing.STAGES:
        return Mini(drawing, progress.state, None, None, None, progress.stage)
    if progress.final is None or progress.final <= 0 or indicator.direction is Direction.DOWN:
        return None
    yardstick = progress.due if drawing is Drawing.STEPS else progress.expected
    total = progress.obtained
    return Mini(
        drawing,
        progress.state,
        _share(total.low, progress.final) if total else None,
        _share(total.high, progress.final) if total else None,
        _share(yardstick, progress.final) if yardstick is not None else None,
        None,
    )


def _share(value: Decimal, of: Decimal) -> Decimal:
    return min(max(value / of, ZERO), Decimal(1))


def as_range(mark: Mark) -> Range | None:
    """The value of `mark` as a range, or None."""
    return Range(mark.low, mark.high) if mark.low is not None and mark.high is not None else None
