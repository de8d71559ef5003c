"""How the upper end of a total arises, and what is in force on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import Quarter
from indicators.plan import Kind
from indicators.targets import known_targets
from indicators.totals import obtained, upper_end
from tests.builders import EXTENDED, ORIGINAL, action, indicator, observation, plan, target

QUARTERS = [str(Quarter(2021, 3) + index) for index in range(6)]


@given(
    st.sampled_from([Kind.COUNT, Kind.DISTINCT]),
    st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=6, max_size=6),
    st.one_of(st.none(), st.integers(0, 200)),
)
def test_the_upper_end_is_the_sum_of_what_it_is_made_of(
    kind: Kind, values: list[int | None], declared: int | None
) -> None:
    subject = indicator(kind)
    seen = [observation(q, value) for q, value in zip(QUARTERS, values, strict=True) if value is not None]
    if seen and declared is not None and kind is Kind.DISTINCT:
        seen[-1] = observation(str(seen[-1].quarter), seen[-1].value and int(seen[-1].value), so_far=Decimal(declared))
    missing = [("MIN", Quarter.parse(q)) for q, value in zip(QUARTERS, values, strict=True) if value is None]
    total, upper = obtained(subject, seen, missing), upper_end(subject, seen, missing)
    assert (total is None) == (upper is None)
    if total is not None and upper is not None:
        assert total.high == upper.declared + upper.parts + upper.gaps * upper.largest


def test_only_sums_have_an_upper_end_that_is_made_of_parts() -> None:
    assert upper_end(indicator(Kind.LEVEL), [observation("2022-Q1", 5)]) is None


@pytest.mark.parametrize(
    ("day", "version"), [(date(2020, 1, 1), 1), (date(2025, 12, 30), 1), (date(2025, 12, 31), 2), (date(2030, 1, 1), 2)]
)
def test_the_term_of_a_day_is_the_last_one_in_force(day: date, version: int) -> None:
    assert plan(action(), terms=(EXTENDED, ORIGINAL)).term_on(day).version == version


def test_targets_known_are_in_force_where_they_are_of_the_newest_version() -> None:
    subject = indicator(targets=(target(9, "2026-12-31", version=2), target(5, "2025-12-31"), target(3, "2023-12-31")))
    assert [(t.value, in_force) for t, in_force in known_targets(subject, 1)] == [(3, True), (5, True)]
    assert [(t.value, in_force) for t, in_force in known_targets(subject, 2)] == [(3, False), (5, False), (9, True)]
