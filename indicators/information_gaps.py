"""What of the plan nobody has published, by the entity that can be asked for it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from indicators.entity_reports import Key, ReportState, Told, reports_of
from indicators.periods import Quarter
from indicators.plan import Basis, Indicator, Plan
from indicators.targets import DATED


@dataclass(frozen=True, slots=True)
class InformationGap:
    """What is not known of an indicator, to be asked of `entity` ("" where the plan names none): the quarters whose
    figures are overdue in time, whether the plan's target, a baseline, or who is responsible are not known."""

    indicator: Indicator
    entity: str
    quarters: tuple[Quarter, ...]
    no_target: bool
    no_baseline: bool
    assumed: bool

    @property
    def parts(self) -> int:
        """How many things are not known."""
        return len(self.quarters) + self.no_target + self.no_baseline + self.assumed


def information_gaps(
    plan: Plan, told: Mapping[Key, Told], *, until: Quarter, today: date
) -> tuple[InformationGap, ...]:
    """Every gap of the plan's own indicators, as known on `today`; what was withdrawn by an act is not asked for."""
    overdue = _overdue(plan, told, until=until, today=today)
    return tuple(
        gap
        for indicator in plan.indicators()
        if indicator.in_plan and not any(act.date <= today for act in indicator.acts)
        for gap in _of(indicator, overdue)
        if gap.parts
    )


def _of(indicator: Indicator, overdue: Mapping[tuple[str, str], tuple[Quarter, ...]]) -> Iterator[InformationGap]:
    """What the lead is asked for beside figures, then figures of whoever else reports."""
    reporting = [reporter.entity for reporter in indicator.reporting]
    responsible = [reporter.entity for reporter in indicator.reporters]
    lead = next(iter([*reporting, *responsible]), "")
    bases = {target.basis for target in indicator.targets} | {step.basis for step in indicator.steps}
    yield InformationGap(
        indicator=indicator,
        entity=lead,
        quarters=overdue.get((lead, indicator.code), ()),
        no_target=Basis.PLAN not in bases,
        no_baseline=indicator.baseline is None and indicator.kind not in DATED,
        assumed=all(reporter.basis is not Basis.PLAN for reporter in indicator.reporters),
    )
    for entity in reporting:
        if entity != lead:
            quarters = overdue.get((entity, indicator.code), ())
            yield InformationGap(indicator, entity, quarters, no_target=False, no_baseline=False, assumed=False)


def _overdue(
    plan: Plan, told: Mapping[Key, Told], *, until: Quarter, today: date
) -> dict[tuple[str, str], tuple[Quarter, ...]]:
    """The overdue quarters by entity and indicator, in time."""
    found: dict[tuple[str, str], tuple[Quarter, ...]] = {}
    for entity in dict.fromkeys(r.entity for indicator in plan.indicators() for r in indicator.reporting):
        for report in reports_of(entity, plan, told, until=until):
            for item in report.items:
                if report.item_state(item, today=today) is ReportState.OVERDUE:
                    key = (entity, item.indicator.code)
                    found[key] = (*found.get(key, ()), report.quarter)
    return found
