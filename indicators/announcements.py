"""The calendar: which release is announced for which hour, and what changed of that. Only grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from indicators import audit, queries, tables
from indicators.accounts import acting
from indicators.periods import Quarter
from indicators.policy import Act
from indicators.rules import RuleRefused

# Beyond this a year is a slip of the hand, and no clock is asked about it.
LAST_YEAR = 2200


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was said, at `made_at`, of the release for `reference`: that it comes at `at`. A later announcement for the
    same quarter has a reason."""

    reference: Quarter
    at: datetime
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Announced:
    """A release in the calendar: the announcements made of it, oldest first, and when it came (None: not yet)."""

    reference: Quarter
    announcements: tuple[Announcement, ...]
    release: int | None
    published_at: datetime | None

    @property
    def at(self) -> datetime:
        """The hour that holds."""
        return self.announcements[-1].at

    def days_late(self, today: date, zone: ZoneInfo) -> int:
        """By how many days, in the plan's time zone, it came late, or is late on `today`; 0 where it is in time."""
        came = self.published_at.astimezone(zone).date() if self.published_at else today
        return max(0, (came - self.at.astimezone(zone).date()).days)


def announce(
    session: Session, *, reference: Quarter, at: datetime, who: str, now: datetime, reason: str = ""
) -> Announcement:
    """Say when the release for `reference` comes, or that it comes at another hour, which needs a reason.

    Raises RuleRefused: `at` is not ahead, the quarter has not ended by then or is older than the last release's, or an
    earlier announcement would be changed without a reason.
    """
    acting(session, who, Act.ANNOUNCE)
    published = queries.releases(session)
    if not published:
        raise RuleRefused("no_plan")
    last = published[-1]
    zone = queries.zone(session)
    if reference < last.reference:
        raise RuleRefused("backwards", quarter=reference, number=last.number, last=last.reference)
    if at.year > LAST_YEAR:
        raise RuleRefused("announced_far", year=LAST_YEAR)
    if at <= now:
        raise RuleRefused("announced_past", at=_local(at, zone))
    if reference.end >= at.astimezone(zone).date():
        raise RuleRefused("not_ended", quarter=reference)
    if not reason.strip() and any(of.release is None for of in calendar(session) if of.reference == reference):
        raise RuleRefused("announced_again", quarter=reference)
    session.execute(
        insert(tables.announcements).values(reference=str(reference), at=at, reason=reason, made_at=now, made_by=who)
    )
    audit.record(session, at=now, actor=who, action="release.announced", subject=str(reference), hour=at, reason=reason)
    return Announcement(reference, at, reason, now)


def calendar(session: Session) -> tuple[Announced, ...]:
    """Every announced release, by reference quarter, then in the order in which they were announced.

    An announcement belongs to the first release of its quarter that came after it was made.
    """
    of: dict[tuple[Quarter, int | None], list[Announcement]] = {}
    published = queries.releases(session)
    rows = session.execute(select(tables.announcements).order_by(tables.announcements.c.id)).all()
    for row in rows:
        reference = Quarter.parse(row.reference)
        came = next((r for r in published if r.reference == reference and r.published_at > row.made_at), None)
        said = Announcement(reference, row.at, row.reason, row.made_at)
        of.setdefault((reference, came.number if came else None), []).append(said)
    when = {release.number: release.published_at for release in published}
    return tuple(
        Announced(reference, tuple(said), number, when[number] if number else None)
        for (reference, number), said in sorted(of.items(), key=lambda item: (item[0][0], item[1][0].made_at))
    )


def due(session: Session, reference: Quarter, *, now: datetime, zone: ZoneInfo) -> date | None:
    """The day announced for the release of `reference` that is about to be published; None where none was.

    Raises RuleRefused before the announced hour: nobody is first.
    """
    waiting = [of for of in calendar(session) if of.reference == reference and of.release is None]
    if not waiting:
        return None
    at = waiting[-1].at
    if now < at:
        raise RuleRefused("too_early", quarter=reference, at=_local(at, zone))
    return at.astimezone(zone).date()


def _local(at: datetime, zone: ZoneInfo) -> str:
    """An hour as it stands in the calendar."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
