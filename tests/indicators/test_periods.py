"""Quarters: written, ordered, added, ended in the plan's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import NotAQuarter, Quarter, quarters
from tests.builders import quarter

ANY = st.builds(Quarter, st.integers(1950, 2100), st.integers(1, 4))


@given(ANY)
def test_what_is_written_is_read_back(one: Quarter) -> None:
    assert Quarter.parse(str(one)) == one


@pytest.mark.parametrize(
    "text",
    ["2026-T3", "2026Q3", "2026-Q5", "2026-Q0", " 2026-Q3", "2026-Q3\n", "26-Q3", "2026-q3", "٢٠٢٦-Q3", "0000-Q1", ""],
)
def test_anything_else_is_not_a_quarter(text: str) -> None:
    with pytest.raises(NotAQuarter):
        Quarter.parse(text)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-Q2", "2024-04-01", "2024-06-30"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
    ],
)
def test_a_quarter_has_a_first_and_a_last_day(written: str, first: str, last: str) -> None:
    assert (quarter(written).start.isoformat(), quarter(written).end.isoformat()) == (first, last)


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_in_the_quarter_that_holds_it(day: date) -> None:
    assert Quarter.of(day).start <= day <= Quarter.of(day).end


def test_the_fourth_quarter_comes_after_the_third_and_before_the_next_year() -> None:
    assert sorted([quarter("2024-Q1"), quarter("2023-Q4"), quarter("2023-Q3")])[1] == quarter("2023-Q4")


@given(ANY, st.integers(-100, 100))
def test_adding_quarters_and_counting_them_agree(one: Quarter, many: int) -> None:
    assert (one + many) - one == many


def test_a_range_holds_both_ends_and_crosses_the_year() -> None:
    assert [str(q) for q in quarters(quarter("2023-Q3"), quarter("2024-Q2"))] == [
        "2023-Q3",
        "2023-Q4",
        "2024-Q1",
        "2024-Q2",
    ]


def test_a_range_that_ends_before_it_begins_is_empty() -> None:
    assert list(quarters(quarter("2024-Q1"), quarter("2023-Q4"))) == []


def test_in_lima_a_quarter_ends_five_hours_after_it_has_ended_in_greenwich() -> None:
    ended = quarter("2026-Q3").ends_at(ZoneInfo("America/Lima"))
    assert ended.astimezone(UTC) == datetime(2026, 10, 1, 5, 0, tzinfo=UTC)


def test_the_last_quarter_that_can_be_written_has_an_end() -> None:
    assert Quarter.parse("9999-Q4").end == date(9999, 12, 31)
