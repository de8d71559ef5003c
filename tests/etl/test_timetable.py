"""When a source is due: the same hours on every machine, none missed and none used twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from etl.sources.timetable import RETRY, SETTLING, Timetable, is_due, next_due
from indicators.fetch_log import FetchOutcome, Run

LIMA = ZoneInfo("America/Lima")
DAILY = Timetable(timedelta(days=1), time(6))


def at(text: str) -> datetime:
    """An hour of Lima."""
    return datetime.fromisoformat(text).replace(tzinfo=LIMA).astimezone(UTC)


def run(started: str, outcome: FetchOutcome | None = FetchOutcome.LOADED, failures: int = 0) -> Run:
    """A run that took a minute, or takes it still."""
    begun = at(started)
    ended = begun + timedelta(minutes=1) if outcome else None
    return Run(1, begun, begun + timedelta(minutes=30), ended, outcome, "", {}, failures, ())


@pytest.mark.parametrize(
    ("timetable", "moment", "hour"),
    [
        (DAILY, "2026-11-22T05:59:59", "2026-11-22T06:00"),
        (DAILY, "2026-11-22T06:00", "2026-11-23T06:00"),
        (DAILY, "2026-12-31T23:00", "2027-01-01T06:00"),
        (Timetable(timedelta(hours=6), time(0, 30)), "2026-11-22T06:31", "2026-11-22T12:30"),
        (Timetable(timedelta(hours=1)), "2026-11-22T23:10", "2026-11-23T00:00"),
        (Timetable(timedelta(days=7), time(8)), "2026-11-22T10:00", "2026-11-23T08:00"),
        (Timetable(timedelta(days=2)), "2026-11-22T10:00", "2026-11-24T00:00"),
        (DAILY, "1999-01-01T10:00", "1999-01-02T06:00"),
    ],
)
def test_the_next_hour_is_counted_by_the_clock_of_the_plan(timetable: Timetable, moment: str, hour: str) -> None:
    assert timetable.after(at(moment), LIMA) == at(hour)


def test_a_source_that_was_never_read_is_due_at_once() -> None:
    assert next_due(DAILY, None, LIMA) is None
    assert is_due(DAILY, None, LIMA, now=at("2026-11-22T03:00"))


def test_an_hour_is_used_once_and_missed_by_no_early_timer() -> None:
    late = run("2026-11-21T17:00")
    assert not is_due(DAILY, late, LIMA, now=at("2026-11-22T05:59"))
    assert is_due(DAILY, late, LIMA, now=at("2026-11-22T06:00"))
    assert not is_due(DAILY, run("2026-11-22T06:00:01"), LIMA, now=at("2026-11-23T05:59:59"))
    assert is_due(DAILY, run("2026-11-22T06:00:01"), LIMA, now=at("2026-11-23T06:00"))


@pytest.mark.parametrize(
    ("outcome", "failures", "waits"),
    [
        (FetchOutcome.FAILED, 1, RETRY),
        (FetchOutcome.FORBIDDEN, 2, 2 * RETRY),
        (FetchOutcome.FAILED, 4, 8 * RETRY),
        (FetchOutcome.WAITING, 0, SETTLING),
    ],
)
def test_what_did_not_succeed_is_tried_again_sooner(outcome: FetchOutcome, failures: int, waits: timedelta) -> None:
    last = run("2026-11-22T06:00", outcome, failures)
    assert last.finished_at
    assert next_due(DAILY, last, LIMA) == last.finished_at + waits


def test_no_failure_puts_off_the_hour_at_which_it_is_due_anyway() -> None:
    for failures in (6, 10_000):
        last = run("2026-11-22T06:00", FetchOutcome.FAILED, failures)
        assert next_due(DAILY, last, LIMA) == at("2026-11-23T06:00")


@pytest.mark.parametrize("outcome", [FetchOutcome.UNCHANGED, FetchOutcome.REPEATED, FetchOutcome.REFUSED])
def test_what_nobody_but_the_entity_can_mend_waits_for_its_hour(outcome: FetchOutcome) -> None:
    assert next_due(DAILY, run("2026-11-22T06:00", outcome), LIMA) == at("2026-11-23T06:00")


def test_a_run_under_way_holds_its_source_until_its_claim_expires() -> None:
    assert next_due(DAILY, run("2026-11-22T06:00", None), LIMA) == at("2026-11-22T06:30")
