"""The heart: baseline, targets, figures and a date in, `Progress` out. Pure; nothing here knows a store or a language.

Formulas named ATI and ATII are CEPLAN's *avance tipo I* and *tipo II* (guide for follow-up and evaluation, RPCD
0061-2023/CEPLAN/PCD, as seen in tools that apply it: verify against the guide in force). What is promised is read by
`indicators.targets`, what was obtained by `indicators.totals`; the flags are the tracker's own. All values are Decimals
in the indicator's unit, all percentages unrounded. `docs/method.md` says the same in sentences, with examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import NamedTuple

from indicators.periods import Quarter, quarters
from indicators.plan import ActKind, Direction, Indicator, Kind, Plan, Stage
from indicators.targets import (
    AGAINST_BASELINE,
    DATED,
    SUMS,
    PathPoint,
    Yardstick,
    as_of_version,
    elapsed,
    expected_at,
    final_target,
    last_due,
    leg_at,
    reference_path,
    since_start,
    steps_of,
    targets_in_force,
    targets_of,
)
from indicators.totals import HUNDRED, ZERO, Observation, Range, done_steps, in_order, obtained, tells

__all__ = [
    "BANDS",
    "Formula",
    "Observation",
    "PathPoint",
    "Progress",
    "Range",
    "State",
    "Yardstick",
    "attained",
    "band",
    "decimals_shown",
    "due_reports",
    "elapsed",
    "expected_at",
    "obtained",
    "progress",
    "reference_path",
    "state_at",
    "steps_of",
    "targets_in_force",
]


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


class Formula(NamedTuple):
    """Arithmetic as data: `texts` words it. `result` is None where the arithmetic has no value."""

    name: str
    operands: tuple[tuple[str, Decimal], ...]
    result: Decimal | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an indicator stands at the end of `reference`.

    `due` is the last positive target dated by then, `expected` the reference path's value, `final` the last target in
    force. `ati`, `atii` and `attainment` (what the light is read from) are percentages, uncapped. `reported` of
    `reports_due` is the coverage, counted in reports (entity and quarter); `missing` names the others. `deadline` is
    the date after which the indicator is overdue, `past_original` the missed date of an earlier version of the term;
    what is withdrawn or not viable has neither, what is met no deadline.
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


@dataclass(frozen=True, slots=True)
class _Case:
    """What an indicator is judged by. `total` is obtained since the start, `toward_due` what of it counts for `due`."""

    indicator: Indicator
    plan: Plan
    reference: Quarter
    as_of: date
    seen: tuple[Observation, ...]
    reports: tuple[tuple[str, Quarter], ...]
    missing: tuple[tuple[str, Quarter], ...]
    yardsticks: tuple[Yardstick, ...]
    path: tuple[PathPoint, ...]
    expected: Decimal | None
    due: Yardstick | None
    final: Yardstick | None
    total: Range | None
    toward_due: Range | None

    @property
    def by_due(self) -> bool:
        """Whether the light compares with what is due instead of the reference path."""
        return self.indicator.kind in DATED or self.plan.light == "step"

    @property
    def compared(self) -> Range | None:
        """What the light compares with its yardstick."""
        return self.toward_due if self.by_due else self.total

    @property
    def yardstick(self) -> Decimal | None:
        """What the light compares with."""
        if self.by_due:
            return self.due.value if self.due else None
        return self.expected

    @property
    def attainment(self) -> Range | None:
        """What the light is read from, in percent."""
        return _share(self.indicator, self.compared, self.yardstick)

    @property
    def ati(self) -> Range | None:
        """CEPLAN's avance tipo I: obtained of due, in percent."""
        return _share(self.indicator, self.toward_due, self.due.value if self.due else None)


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
    case = _case(indicator, plan=plan, observations=observations, reference=reference, as_of=as_of)
    state = _state(case)
    return Progress(
        state=state,
        reference=reference,
        obtained=case.total,
        due=case.due.value if case.due else None,
        due_on=case.due.date if case.due else None,
        expected=case.expected,
        final=case.final.value if case.final else None,
        final_on=case.final.date if case.final else None,
        attainment=case.attainment,
        ati=case.ati,
        atii=_reach(case),
        pace_needed=_pace_needed(case),
        reported=len(case.reports) - len(case.missing),
        reports_due=len(case.reports),
        missing=case.missing,
        last_reported=case.seen[-1].quarter if case.seen else None,
        stage=next((o.stage for o in reversed(case.seen) if o.stage), None),
        deadline=None if state in (State.MET, State.WITHDRAWN, State.NOT_VIABLE) else _deadline(case),
        past_original=None if state in (State.WITHDRAWN, State.NOT_VIABLE) else _past_original(case),
        arithmetic=_arithmetic(case),
    )


