"""The calendar: announced with an hour, moved with a reason, late said to be late, and nobody is first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from indicators import announcements, queries, releases, verification
from indicators.faults import Fault
from indicators.periods import Quarter
from indicators.results import Release
from indicators.rules import RuleRefused
from indicators.store import Store
from indicators.triggers import drop_triggers
from tests.stores import MONDAY, PLANNER, STEWARD, approved, draft, figure, with_plan

LIMA = ZoneInfo("America/Lima")
REFERENCE = Quarter(2023, 4)
HOUR = datetime(2024, 2, 20, 10, tzinfo=LIMA)


@pytest.fixture
def planned(store: Store) -> Store:
    with_plan(store)
    return store


def announce(
    store: Store, at: datetime = HOUR, *, who: str = PLANNER, reason: str = "", now: datetime = MONDAY
) -> None:
    with store.write() as session:
        announcements.announce(session, reference=REFERENCE, at=at, who=who, now=now, reason=reason)


def publish(store: Store, now: datetime) -> Release:
    approved(store, draft(figure()))
    with store.write() as session:
        return releases.publish(session, who=PLANNER, now=now, note="Nota", reference=REFERENCE)


def test_nothing_is_published_before_its_announced_hour(planned: Store) -> None:
    announce(planned)
    with pytest.raises(RuleRefused, match="too_early") as refused:
        publish(planned, HOUR - timedelta(minutes=1))
    assert refused.value.facts["at"] == "2024-02-20 10:00"
    with planned.write() as session:
        release = releases.publish(session, who=PLANNER, now=HOUR, note="Nota", reference=REFERENCE)
    assert release.announced == HOUR.date()
    with planned.read() as session:
        (line,) = announcements.calendar(session)
    assert (line.release, line.days_late(HOUR.date(), LIMA)) == (2, 0)


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(hours=13), 0), (timedelta(hours=14), 1), (timedelta(days=3), 3)]
)
def test_a_late_release_shows_itself_by_the_days_of_the_plan(planned: Store, after: timedelta, late: int) -> None:
    announce(planned)
    with planned.read() as session:
        (waiting,) = announcements.calendar(session)
    assert (waiting.release, waiting.days_late((HOUR + after).date(), LIMA)) == (None, late)
    publish(planned, HOUR + after)
    with planned.read() as session:
        (came,) = announcements.calendar(session)
    assert came.days_late(HOUR.date() + timedelta(days=99), LIMA) == late


def test_an_announcement_is_moved_with_a_reason_and_the_first_stays_readable(planned: Store) -> None:
    announce(planned)
    later = HOUR + timedelta(days=7)
    with pytest.raises(RuleRefused, match="announced_again"):
        announce(planned, later)
    announce(planned, later, reason="Falta un reporte")
    with planned.read() as session:
        (line,) = announcements.calendar(session)
        assert verification.faults(session) == ()
    assert [(a.at, a.reason) for a in line.announcements] == [(HOUR, ""), (later, "Falta un reporte")]
    assert line.at == later


@pytest.mark.parametrize(
    ("code", "at", "reference"),
    [
        ("announced_past", MONDAY, REFERENCE),
        ("not_ended", datetime(2024, 3, 31, 10, tzinfo=LIMA), Quarter(2024, 1)),
        ("backwards", HOUR, Quarter(2023, 2)),
    ],
)
def test_what_cannot_come_is_not_announced(planned: Store, code: str, at: datetime, reference: Quarter) -> None:
    with pytest.raises(RuleRefused, match=code), planned.write() as session:
        announcements.announce(session, reference=reference, at=at, who=PLANNER, now=MONDAY)


def test_a_steward_announces_nothing(planned: Store) -> None:
    with pytest.raises(RuleRefused, match="wrong_role"):
        announce(planned, who=STEWARD)


def test_a_release_that_was_not_announced_says_so(planned: Store) -> None:
    assert publish(planned, datetime(2024, 2, 6, tzinfo=UTC)).announced is None
    with planned.read() as session:
        assert announcements.calendar(session) == ()
        assert queries.releases(session)[-1].announced is None


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE announcements SET at = '2030'",
            Fault.of("not_as_recorded", thing="announcement", which="1 (2023-Q4)", point="hour"),
        ),
        ("DELETE FROM announcements", Fault.of("lost", thing="announcement", which="1 (2023-Q4)")),
    ],
)
def test_the_calendar_only_grows_and_who_changes_it_by_hand_is_found(
    planned: Store, statement: str, found: Fault
) -> None:
    announce(planned)
    with pytest.raises(IntegrityError), planned.write() as session:
        session.execute(text(statement))
    with planned.write() as session:
        drop_triggers(session.connection())
        session.execute(text(statement.replace("'2030'", "'2030-01-01T00:00:00.000000+00:00'")))
    with planned.read() as session:
        assert verification.faults(session) == (found,)
