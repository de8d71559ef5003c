"""One written form for everything that is hashed, and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from indicators import canonical
from indicators.progress import Progress, Range, State
from indicators.results import Figure
from tests.builders import figure, indicator, judged, observation, quarter, target


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": None}, '{"a":null,"b":1}'),
        (Decimal("1200"), '"1200"'),
        (Decimal("0.500"), '"0.5"'),
        (Decimal("-0"), '"0"'),
        (Range(Decimal(1), Decimal(2)), '{"high":"2","low":"1"}'),
        (State.MET, '"met"'),
        (quarter("2026-Q3"), '"2026-Q3"'),
        (date(2026, 9, 30), '"2026-09-30"'),
        (datetime(2026, 9, 30, 5, tzinfo=UTC), '"2026-09-30T05:00:00+00:00"'),
        (datetime(2026, 9, 30, tzinfo=ZoneInfo("America/Lima")), '"2026-09-30T05:00:00+00:00"'),
        ("n\u0303", '"\u00f1"'),
        ((1, True), "[1,true]"),
    ],
)
def test_a_value_has_one_written_form(value: object, written: str) -> None:
    assert canonical.dumps(value) == written


@pytest.mark.parametrize("value", [1.5, float("nan"), object(), {1, 2}, b"bytes"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.dumps(value)


def test_a_progress_comes_back_as_it_was() -> None:
    stands = judged(indicator(targets=(target(500),)), observation("2021-Q3", 7), observation("2022-Q1", "2.5"))
    assert canonical.load(Progress, json.loads(canonical.dumps(stands))) == stands


def test_a_figure_comes_back_as_it_was() -> None:
    kept = figure("2023-Q4", "12.25", so_far=Decimal(40), note="n\u00f1")
    assert canonical.load(Figure, json.loads(canonical.dumps(kept))) == kept


def test_a_missing_field_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        canonical.load(Figure, {})
