"""An indicator quarter by quarter: what pages list and charts draw, derived from its published figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.periods import Quarter, quarters
from indicators.plan import Indicator, Kind, Stage
from indicators.results import Figure, IndicatorDetail
from indicators.targets import PathPoint, as_of_version, elapsed, expected_at, reference_path, targets_in_force
from indicators.totals import Range, in_order, obtained, tells


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter. `value` is what was reported for it (a sum's entities added up), `total` what is known so far (a
    range where reports are missing), `expected` the reference path's value. `reported` of `due` entities handed in a
    report; where none did, value and total are None."""

    quarter: Quarter
    value: Decimal | None
    total: Range | None
    expected: Decimal | None
    reported: int
    due: int
    nothing: bool
    late: bool
    revised: bool
    evidence: bool
    stage: Stage | None
    figures: tuple[Figure, ...]


def points(detail: IndicatorDetail) -> tuple[Point, ...]:
    """Every quarter from the plan's first to the release's reference quarter, gaps included."""
    path = path_in_force(detail)
    version = detail.plan.version_in_force(detail.release.reference.end)
    subject = as_of_version(detail.indicator, version)
    return tuple(
        _point(detail, quarter, subject=subject, path=path)
        for quarter in quarters(detail.plan.first_quarter, detail.release.reference)
    )


def path_in_force(detail: IndicatorDetail) -> tuple[PathPoint, ...]:
    """The reference path through the targets in force at the reference quarter."""
    yardsticks = targets_in_force(detail.indicator, plan=detail.plan, on=detail.release.reference.end)
    return reference_path(detail.indicator, yardsticks, first=detail.plan.first_quarter)


def path_original(detail: IndicatorDetail) -> tuple[PathPoint, ...]:
    """The path through the first version's targets; empty where that version is the one in force."""
    plan = detail.plan
    original = targets_in_force(detail.indicator, plan=plan, on=plan.start)
    path = reference_path(detail.indicator, original, first=plan.first_quarter)
    return () if path == path_in_force(detail) else path


def _point(detail: IndicatorDetail, quarter: Quarter, *, subject: Indicator, path: tuple[PathPoint, ...]) -> Point:
    here = tuple(figure for figure in detail.unsplit if figure.quarter == quarter)
    so_far = [figure.observation for figure in detail.unsplit if figure.quarter <= quarter]
    missing = [report for report in detail.progress.missing if report[1] <= quarter]
    reported = len({figure.entity for figure in here})
    told = [figure for figure in here if not figure.nothing]
    stages = [o.stage for o in in_order(subject, (figure.observation for figure in here)) if o.stage]
    return Point(
        quarter=quarter,
        value=_value(subject, here),
        total=obtained(subject, so_far, missing) if here else None,
        expected=expected_at(path, elapsed(quarter, detail.plan.first_quarter)),
        reported=reported,
        due=reported + sum(1 for _, q in detail.progress.missing if q == quarter),
        nothing=bool(here) and not told,
        late=any(figure.late for figure in here),
        revised=any(figure.change for figure in here),
        evidence=bool(told) and all(figure.evidence for figure in told),
        stage=stages[-1] if stages else None,
        figures=here,
    )


def _value(indicator: Indicator, here: tuple[Figure, ...]) -> Decimal | None:
    """What the quarter brought: sums added up over entities, a level as the lead reporter has it, a ratio as divided.

    None where nobody said how much, and where a part of a sum is withheld.
    """
    observations = in_order(indicator, (figure.observation for figure in here))
    known = [o for o in observations if tells(indicator, o)]
    if indicator.kind in (Kind.LEVEL, Kind.RATIO):
        total = obtained(indicator, known)
        return total.low if total else None
    values = [o.value for o in known if o.value is not None]
    withheld = any(figure.protected for figure in here)
    return sum(values, Decimal(0)) if values and not withheld else None
