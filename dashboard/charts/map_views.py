"""Which view of the map a reader has chosen, and which there are: the document and the island ask here alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.charts.department_map import DepartmentMap, adds_up, department_map
from indicators.department_figures import DepartmentFigures, DepartmentRecord
from indicators.periods import Quarter, quarters

INDICATOR, QUARTER, AMOUNT = "indicator", "quarter", "amount"
CHOICES = (INDICATOR, QUARTER, AMOUNT)
# Amounts: all quarters up to the one chosen, or that quarter alone.
TOTAL, ALONE = "total", "quarter"
AMOUNTS = (TOTAL, ALONE)


@dataclass(frozen=True, slots=True)
class MapView:
    """An indicator, a quarter, and whether all quarters up to it are added (`TOTAL`) or it stands alone (`ALONE`)."""

    found: DepartmentFigures
    quarter: Quarter
    amount: str

    @property
    def so_far(self) -> bool:
        """Whether quarters are added; never those of distinct units."""
        return self.amount == TOTAL and adds_up(self.found)


def offered_quarters(record: DepartmentRecord) -> tuple[Quarter, ...]:
    """Every quarter from the first with a department figure of any indicator to the release's reference quarter."""
    first = min((found.quarters[0] for found in record.indicators), default=None)
    return () if first is None else tuple(quarters(first, record.release.reference))


def default_view(record: DepartmentRecord) -> MapView | None:
    """The first indicator of the plan that has department figures, up to the last of them; None where none has any."""
    if not record.indicators:
        return None
    first = record.indicators[0]
    return MapView(first, first.quarters[-1], TOTAL)


def chosen_view(record: DepartmentRecord, chosen: Mapping[str, str]) -> MapView | None:
    """The view that `chosen` names by `CHOICES`; the default's part for what it leaves out or what is not offered."""
    start = default_view(record)
    if start is None:
        return None
    offered = {str(quarter): quarter for quarter in offered_quarters(record)}
    amount = chosen.get(AMOUNT, "")
    return MapView(
        record.of(chosen.get(INDICATOR, "")) or start.found,
        offered.get(chosen.get(QUARTER, ""), start.quarter),
        amount if amount in AMOUNTS else start.amount,
    )


def written(view: MapView, record: DepartmentRecord) -> dict[str, str]:
    """What an address says of `view`: nothing of what the default view has anyway."""
    start = default_view(record)
    said = _parts(view)
    return said if start is None else {name: value for name, value in said.items() if value != _parts(start)[name]}


def drawn_view(record: DepartmentRecord, view: MapView) -> DepartmentMap:
    """The map of `view`."""
    return department_map(record, view.found, view.quarter, so_far=view.so_far)


def _parts(view: MapView) -> dict[str, str]:
    return {INDICATOR: view.found.indicator.code, QUARTER: str(view.quarter), AMOUNT: view.amount}
