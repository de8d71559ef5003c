"""The heart: baseline, targets, figures and a date in, `Progress` out. Pure; nothing here knows a store or a language.

Formulas named ATI and ATII are CEPLAN's *avance tipo I* and *tipo II* (guide for follow-up and evaluation, RPCD
0061-2023/CEPLAN/PCD, as seen in tools that apply it: verify against the guide in force). The reference path, the ranges
and the flags are the tracker's own. All values are Decimals in the indicator's unit, all percentages unrounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from indicators.periods import Quarter, quarters
from indicators.plan import (
    Accrual,
    ActKind,
    Direction,
    Indicator,
    Kind,
    Plan,
    Stage,
    Step,
    Target,
    Unit,
    Window,
)

HUNDRED = Decimal(100)
ZERO = Decimal(0)


class State(StrEnum):
    """Status of an indicator, in the order in which they are tried."""

    WITHDRAWN = "withdrawn"
    NOT_VIABLE = "not_viable"
    NO_TARGET = "no_target"
    MET = "met"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    NOTHING_TO_REPORT = "nothing_to_report"
    UNDEFINED = "undefined"
    UNDETERMINED = "undetermined"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OFF_TRACK = "off_track"


# CEPLAN's traffic light: [0-75) red, [75-95) yellow, [95-100] green, read on the unrounded percentage.
BANDS: tuple[tuple[Decimal, State], ...] = (
    (Decimal(95), State.ON_TRACK),
    (Decimal(75), State.BEHIND),
    (ZERO, State.OFF_TRACK),
)
_SUMS = (Kind.COUNT, Kind.DISTINCT)
_DATED = (Kind.DELIVERABLE, Kind.PROGRAMME)


@dataclass(frozen=True, slots=True)
class Observation:
    """One unsplit published figure. `nothing` is a declared "nothing to report", which is zero but is said.

    `so_far` is the declared total since the start (distinct); `step` the code of a programme's step that was done.
    """

    quarter: Quarter
    entity: str
    value: Decimal | None = None
    nothing: bool = False
    so_far: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    stage: Stage | None = None
    stage_date: date | None = None
    act: str = ""
    step: str = ""


class Range(NamedTuple):
    """A value known to lie between `low` and `high`; equal where it is known exactly."""

    low: Decimal
    high: Decimal

    @property
    def exact(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high


class Formula(NamedTuple):
    """Arithmetic as data: `texts` words it. `result` is None where the arithmetic has no value."""

    name: str
    operands: tuple[tuple[str, Decimal], ...]
    result: Decimal | None


class PathPoint(NamedTuple):
    """A corner of the reference path: quarters elapsed since the start, and the value planned there."""

    elapsed: int
    value: Decimal


class Yardstick(NamedTuple):
    """A dated target value; `year` is set where it counts that year's events only."""

    date: date
    value: Decimal
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an indicator stands at the end of `reference`.

    `due` is the last positive target dated by then, `expected` the reference path's value, `final` the last target in
    force. `ati`, `atii` and `attainment` (what the light is read from) are percentages, uncapped. `reported` of
    `reports_due` is the coverage, counted in reports (entity and quarter); `missing` names the others. `deadline` is
    the date after which the indicator is overdue, `past_original` the missed date of an earlier version of the term.
    """

    state: State
    reference: Quarter
    obtained: Range | None
    due: Decimal | None
    due_on: date | None
    expected: Decimal | None
    final: Decimal | None
    final_on: date | None
    attainment: Range | None
    ati: Range | None
    atii: Range | None
    pace_needed: Decimal | None
    reported: int
    reports_due: int
    missing: tuple[tuple[str, Quarter], ...]
    last_reported: Quarter | None
    stage: Stage | None
    deadline: date | None
    past_original: date | None
    arithmetic: tuple[Formula, ...]


def progress(
    indicator: Indicator,
    *,
    plan: Plan,
    observations: Iterable[Observation],
    reference: Quarter,
    as_of: date,
) -> Progress:
    """Judge `indicator` at the end of `reference`, as known on `as_of` (a date in the plan's time zone).

    Figures after `reference` are left out; their order does not matter. A quarter is due once its reporting window has
    closed by `as_of`.
    """
    seen = tuple(o for o in sorted(observations, key=lambda o: (o.quarter, o.entity, o.step)) if o.quarter <= reference)
    expected_reports = due_reports(indicator, plan=plan, reference=reference, as_of=as_of)
    reported = {(o.entity, o.quarter) for o in seen}
    missing = tuple(report for report in expected_reports if report not in reported)

    yardsticks = targets_in_force(indicator, plan=plan, on=reference.end)
    path = reference_path(indicator, yardsticks, first=plan.first_quarter)
    total = obtained(indicator, seen, missing)
    due = _last_due(yardsticks, reference)
    final = _final(yardsticks)
    expected = expected_at(path, elapsed(reference, plan.first_quarter))
    yardstick = due.value if due and _compares_with_due(indicator, plan) else expected

    ati = _ati(indicator, seen, missing, due, yardsticks=yardsticks, total=total)
    atii = _reach(indicator, total, final)
    attainment = _attained(total, yardstick, indicator.direction)
    met = bool(total and final and _reached(total, final.value, indicator.direction))
    state = _state(
        indicator,
        reference=reference,
        met=met,
        not_due=_not_due(indicator, plan, due=due, as_of=as_of),
        yardsticks=yardsticks,
        seen=seen,
        missing=missing,
        attainment=attainment,
    )
    return Progress(
        state=state,
        reference=reference,
        obtained=total,
        due=due.value if due else None,
        due_on=due.date if due else None,
        expected=expected,
        final=final.value if final else None,
        final_on=final.date if final else None,
        attainment=attainment,
        ati=ati,
        atii=atii,
        pace_needed=_pace_needed(indicator, total, final, reference),
        reported=len(expected_reports) - len(missing),
        reports_due=len(expected_reports),
        missing=missing,
        last_reported=max((o.quarter for o in seen), default=None),
        stage=next((o.stage for o in reversed(seen) if o.stage), None),
        deadline=None if met else _deadline(indicator, due=due, final=final),
        past_original=_past_original(indicator, plan=plan, seen=seen, reference=reference),
        arithmetic=_arithmetic(
            indicator,
            total=total,
            due=due,
            final=final,
            expected=expected,
            path=path,
            reference=reference,
            first=plan.first_quarter,
            ati=ati,
            atii=atii,
            attainment=attainment,
            yardstick=yardstick,
        ),
    )


def due_reports(
    indicator: Indicator, *, plan: Plan, reference: Quarter, as_of: date
) -> tuple[tuple[str, Quarter], ...]:
    """The reports (entity, quarter) that were due by `as_of`, from the plan's first quarter to `reference`."""
    return tuple(
        (reporter.entity, quarter)
        for quarter in quarters(plan.first_quarter, reference)
        if plan.due(quarter) <= as_of
        for reporter in indicator.reporting
    )


def targets_in_force(indicator: Indicator, *, plan: Plan, on: date) -> tuple[Yardstick, ...]:
    """The dated targets of the version in force on `on`, in time; a programme's are its steps, added up."""
    return _targets_of(indicator, plan.version_in_force(on))


def _targets_of(indicator: Indicator, version: int) -> tuple[Yardstick, ...]:
    if indicator.kind is Kind.PROGRAMME:
        dues = sorted(step.due for step in steps_of(indicator, version))
        return tuple(Yardstick(day, Decimal(dues.index(day) + dues.count(day))) for day in sorted(set(dues)))
    usable = [target for target in indicator.targets if target.version <= version]
    newest = max((target.version for target in usable), default=0)
    return tuple(_yardstick(t) for t in sorted(usable, key=lambda t: t.date) if t.version == newest)


def _yardstick(target: Target) -> Yardstick:
    return Yardstick(target.date, target.value, target.date.year if target.window is Window.IN_YEAR else None)


def steps_of(indicator: Indicator, version: int) -> tuple[Step, ...]:
    """Each step of a programme as the newest version up to `version` has it, by due date."""
    newest: dict[str, Step] = {}
    for step in sorted(indicator.steps, key=lambda step: step.version):
        if step.version <= version:
            newest[step.code] = step
    return tuple(sorted(newest.values(), key=lambda step: (step.due, step.code)))


def reference_path(indicator: Indicator, yardsticks: Sequence[Yardstick], *, first: Quarter) -> tuple[PathPoint, ...]:
    """The corners of the straight path from the start through the dated targets: the tracker's own, not the plan's.

    Sums start at 0, other kinds at their baseline; without one the path starts at the first target. Targets counted in
    a year are added up, so that the path is always of the total so far.
    """
    if not yardsticks:
        return ()
    start: Decimal | None = ZERO
    if indicator.kind in (Kind.LEVEL, Kind.RATIO):
        start = indicator.baseline.value if indicator.baseline else None
    points = [] if start is None else [PathPoint(0, start)]
    before = ZERO
    for yardstick in yardsticks:
        value = yardstick.value
        if yardstick.year is not None:
            before += value
            value = before
        points.append(PathPoint(elapsed(Quarter.of(yardstick.date), first), value))
    return tuple(points)


def elapsed(quarter: Quarter, first: Quarter) -> int:
    """Quarters from the plan's start to the end of `quarter`; the first quarter ends after one."""
    return quarter - first + 1


def expected_at(path: Sequence[PathPoint], at: int) -> Decimal | None:
    """The path's value after `at` quarters: straight between corners, level after the last; None before the first."""
    if not path or at < path[0].elapsed:
        return None
    for left, right in zip(path, path[1:], strict=False):
        if left.elapsed <= at < right.elapsed:
            return left.value + (right.value - left.value) * (at - left.elapsed) / (right.elapsed - left.elapsed)
    return path[-1].value


def obtained(indicator: Indicator, seen: Sequence[Observation], missing: Sequence[tuple[str, Quarter]]) -> Range | None:
    """What has been obtained so far from `seen`, a range where `missing` reports leave it open; None without data."""
    if not seen:
        return None
    match indicator.kind:
        case Kind.COUNT:
            return _sum([o.value or ZERO for o in seen], len(missing))
        case Kind.DISTINCT:
            return _distinct(seen, missing)
        case Kind.LEVEL:
            latest = next((o.value for o in reversed(seen) if o.value is not None), None)
            return None if latest is None else Range(latest, latest)
        case Kind.RATIO:
            return _ratio(indicator, seen, len(missing))
        case Kind.DELIVERABLE:
            done = Decimal(any(o.stage and o.stage.delivered for o in seen))
            return Range(done, done)
        case Kind.PROGRAMME:
            steps = Decimal(len({o.step for o in seen if o.step and not o.nothing}))
            return Range(steps, steps)


def _sum(values: Sequence[Decimal], gaps: int) -> Range:
    reported = sum(values, ZERO)
    return Range(reported, reported + gaps * max(values, default=ZERO))


def _distinct(seen: Sequence[Observation], missing: Sequence[tuple[str, Quarter]]) -> Range:
    """Units may recur from quarter to quarter, so parts bound the total: [largest part, sum of parts].

    A declared total so far is exact for its quarter and takes the place of every part up to it.
    """
    declared = next((o for o in reversed(seen) if o.so_far is not None), None)
    base = declared.so_far if declared and declared.so_far is not None else ZERO
    after = [o.value or ZERO for o in seen if not declared or o.quarter > declared.quarter]
    gaps = sum(1 for _, quarter in missing if not declared or quarter > declared.quarter)
    largest = max((o.value or ZERO for o in seen), default=ZERO)
    return Range(max([base, *after]), base + sum(after, ZERO) + gaps * largest)


def _ratio(indicator: Indicator, seen: Sequence[Observation], gaps: int) -> Range | None:
    pairs = [(o.numerator, o.denominator) for o in seen if o.numerator is not None and o.denominator is not None]
    if not pairs:
        return None
    over = _accrued([n for n, _ in pairs], indicator.numerator, gaps)
    under = _accrued([d for _, d in pairs], indicator.denominator, gaps)
    if under.low == 0:
        return None
    scale = HUNDRED if indicator.unit in (Unit.PERCENTAGE, Unit.RATE_OF_CHANGE) else Decimal(1)
    return Range(over.low / under.high * scale, over.high / under.low * scale)


def _accrued(values: Sequence[Decimal], accrual: Accrual, gaps: int) -> Range:
    return Range(values[-1], values[-1]) if accrual is Accrual.STOCK else _sum(values, gaps)


def _compares_with_due(indicator: Indicator, plan: Plan) -> bool:
    return indicator.kind in _DATED or plan.light == "step"


def _last_due(yardsticks: Sequence[Yardstick], reference: Quarter) -> Yardstick | None:
    """CEPLAN's rule: the last positive target on or before the end of the reference quarter."""
    due = [y for y in yardsticks if y.date <= reference.end]
    return next((y for y in reversed(due) if y.value > 0), due[-1] if due else None)


def _final(yardsticks: Sequence[Yardstick]) -> Yardstick | None:
    if not yardsticks:
        return None
    last = yardsticks[-1]
    return Yardstick(last.date, sum((y.value for y in yardsticks), ZERO)) if last.year is not None else last


def _reached(total: Range, target: Decimal, direction: Direction) -> bool:
    """Certainly at the target. A rising target of 0 promises nothing, so nothing reaches it."""
    if direction is Direction.DOWN:
        return total.high <= target
    return target > 0 and total.low >= target


def attained(value: Decimal, yardstick: Decimal, direction: Direction) -> Decimal | None:
    """CEPLAN's share, in percent and uncapped: rising value/yardstick, falling 100 where value ≤ yardstick, else
    yardstick/value. None where the division has no value."""
    if direction is Direction.DOWN:
        return HUNDRED if value <= yardstick else yardstick / value * HUNDRED
    return value / yardstick * HUNDRED if yardstick > 0 else None


def _attained(total: Range | None, yardstick: Decimal | None, direction: Direction) -> Range | None:
    if total is None or yardstick is None:
        return None
    ends = [attained(end, yardstick, direction) for end in total]
    known = [end for end in ends if end is not None]
    return Range(min(known), max(known)) if len(known) == len(ends) else None


def _ati(
    indicator: Indicator,
    seen: Sequence[Observation],
    missing: Sequence[tuple[str, Quarter]],
    due: Yardstick | None,
    *,
    yardsticks: Sequence[Yardstick],
    total: Range | None,
) -> Range | None:
    if due is None:
        return None
    if due.year is not None:
        total = obtained(
            indicator,
            [o for o in seen if o.quarter.year == due.year],
            [m for m in missing if m[1].year == due.year],
        )
    return _attained(total, due.value, indicator.direction)


def _reach(indicator: Indicator, total: Range | None, final: Yardstick | None) -> Range | None:
    """ATII: obtained/final for sums and dated kinds, else (obtained − baseline)/(final − baseline)."""
    if total is None or final is None:
        return None
    base = ZERO
    if indicator.kind in (Kind.LEVEL, Kind.RATIO):
        if indicator.baseline is None:
            return None
        base = indicator.baseline.value
    span = final.value - base
    if span == 0:
        return None
    ends = sorted((end - base) / span * HUNDRED for end in total)
    return Range(ends[0], ends[1])


def _pace_needed(
    indicator: Indicator, total: Range | None, final: Yardstick | None, reference: Quarter
) -> Decimal | None:
    """What each remaining quarter must bring for the final target, in the indicator's unit; sums only."""
    if total is None or final is None or indicator.kind not in _SUMS:
        return None
    left = Quarter.of(final.date) - reference
    return max(final.value - total.low, ZERO) / left if left > 0 else None


def _not_due(indicator: Indicator, plan: Plan, *, due: Yardstick | None, as_of: date) -> bool:
    if _compares_with_due(indicator, plan) and due is None:
        return True
    return as_of < plan.due(plan.first_quarter)


def _deadline(indicator: Indicator, *, due: Yardstick | None, final: Yardstick | None) -> date | None:
    if indicator.kind in _DATED and due is not None:
        return due.date
    return final.date if final else None


def _past_original(indicator: Indicator, *, plan: Plan, seen: Sequence[Observation], reference: Quarter) -> date | None:
    """The final date of the first version where a newer one is in force and that date came and was missed."""
    if plan.version_in_force(reference.end) == 1:
        return None
    original = _final(_targets_of(indicator, 1))
    in_force = _final(targets_in_force(indicator, plan=plan, on=reference.end))
    if original is None or in_force is None or original.date == in_force.date or original.date > reference.end:
        return None
    then = Quarter.of(original.date)
    by_then = obtained(indicator, [o for o in seen if o.quarter <= then], ())
    missed = by_then is None or not _reached(by_then, original.value, indicator.direction)
    return original.date if missed else None


def band(percentage: Decimal) -> State:
    """The light of an unrounded percentage."""
    return next((state for floor, state in BANDS if percentage >= floor), State.OFF_TRACK)


def decimals_shown(percentage: Decimal) -> int:
    """Decimals to print: one, or as many more as it takes for the printed figure to stay in its band."""
    for places in range(1, 6):
        if band(round(percentage, places)) is band(percentage):
            return places
    return 6


def _state(
    indicator: Indicator,
    *,
    reference: Quarter,
    met: bool,
    not_due: bool,
    yardsticks: Sequence[Yardstick],
    seen: Sequence[Observation],
    missing: Sequence[tuple[str, Quarter]],
    attainment: Range | None,
) -> State:
    """The first state that applies, in the order of `State`."""
    acts = {act.kind for act in indicator.acts if act.date <= reference.end}
    tried: tuple[tuple[bool, State], ...] = (
        (ActKind.WITHDRAWN in acts, State.WITHDRAWN),
        (ActKind.NOT_VIABLE in acts, State.NOT_VIABLE),
        (not yardsticks, State.NO_TARGET),
        (met, State.MET),
        (not_due, State.NOT_DUE),
        (not seen, State.NO_DATA),
        (all(o.nothing for o in seen) and not missing, State.NOTHING_TO_REPORT),
    )
    for applies, state in tried:
        if applies:
            return state
    if attainment is None:
        return State.UNDEFINED
    low, high = band(attainment.low), band(attainment.high)
    return low if low is high else State.UNDETERMINED


def _arithmetic(
    indicator: Indicator,
    *,
    total: Range | None,
    due: Yardstick | None,
    final: Yardstick | None,
    expected: Decimal | None,
    path: Sequence[PathPoint],
    reference: Quarter,
    first: Quarter,
    ati: Range | None,
    atii: Range | None,
    attainment: Range | None,
    yardstick: Decimal | None,
) -> tuple[Formula, ...]:
    """Every division behind the status, with its operands, for the reader who checks it (lower ends of ranges)."""
    if total is None:
        return ()
    formulas: list[Formula] = []
    at = elapsed(reference, first)
    legs = [(a, b) for a, b in zip(path, path[1:], strict=False) if a.elapsed <= at < b.elapsed]
    if expected is not None and legs and indicator.kind not in _DATED:
        left, right = legs[0]
        formulas.append(
            Formula(
                "expected",
                (
                    ("from", left.value),
                    ("to", right.value),
                    ("elapsed", Decimal(at - left.elapsed)),
                    ("span", Decimal(right.elapsed - left.elapsed)),
                ),
                expected,
            )
        )
    if yardstick is not None:
        formulas.append(
            Formula("light", (("obtained", total.low), ("yardstick", yardstick)), attainment and attainment.low)
        )
    if due is not None:
        formulas.append(Formula("ati", (("obtained", total.low), ("due", due.value)), ati and ati.low))
    if final is not None:
        base = indicator.baseline.value if indicator.baseline and indicator.kind in (Kind.LEVEL, Kind.RATIO) else ZERO
        formulas.append(
            Formula(
                "atii",
                (("obtained", total.low), ("final", final.value), ("baseline", base)),
                atii and atii.low,
            )
        )
    return tuple(formulas)
