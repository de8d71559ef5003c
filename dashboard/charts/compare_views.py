"""Which comparison a reader has chosen: the document and the island ask here alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.charts.comparison import chosen_departments
from indicators.compared import Comparison
from indicators.department_figures import DepartmentFigures

INDICATORS, DEPARTMENTS = "indicators", "departments"
CHOICES = ("by", INDICATORS, "indicator", DEPARTMENTS)


@dataclass(frozen=True, slots=True)
class CompareView:
    """What is compared: `by` indicators, or departments of `found` (None where no indicator has any)."""

    by: str
    found: DepartmentFigures | None
    departments: tuple[str, ...]


def compare_view(result: Comparison, chosen: Mapping[str, str]) -> CompareView:
    """The view that `chosen` names; the default's part for what it leaves out or what is not offered."""
    record = result.departments
    first = record.indicators[0] if record.indicators else None
    found = record.of(chosen.get("indicator", "")) or first
    named = codes_in(chosen.get(DEPARTMENTS))
    by = DEPARTMENTS if chosen.get("by") == DEPARTMENTS else INDICATORS
    return CompareView(by, found, chosen_departments(found, named) if found else ())


def codes_in(written: str | None) -> tuple[str, ...]:
    """A list as an address writes it: with commas."""
    return tuple(part for part in (written or "").split(",") if part)