def state_at(
    indicator: Indicator, *, plan: Plan, observations: Iterable[Observation], reference: Quarter, as_of: date
) -> State:
    """The state alone that `progress` gives: for whoever asks of many quarters."""
    return _state(_case(indicator, plan=plan, observations=observations, reference=reference, as_of=as_of))


def _case(
    indicator: Indicator, *, plan: Plan, observations: Iterable[Observation], reference: Quarter, as_of: date
) -> _Case:
    seen = in_order(indicator, (o for o in observations if o.quarter <= reference))
    reports = due_reports(indicator, plan=plan, reference=reference, as_of=as_of)
    reported = {(o.entity, o.quarter) for o in seen}
    missing = tuple(report for report in reports if report not in reported)
    yardsticks = targets_in_force(indicator, plan=plan, on=reference.end)
    path = reference_path(indicator, yardsticks, first=plan.first_quarter)
    due = last_due(yardsticks, on=reference.end, direction=indicator.direction)
    total = obtained(as_of_version(indicator, plan.version_in_force(reference.end)), seen, missing)
    case = _Case(
        indicator=indicator,
        plan=plan,
        reference=reference,
        as_of=as_of,
        seen=seen,
        reports=reports,
        missing=missing,
        yardsticks=yardsticks,
        path=path,
        expected=expected_at(path, elapsed(reference, plan.first_quarter)),
        due=due,
        final=final_target(yardsticks),
        total=total,
        toward_due=total,
    )
    return replace(case, toward_due=_toward_due(case))


def due_reports(
    indicator: Indicator, *, plan: Plan, reference: Quarter, as_of: date
) -> tuple[tuple[str, Quarter], ...]:
    """The reports (entity, quarter) that were due by `as_of`, from the plan's first quarter to `reference`.

    From the quarter of an act that withdraws the indicator or declares it not viable on, nobody is asked; nor is a
    reporter before the first quarter of which a file brings its figures.
    """
    act = min((act.date for act in indicator.acts), default=date.max)
    return tuple(
        (reporter.entity, quarter)
        for quarter in quarters(plan.first_quarter, reference)
        if plan.due(quarter) <= as_of and quarter.end < act
        for reporter in indicator.reporting
        if reporter.asked(quarter)
    )


def _toward_due(case: _Case) -> Range | None:
    """What counts for the due target: of a programme the steps that are due, of a target in a year that year's."""
    if case.total is None or case.due is None:
        return case.total
    if case.indicator.kind is Kind.PROGRAMME:
        version = case.plan.version_in_force(case.reference.end)
        due = {step.code for step in steps_of(case.indicator, version) if step.due <= case.reference.end}
        done = Decimal(len(due & done_steps(case.indicator, case.seen)))
        return Range(done, done)
    year = case.due.year
    if year is None:
        return case.total
    of_the_year = [replace(o, so_far=None) for o in case.seen if o.quarter.year == year]
    return obtained(case.indicator, of_the_year, [m for m in case.missing if m[1].year == year])


def attained(value: Decimal, yardstick: Decimal, direction: Direction) -> Decimal | None:
    """CEPLAN's share, in percent and uncapped: rising value/yardstick, falling 100 where value ≤ yardstick, else
    yardstick/value. None where the division has no value or, the yardstick being negative, no meaning."""
    if direction is Direction.DOWN:
        if value <= yardstick:
            return HUNDRED
        return yardstick / value * HUNDRED if yardstick >= 0 else None
    return value / yardstick * HUNDRED if yardstick > 0 else None


