"""The record of releases as published in a release: calendar, what each release brought, who has reported what.

Nothing here depends on the day: what is late or due is judged by whoever shows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators import announcements, plan_history, queries, tables
from indicators.announcements import Announced
from indicators.entity_reports import Key, Told
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.published_reports import told_in
from indicators.results import Contents, IssuedNotice, PlanChanged, Release


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """What a release brought, and how many of its figures the law forced out since; its notices; changes of the plan.
    `announced` is its place in the calendar."""

    release: Release
    contents: Contents
    erased: int
    notices: tuple[IssuedNotice, ...]
    plan_changes: tuple[PlanChanged, ...]
    announced: Announced | None


@dataclass(frozen=True, slots=True)
class Reported:
    """A quarter of which figures of an entity are published, and the first release that did so."""

    entity: str
    quarter: Quarter
    release: int


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """Every release up to `release`, newest first, with the calendar as it was known when that one came out (for the
    current one: as it is known now), and what it tells of each indicator, entity and quarter."""

    release: Release
    releases: tuple[Release, ...]
    plan: Plan
    calendar: tuple[Announced, ...]
    entries: tuple[ReleaseEntry, ...]
    reported: tuple[Reported, ...]
    told: Mapping[Key, Told] = field(default_factory=dict)

    @property
    def coming(self) -> tuple[Announced, ...]:
        """The announced releases that are not out, the next one first."""
        return tuple(sorted((of for of in self.calendar if of.release is None), key=lambda of: of.at))


def release_record(session: Session, *, number: int | None = None) -> ReleaseRecord | None:
    """The record up to release `number` (None: the current one); None where there is no such release."""
    published = queries.releases(session)
    release = next((r for r in reversed(published) if number is None or r.number == number), None)
    if release is None:
        return None
    known = tuple(_known(session, release, is_current=release == published[-1]))
    contents, erased = queries.contents(session), _erased(session)
    changes = plan_history.plan_changes(session, release.number)
    notices = queries.notices_at(session, published, release.number)
    plan = queries.plan_at(session, release.number)
    return ReleaseRecord(
        release=release,
        releases=published,
        plan=plan,
        told=told_in(session, plan, release.number),
        calendar=known,
        entries=tuple(
            ReleaseEntry(
                release=one,
                contents=contents[one.number],
                erased=erased[one.number],
                notices=tuple(n for n in notices if n.release == one.number),
                plan_changes=tuple(change for change in changes if change.release == one.number),
                announced=next((of for of in known if of.release == one.number), None),
            )
            for one in reversed(published)
            if one.number <= release.number
        ),
        reported=tuple(
            Reported(entity, quarter, number)
            for number, published_first in contents.items()
            if number <= release.number
            for entity, quarter in published_first.reported
        ),
    )


def _known(session: Session, release: Release, *, is_current: bool) -> list[Announced]:
    """The calendar: of an older release, as it stood when that one came out."""
    calendar = announcements.calendar(session)
    if is_current:
        return list(calendar)
    found = []
    for of in calendar:
        said = tuple(one for one in of.announcements if one.made_at <= release.published_at)
        if said:
            is_out = of.release is not None and of.release <= release.number
            found.append(of if is_out else replace(of, announcements=said, release=None, published_at=None))
    return found


def _erased(session: Session) -> Counter[int]:
    """How many figures of each release the law forced out since."""
    e = tables.erased_lines.c
    return Counter(session.execute(select(e.release).where(e.key.startswith("figure|"))).scalars())
