"""What is new on the site, as published: releases, corrections, and reports that are late or came late. `news` reads;
the rest is pure. Nothing depends on the day: a report is late from the first release that came out without it, after
its due date, on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from indicators import queries
from indicators.entity_reports import Key, Told, reporting_entities, reports_of
from indicators.periods import Quarter
from indicators.plan import Indicator, Plan
from indicators.release_record import ReleaseRecord, release_record
from indicators.results import Change, IndicatorDetail, IssuedNotice, Release

# Release 1 is the plan; figures come from the next one on, and nothing is late before.
FIRST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Corrected:
    """What `release` changed in the published figures of an indicator, and the notice that it raised, if one."""

    release: Release
    detail: IndicatorDetail
    changes: tuple[Change, ...]
    notice: IssuedNotice | None


@dataclass(frozen=True, slots=True)
class LateReport:
    """What `entity` had not reported of `quarter` when `release` came out after the due date, and what of it came in
    which later release."""

    entity: str
    quarter: Quarter
    release: Release
    lacking: tuple[Indicator, ...]
    came: tuple[tuple[Release, tuple[Indicator, ...]], ...]


@dataclass(frozen=True, slots=True)
class News:
    """Everything that is told of a store, as of its current release."""

    record: ReleaseRecord
    corrected: tuple[Corrected, ...]
    late: tuple[LateReport, ...]


def news(session: Session) -> News | None:
    """What is told as of the current release; None in an empty store."""
    record = release_record(session)
    if record is None:
        return None
    return News(record, tuple(_corrected(session, record)), late_reports(record.plan, record.told, record.releases))


def _corrected(session: Session, record: ReleaseRecord) -> Iterator[Corrected]:
    releases = {release.number: release for release in record.releases}
    for detail in queries.every_indicator(session, number=record.release.number):
        by_release: dict[int, list[Change]] = defaultdict(list)
        for change in detail.changes:
            by_release[change.release].append(change)
        notices = {issued.release: issued for issued in detail.notices}
        for number in sorted({*by_release, *notices}):
            yield Corrected(releases[number], detail, tuple(by_release[number]), notices.get(number))


def late_reports(plan: Plan, told: Mapping[Key, Told], releases: tuple[Release, ...]) -> tuple[LateReport, ...]:
    """Every entity and quarter that was late on the day of a release, in time; one, however many files it hands in."""
    with_figures = [release for release in releases if release.number >= FIRST_FIGURES]
    if not with_figures:
        return ()
    until = with_figures[-1].reference
    found = []
    for entity in reporting_entities(plan):
        asked: dict[Quarter, list[Indicator]] = defaultdict(list)
        for report in reports_of(entity, plan, told, until=until):
            for item in report.items:
                # What is asked, whether it has come since or not: not what is withdrawn, nor the tracker's own.
                if item.indicator.in_plan and not (item.told is None and item.withdrawn):
                    asked[report.quarter].append(item.indicator)
        for quarter, indicators in asked.items():
            here = [(one, told.get((one.code, entity, quarter))) for one in indicators]
            came_in = [(one, known.release if known else None) for one, known in here]
            judged = [one for one in with_figures if one.reference >= quarter and one.published_on > plan.due(quarter)]
            found += [LateReport(entity, quarter, *late) for late in _missed(came_in, judged, with_figures)]
    return tuple(found)


def _missed(
    came_in: list[tuple[Indicator, int | None]], judged: list[Release], releases: list[Release]
) -> Iterator[tuple[Release, tuple[Indicator, ...], tuple[tuple[Release, tuple[Indicator, ...]], ...]]]:
    """The first of the releases `judged` that lacked something, what, and what of it came when."""
    for release in judged:
        lacking = [(one, number) for one, number in came_in if number is None or number > release.number]
        if lacking:
            by_release = [(later, tuple(one for one, n in lacking if n == later.number)) for later in releases]
            came = tuple((later, these) for later, these in by_release if these)
            yield release, tuple(one for one, _ in lacking), came
            return
