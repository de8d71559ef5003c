"""An indicator quarter by quarter: what pages list and charts draw, derived from its published figures. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from indicators.periods import Quarter, quarters
from indicators.plan import Kind, Stage
from indicators.progress import (
    PathPoint,
    Range,
    elapsed,
    expected_at,
    obtained,
    reference_path,
    targets_in_force,
)
from indicators.results import Figure, IndicatorDetail


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter. `value` is what was reported for it (entities added up), `total` what is known so far (a range where
    reports are missing), `expected` the reference path's value. `reported` of `due` entities handed in a report; where
    none did, value and total are None."""

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
    return tuple(
        _point(detail, quarter, path) for quarter in quarters(detail.plan.first_quarter, detail.release.reference)
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


def _point(detail: IndicatorDetail, quarter: Quarter, path: tuple[PathPoint, ...]) -> Point:
    here = tuple(figure for figure in detail.unsplit if figure.quarter == quarter)
    so_far = [figure.observation for figure in detail.unsplit if figure.quarter <= quarter]
    missing = [report for report in detail.progress.missing if report[1] <= quarter]
    values = [figure.value for figure in here if figure.value is not None]
    reported = len({figure.entity for figure in here})
    return Point(
        quarter=quarter,
        value=sum(values, Decimal(0)) if values and detail.indicator.kind is not Kind.RATIO else None,
        total=obtained(detail.indicator, so_far, missing) if here else None,
        expected=expected_at(path, elapsed(quarter, detail.plan.first_quarter)),
        reported=reported,
        due=reported + sum(1 for _, q in detail.progress.missing if q == quarter),
        nothing=bool(here) and all(figure.nothing for figure in here),
        late=any(figure.late for figure in here),
        revised=any(figure.change for figure in here),
        evidence=bool(here) and all(figure.evidence for figure in here if not figure.nothing),
        stage=next((figure.stage for figure in here if figure.stage), None),
        figures=here,
    )
