"""What a release has by department, as frozen results: which indicators have figures, and what each brought. Pure.

Figures that count persons are published without splits, so none of them is ever among these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


def by_department(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """The totals and the parts by department of `figures`."""
    return tuple(figure for figure in figures if figure.dimension in ("", DEPARTMENT))