def _share(indicator: Indicator, total: Range | None, yardstick: Decimal | None) -> Range | None:
    """`attained` at both ends. Falling is defined for levels and ratios only."""
    if total is None or yardstick is None or not _has_arithmetic(indicator):
        return None
    ends = [attained(end, yardstick, indicator.direction) for end in total]
    known = [end for end in ends if end is not None]
    return Range(min(known), max(known)) if len(known) == len(ends) else None


def _has_arithmetic(indicator: Indicator) -> bool:
    return indicator.direction is Direction.UP or indicator.kind in AGAINST_BASELINE


def _reached(indicator: Indicator, total: Range | None, target: Decimal) -> bool:
    """Certainly at the target. A rising target of 0 promises nothing, unless the indicator starts below it."""
    if total is None or not _has_arithmetic(indicator):
        return False
    if indicator.direction is Direction.DOWN:
        return total.high <= target
    start = _start(indicator)
    return total.low >= target and (target > 0 or (start is not None and start < target))


def _start(indicator: Indicator) -> Decimal | None:
    """Where ATII counts from: 0 for sums and dated kinds, else the baseline; None where that is not known."""
    if indicator.kind not in AGAINST_BASELINE:
        return ZERO
    return indicator.baseline.value if indicator.baseline else None


def _advance(value: Decimal, final: Decimal, start: Decimal) -> Decimal | None:
    return (value - start) / (final - start) * HUNDRED if final != start else None


def _reach(case: _Case) -> Range | None:
    """ATII: obtained/final for sums and dated kinds, else (obtained − baseline)/(final − baseline), in percent."""
    start = _start(case.indicator)
    if case.total is None or case.final is None or start is None:
        return None
    ends = [_advance(end, case.final.value, start) for end in case.total]
    known = [end for end in ends if end is not None]
    return Range(min(known), max(known)) if known else None


def _pace_needed(case: _Case) -> Decimal | None:
    """What each remaining quarter must bring for the final target, in the indicator's unit; sums only."""
    if case.total is None or case.final is None or case.indicator.kind not in SUMS:
        return None
    left = Quarter.of(case.final.date) - case.reference
    return max(case.final.value - case.total.low, ZERO) / left if left > 0 else None


def _deadline(case: _Case) -> date | None:
    """The first date of a deliverable or a programme that is not kept yet; the final date of other kinds."""
    if case.indicator.kind is Kind.PROGRAMME:
        done = done_steps(case.indicator, case.seen)
        steps = steps_of(case.indicator, case.plan.version_in_force(case.reference.end))
        return next((step.due for step in steps if step.code not in done), None)
    if case.indicator.kind is Kind.DELIVERABLE:
        open_ones = (y.date for y in case.yardsticks if not _reached(case.indicator, case.total, y.value))
        return next(open_ones, None)
    return case.final.date if case.final else None


def _past_original(case: _Case) -> date | None:
    """The last date due in an earlier version of the term that a newer one replaced and that was not kept."""
    for version in range(1, case.plan.version_in_force(case.reference.end)):
        earlier = targets_of(case.indicator, version)
        last = last_due(since_start(earlier), on=case.reference.end, direction=case.indicator.direction)
        if last is None or last in since_start(case.yardsticks):
            continue
        counted = as_of_version(case.indicator, version)
        by_then = obtained(counted, [o for o in case.seen if _happened_by(o, last.date)])
        if not _reached(case.indicator, by_then, last.value):
            return last.date
    return None


def _happened_by(observation: Observation, day: date) -> bool:
    """By the date of the act or step where it is known, else by the quarter."""
    if observation.stage_date is not None:
        return observation.stage_date <= day
    return observation.quarter <= Quarter.of(day)


def band(percentage: Decimal) -> State:
    """The light of an unrounded percentage."""
    return next((state for floor, state in BANDS if percentage >= floor), State.OFF_TRACK)


