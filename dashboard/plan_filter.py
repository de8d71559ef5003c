"""Which part of the plan a reader wants to see: a guideline, an entity, a status. Pure; the document and the island of
the overview choose alike, under the same names in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from dashboard.charts.heat import placed
from indicators.progress import State
from indicators.results import ActionStatus, IndicatorStatus, Overview

ALL = "all"


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """One value each, or all."""

    guideline: str = ALL
    entity: str = ALL
    status: str = ALL

    def keeps(self, action: ActionStatus, line: IndicatorStatus) -> bool:
        """Whether an indicator is in the part that the reader wants to see."""
        subject = line.indicator
        return (
            self.guideline in (ALL, action.action.objective.partition(".")[0])
            and self.entity in (ALL, *(reporter.entity for reporter in subject.reporters))
            and self.status in (ALL, line.progress.state)
        )

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self != PlanFilter()


NAMES = tuple(field.name for field in fields(PlanFilter))


def offered(result: Overview) -> dict[str, tuple[str, ...]]:
    """What can be chosen under each name, `ALL` first: what at least one indicator has."""
    lines = [line for action in result.actions for line in action.indicators]
    with_indicators = {action.action.code for action in result.actions if action.indicators}
    guidelines = [
        guideline.code
        for guideline, actions in placed(result.plan)
        if guideline and with_indicators & {action.code for action in actions}
    ]
    entities = sorted({reporter.entity for line in lines for reporter in line.indicator.reporters})
    states = {line.progress.state for line in lines}
    return {
        "guideline": (ALL, *guidelines),
        "entity": (ALL, *entities),
        "status": (ALL, *(state.value for state in State if state in states)),
    }


def chosen(result: Overview, written: Mapping[str, str]) -> PlanFilter:
    """What an address asks for; all where it names what is not offered."""
    known = offered(result)
    named = {name: written.get(name, ALL) for name in NAMES}
    return PlanFilter(**{name: value if value in known[name] else ALL for name, value in named.items()})


def shown(result: Overview, part: PlanFilter) -> int:
    """How many indicators are in the part."""
    return sum(part.keeps(action, line) for action in result.actions for line in action.indicators)
