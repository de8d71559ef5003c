"""What each entity has to report, and what of it is published: a report is what one entity hands in for one quarter by
one job, with an item for each indicator that it feeds.

Pure. Nothing here depends on the day: what is overdue is judged by whoever shows it, on the day that it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from indicators.periods import Quarter, quarters
from indicators.plan import Entity, Indicator, Plan, Reporter
from indicators.results import ActionStatus, IndicatorStatus, Release

Key = tuple[str, str, Quarter]  # indicator, entity, quarter


class ReportState(StrEnum):
    """Where a report, or an item of it, stands. `late`: a release came out without it. `partly`: of a report, some
    items are published and others overdue. `open`: it may be handed in, its last day is still to come.

    `not_asked`: nothing is published, nor does the plan ask for it: the indicator is the tracker's own."""

    PUBLISHED = "published"
    LATE = "late"
    NOTHING = "nothing"
    ERASED = "erased"
    PARTLY = "partly"
    OVERDUE = "overdue"
    OPEN = "open"
    NOT_DUE = "not_due"
    WITHDRAWN = "withdrawn"
    NOT_ASKED = "not_asked"


DONE = (ReportState.PUBLISHED, ReportState.LATE, ReportState.NOTHING, ReportState.ERASED)
MISSING = (ReportState.OVERDUE, ReportState.PARTLY)
# Which state of its items a report has: the first of these that one of them is in.
_FIRST = (
    ReportState.OVERDUE,
    ReportState.OPEN,
    ReportState.NOT_DUE,
    ReportState.LATE,
    ReportState.PUBLISHED,
    ReportState.NOTHING,
    ReportState.ERASED,
    ReportState.WITHDRAWN,
    ReportState.NOT_ASKED,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is published of an indicator, an entity and a quarter: in which release first, and what was said with it."""

    release: int
    late: bool
    nothing: bool
    erased: bool
    with_evidence: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What a report says of one indicator: `told` is None where nothing is published; `withdrawn`: not asked."""

    indicator: Indicator
    told: Told | None
    withdrawn: bool

    def state(self, *, opens: date, due: date, today: date) -> ReportState:
        """Where it stands on `today`."""
        if self.told is not None:
            if self.told.erased:
                return ReportState.ERASED
            if self.told.late:
                return ReportState.LATE
            return ReportState.NOTHING if self.told.nothing else ReportState.PUBLISHED
        if self.withdrawn:
            return ReportState.WITHDRAWN
        if not self.indicator.in_plan:
            return ReportState.NOT_ASKED
        if today < opens:
            return ReportState.NOT_DUE
        return ReportState.OPEN if today <= due else ReportState.OVERDUE


@dataclass(frozen=True, slots=True)
class Report:
    """What `entity` hands in for `quarter` by `job`, from the day `opens` to the day `due`."""

    entity: str
    job: str
    quarter: Quarter
    opens: date
    due: date
    items: tuple[Item, ...]

    def item_state(self, item: Item, *, today: date) -> ReportState:
        """Where one of its items stands on `today`."""
        return item.state(opens=self.opens, due=self.due, today=today)

    def state(self, *, today: date) -> ReportState:
        """Where the whole stands: partly where some of it is overdue, overdue where all of it is; the tracker's own
        indicators decide only where there is nothing else."""
        states = {self.item_state(item, today=today) for item in self.items if item.indicator.in_plan}
        states = states or {self.item_state(item, today=today) for item in self.items}
        if ReportState.OVERDUE in states and states & set(DONE):
            return ReportState.PARTLY
        return next(state for state in _FIRST if state in states)

    def lacking(self, *, today: date) -> tuple[Item, ...]:
        """Its items that are overdue on `today`."""
        return tuple(item for item in self.items if self.item_state(item, today=today) is ReportState.OVERDUE)

    @property
    def asked(self) -> tuple[Item, ...]:
        """What the plan asks of it: its items without the tracker's own and those that are withdrawn."""
        return tuple(
            item for item in self.items if item.indicator.in_plan and not (item.told is None and item.withdrawn)
        )

    @property
    def published(self) -> tuple[Item, ...]:
        """What of that is published."""
        return tuple(item for item in self.asked if item.told is not None)


@dataclass(frozen=True, slots=True)
class EntityReports:
    """The plan as published in `release`, with what is published of each indicator, entity and quarter."""

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    actions: tuple[ActionStatus, ...]
    told: Mapping[Key, Told]
    subject: Entity | None = None

    @property
    def statuses(self) -> tuple[IndicatorStatus, ...]:
        """Every indicator's line, in the plan's order."""
        return tuple(line for action in self.actions for line in action.indicators)

    def last_asked(self, today: date) -> Quarter:
        """The last quarter of which reports are told: that of the release, or the next one that is reported."""
        return max((self.release.reference, *self.plan.reporting_windows(today)))

    def reports(self, entity: str, *, until: Quarter) -> tuple[Report, ...]:
        """Every report of `entity` up to `until`, the last first."""
        return tuple(sorted(reports_of(entity, self.plan, self.told, until=until), key=_newest_first))


def _newest_first(report: Report) -> tuple[int, str]:
    return (-report.quarter.index, report.job)


def reports_of(entity: str, plan: Plan, told: Mapping[Key, Told], *, until: Quarter) -> Iterator[Report]:
    """Every report that the plan asks of `entity`, from the first quarter to `until`, in time."""
    fed = [(i, r) for i in plan.indicators() for r in i.reporting if r.entity == entity]
    for quarter in quarters(plan.first_quarter, until):
        by_job: dict[str, list[Item]] = defaultdict(list)
        for indicator, reporter in fed:
            known = told.get((indicator.code, entity, quarter))
            if known is not None or reporter.asked(quarter):
                withdrawn = quarter.end >= min((act.date for act in indicator.acts), default=date.max)
                by_job[_job(reporter, quarter)].append(Item(indicator, known, withdrawn))
        for job, items in sorted(by_job.items()):
            yield Report(entity, job, quarter, plan.opens(quarter), plan.due(quarter), tuple(items))


def _job(reporter: Reporter, quarter: Quarter) -> str:
    return reporter.job_for(quarter) or reporter.job


def reporting_entities(plan: Plan) -> tuple[str, ...]:
    """The entities that hand in figures, in the plan's order of entities."""
    asked = {reporter.entity for indicator in plan.indicators() for reporter in indicator.reporting}
    return tuple(entity.code for entity in plan.entities if entity.code in asked)
