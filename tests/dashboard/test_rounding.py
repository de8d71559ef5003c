from __future__ import annotations

from decimal import Decimal

import pytest

from dashboard.charts.progress import chart
from dashboard.rounding import half_up
from dashboard.svg.parts import mark_title
from dashboard.texts import Texts
from indicators.plan import Kind
from tests import builders as b
from tests.dashboard.details import counted, page


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("412.5", 0, "413"), ("413.5", 0, "414"), ("-2.5", 0, "-3"), ("0.125", 2, "0.13"), ("7", 2, "7.00")],
)
def test_halves_go_up_and_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(half_up(Decimal(value), places)) == rounded


def test_words_round_halves_up() -> None:
    texts = Texts("es")
    assert texts.number(Decimal("412.5"), 0) == "413"
    assert texts.percent(Decimal("12.25")).startswith("12.3")


@pytest.mark.parametrize(("kind", "said"), [(Kind.COUNT, "previsto 3"), (Kind.LEVEL, "previsto 2.5")])
def test_a_mark_says_what_was_expected_as_its_kind_is_printed(kind: Kind, said: str) -> None:
    subject = b.indicator(kind, targets=(b.target(45),), baseline=b.baseline(0) if kind is Kind.LEVEL else None)
    first = chart(page(subject, *counted([2]))).points[0]
    assert first.expected == Decimal("2.5")
    assert said in mark_title(first, Texts("es")).split(" · ")
