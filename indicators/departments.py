"""The department figures of a release: which indicators have any, and what each brought. Reads published series only.

Figures that count persons are published without splits, so none of them is ever among these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from indicators import queries
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan
from indicators.results import Figure, Release

# The dimension that holds departments, and what a file says where it states none: codes of the plan's lists.
DEPARTMENT, NOT_STATED = "departamento", "no_declarado"


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """An indicator's published figures, unsplit and by department, in time; no other splits."""

    indicator: Indicator
    figures: tuple[Figure, ...]

    @property
    def unsplit(self) -> tuple[Figure, ...]:
        """The totals."""
        return tuple(figure for figure in self.figures if not figure.dimension)

    @property
    def split(self) -> tuple[Figure, ...]:
        """The parts by department, "not stated" among them."""
        return tuple(figure for figure in self.figures if figure.dimension)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters with a figure of some department, in time."""
        known = {figure.quarter for figure in self.split if figure.value is not None}
        return tuple(sorted(known))


@dataclass(frozen=True, slots=True)
class DepartmentRecord:
    """Every indicator with department figures in `release`, in the plan's order. `persons` are those that count
    persons, whose splits nobody sees; `releases` are all there are, oldest first."""

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    indicators: tuple[DepartmentFigures, ...]
    persons: tuple[Indicator, ...]

    def of(self, code: str) -> DepartmentFigures | None:
        """The figures of an indicator, None where it has none by department."""
        return next((found for found in self.indicators if found.indicator.code == code), None)


def department_record(session: Session, *, number: int | None = None) -> DepartmentRecord | None:
    """The department figures of a release (None: the current one); None where there is no such release."""
    published = queries.releases(session)
    release = next((each for each in reversed(published) if number in (None, each.number)), None)
    if release is None:
        return None
    plan = queries.plan_at(session, release.number)
    asked = (each for each in plan.indicators() if DEPARTMENT in each.dimensions and not each.persons)
    found = (
        DepartmentFigures(each, by_department(queries.series(session, each.code, number=release.number).figures))
        for each in asked
    )
    return DepartmentRecord(
        release=release,
        releases=published,
        plan=plan,
        indicators=tuple(each for each in found if each.quarters),
        persons=tuple(each for each in plan.indicators() if each.persons),
    )


def by_department(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The totals and the parts by department of `figures`."""
    return tuple(figure for figure in figures if figure.dimension in ("", DEPARTMENT))
