"""When a source is due: hours in the plan's time zone, counted so that every machine comes to the same ones. Pure.

A source is due at the hours of its timetable, never by how long ago it was read: so an hour is missed by no timer that
came a second early, and is used once by two machines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from indicators.fetch_log import FAILING, FetchOutcome, Run

# A Monday, so that "7 days" are Mondays.
FIRST_DAY = datetime(2001, 1, 1).date()
# A source that failed is tried again after an hour, then after two, four, …, and no later than it is due anyway.
RETRY = timedelta(hours=1)
_MOST_DOUBLINGS = 12
# A file that is still being written is looked at again soon.
SETTLING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Every so many hours or days, counted from `at` on a Monday, by the clock of the plan's time zone."""

    every: timedelta
    at: time = time()

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first of its hours after `moment`, in UTC."""
        first = datetime.combine(FIRST_DAY, self.at)
        turns = (moment.astimezone(zone).replace(tzinfo=None) - first) // self.every + 1
        return (first + turns * self.every).replace(tzinfo=zone).astimezone(UTC)


def next_due(timetable: Timetable, last: Run | None, zone: ZoneInfo) -> datetime | None:
    """When a source is to be read next; None where it never was, which is at once.

    A run that is under way, or was cut off, holds the source until its claim expires.
    """
    if last is None:
        return None
    if last.outcome is None or last.finished_at is None:
        return last.expires_at
    regular = timetable.after(last.started_at, zone)
    if last.outcome is FetchOutcome.WAITING:
        return min(regular, last.finished_at + SETTLING)
    if last.outcome in FAILING:
        return min(regular, last.finished_at + RETRY * (1 << min(last.failures - 1, _MOST_DOUBLINGS)))
    return regular


def is_due(timetable: Timetable, last: Run | None, zone: ZoneInfo, *, now: datetime) -> bool:
    """Whether a source is to be read at `now`."""
    hour = next_due(timetable, last, zone)
    return hour is None or hour <= now