def decimals_shown(percentage: Decimal) -> int:
    """Decimals to print: one, or as many more as it takes for the printed figure to stay in its band."""
    return next(places for places in count(1) if band(round(percentage, places)) is band(percentage))


def _state(case: _Case) -> State:
    """The first state that applies, in the order of `State`."""
    acts = {act.kind for act in case.indicator.acts if act.date <= case.reference.end}
    tried: tuple[tuple[bool, State], ...] = (
        (ActKind.WITHDRAWN in acts, State.WITHDRAWN),
        (ActKind.NOT_VIABLE in acts, State.NOT_VIABLE),
        (case.final is None, State.NO_TARGET),
        (case.final is not None and _reached(case.indicator, case.total, case.final.value), State.MET),
        (_is_not_due(case), State.NOT_DUE),
        (not case.seen, State.NO_DATA),
        (all(o.nothing for o in case.seen) and not case.missing, State.NOTHING_TO_REPORT),
    )
    return next((state for applies, state in tried if applies), None) or _light(case)


def _is_not_due(case: _Case) -> bool:
    """Before the first date of what is compared with a date, or before the first reporting window ends."""
    to_come = case.final is not None and case.final.date > case.reference.end
    return (case.by_due and case.due is None and to_come) or case.as_of < case.plan.due(case.plan.first_quarter)


def _light(case: _Case) -> State:
    attainment = case.attainment
    if attainment is None:
        divided = case.indicator.kind is Kind.RATIO and any(tells(case.indicator, o) for o in case.seen)
        return State.UNDEFINED if divided or case.compared is not None else State.UNDETERMINED
    low, high = band(attainment.low), band(attainment.high)
    return low if low is high else State.UNDETERMINED


def _arithmetic(case: _Case) -> tuple[Formula, ...]:
    """Every division behind the status, with its operands, for the reader who checks it.

    Of a range the less favourable end is taken: the lower one, of a falling indicator the higher one. The operand
    `other` is its other end, by which the other end of the percentage is reached.
    """
    formulas = (_expected_formula(case), _light_formula(case), _ati_formula(case), _atii_formula(case))
    return tuple(formula for formula in formulas if formula is not None) if case.total is not None else ()


def _worse(case: _Case, total: Range) -> Decimal:
    return total.high if case.indicator.direction is Direction.DOWN else total.low


def _ends(case: _Case, total: Range) -> tuple[tuple[str, Decimal], ...]:
    """The less favourable end, which the result is of, and the other one where there is a range."""
    worse = _worse(case, total)
    other = total.low if worse == total.high else total.high
    return (("obtained", worse),) if total.exact else (("obtained", worse), ("other", other))


def _expected_formula(case: _Case) -> Formula | None:
    at = elapsed(case.reference, case.plan.first_quarter)
    leg = leg_at(case.path, at)
    if leg is None or case.indicator.kind in DATED:
        return None
    left, right = leg
    span, passed = Decimal(right.elapsed - left.elapsed), Decimal(at - left.elapsed)
    operands = (("from", left.value), ("to", right.value), ("elapsed", passed), ("span", span))
    return Formula("expected", operands, case.expected)


def _light_formula(case: _Case) -> Formula | None:
    if case.yardstick is None or case.compared is None:
        return None
    operands = (*_ends(case, case.compared), ("yardstick", case.yardstick))
    return Formula("light", operands, case.attainment and case.attainment.low)


def _ati_formula(case: _Case) -> Formula | None:
    if case.due is None or case.toward_due is None:
        return None
    operands = (*_ends(case, case.toward_due), ("due", case.due.value))
    return Formula("ati", operands, case.ati and case.ati.low)


def _atii_formula(case: _Case) -> Formula | None:
    start = _start(case.indicator)
    if case.final is None or case.total is None or start is None:
        return None
    value = _worse(case, case.total)
    operands = (*_ends(case, case.total), ("final", case.final.value), ("baseline", start))
    return Formula("atii", operands, _advance(value, case.final.value, start))
