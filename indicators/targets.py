"""What was promised and by when: the targets in force, what is due of them, and the reference path through them.

Pure. A target's value is in the indicator's unit; a programme's targets are its steps, added up. The reference path is
the tracker's own, not the plan's. What was obtained is the business of `indicators.totals`, judging that of
`indicators.progress`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from indicators.periods import Quarter
from indicators.plan import Direction, Indicator, Kind, Plan, Step, Target, Window

ZERO = Decimal(0)
SUMS = (Kind.COUNT, Kind.DISTINCT)
DATED = (Kind.DELIVERABLE, Kind.PROGRAMME)
AGAINST_BASELINE = (Kind.LEVEL, Kind.RATIO)


class PathPoint(NamedTuple):
    """A corner of the reference path: quarters elapsed since the start, and the value planned there."""

    elapsed: int
    value: Decimal


class Yardstick(NamedTuple):
    """A dated target value; `year` is set where it counts that year's events only."""

    date: date
    value: Decimal
    year: int | None = None


def targets_in_force(indicator: Indicator, *, plan: Plan, on: date) -> tuple[Yardstick, ...]:
    """The dated targets of the version in force on `on`, in time; a programme's are its steps, added up."""
    return targets_of(indicator, plan.version_in_force(on))


def targets_of(indicator: Indicator, version: int) -> tuple[Yardstick, ...]:
    """The dated targets as the newest version up to `version` has them, in time."""
    if indicator.kind is Kind.PROGRAMME:
        dues = sorted(step.due for step in steps_of(indicator, version))
        return tuple(Yardstick(day, Decimal(dues.index(day) + dues.count(day))) for day in sorted(set(dues)))
    usable = [target for target in indicator.targets if target.version <= version]
    newest = max((target.version for target in usable), default=0)
    return tuple(
        _yardstick(target, indicator.kind) for target in sorted(usable, key=_by_date) if target.version == newest
    )


def known_targets(indicator: Indicator, version: int) -> tuple[tuple[Target, bool], ...]:
    """Every target of the versions up to `version`, by version and date, and whether it is in force: of the newest."""
    usable = sorted((t for t in indicator.targets if t.version <= version), key=lambda t: (t.version, t.date))
    newest = max((target.version for target in usable), default=0)
    return tuple((target, target.version == newest) for target in usable)


def _by_date(target: Target) -> date:
    return target.date


def _yardstick(target: Target, kind: Kind) -> Yardstick:
    """Only sums are counted over a year: a level or a ratio is what it is at the date."""
    counted_in_year = target.window is Window.IN_YEAR and kind in SUMS
    return Yardstick(target.date, target.value, target.date.year if counted_in_year else None)


def steps_of(indicator: Indicator, version: int) -> tuple[Step, ...]:
    """Each step of a programme as the newest version up to `version` has it, by due date."""
    newest: dict[str, Step] = {}
    for step in sorted(indicator.steps, key=lambda step: step.version):
        if step.version <= version:
            newest[step.code] = step
    return tuple(sorted(newest.values(), key=lambda step: (step.due, step.code)))


def as_of_version(indicator: Indicator, version: int) -> Indicator:
    """The indicator with no other steps than those of the newest version up to `version`."""
    return replace(indicator, steps=steps_of(indicator, version)) if indicator.steps else indicator


def since_start(yardsticks: Sequence[Yardstick]) -> tuple[Yardstick, ...]:
    """The same targets as totals since the start: one counted in a year comes on top of the years before it."""
    totals: list[Yardstick] = []
    year: int | None = None
    earlier = latest = ZERO
    for yardstick in yardsticks:
        if yardstick.year is None:
            latest = yardstick.value
        else:
            if yardstick.year != year:
                year, earlier = yardstick.year, latest
            latest = earlier + yardstick.value
        totals.append(Yardstick(yardstick.date, latest))
    return tuple(totals)


def final_target(yardsticks: Sequence[Yardstick]) -> Yardstick | None:
    """The last target, as a total since the start; None where there is none."""
    totals = since_start(yardsticks)
    return totals[-1] if totals else None


def last_due(yardsticks: Sequence[Yardstick], *, on: date, direction: Direction) -> Yardstick | None:
    """CEPLAN's rule: the last positive target dated on or before `on`; None where nothing is due.

    A zero means "nothing planned" to CEPLAN's rule. Of a falling indicator it is the promise itself, so it counts.
    """
    due = [y for y in yardsticks if y.date <= on and (y.value > 0 or direction is Direction.DOWN)]
    return due[-1] if due else None


def reference_path(indicator: Indicator, yardsticks: Sequence[Yardstick], *, first: Quarter) -> tuple[PathPoint, ...]:
    """The corners of the straight path from the start through the dated targets: the tracker's own, not the plan's.

    Sums start at 0, levels and ratios at their baseline; without one the path starts at the first target. Targets
    counted in a year are added up, so that the path is always of the total so far. Deliverables and programmes are
    never interpolated: their path is a staircase of what is due.
    """
    start = ZERO
    if indicator.kind in AGAINST_BASELINE:
        if indicator.baseline is None:
            return tuple(_corner(yardstick, first) for yardstick in yardsticks)
        start = indicator.baseline.value
    points = [PathPoint(0, start)] if yardsticks else []
    for yardstick in since_start(yardsticks):
        corner = _corner(yardstick, first)
        if indicator.kind in DATED:
            points.append(PathPoint(corner.elapsed, points[-1].value))
        points.append(corner)
    return tuple(points)


def _corner(yardstick: Yardstick, first: Quarter) -> PathPoint:
    return PathPoint(elapsed(Quarter.of(yardstick.date), first), yardstick.value)


def elapsed(quarter: Quarter, first: Quarter) -> int:
    """Quarters from the plan's start to the end of `quarter`; the first quarter ends after one."""
    return quarter - first + 1


def expected_at(path: Sequence[PathPoint], at: int) -> Decimal | None:
    """The path's value after `at` quarters: straight between corners, level after the last; None before the first."""
    if not path or at < path[0].elapsed:
        return None
    leg = leg_at(path, at)
    if leg is None:
        return path[-1].value
    left, right = leg
    return left.value + (right.value - left.value) * (at - left.elapsed) / (right.elapsed - left.elapsed)


def leg_at(path: Sequence[PathPoint], at: int) -> tuple[PathPoint, PathPoint] | None:
    """The two corners between which `at` lies; None before the first and from the last on."""
    return next(((a, b) for a, b in pairwise(path) if a.elapsed <= at < b.elapsed), None)
