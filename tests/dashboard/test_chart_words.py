from __future__ import annotations

import pytest

from dashboard.chart_words import due_words, shape
from dashboard.charts.parts import Flag
from dashboard.charts.progress import chart
from dashboard.figures.progress import figure
from dashboard.svg import pictures
from dashboard.texts import Texts
from indicators.plan import Kind
from tests import builders as b
from tests.dashboard.details import page

ES = Texts("es")


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        ((), "circle"),
        ((Flag.LATE,), "cross"),
        ((Flag.PARTIAL, Flag.LATE), "cross"),
        ((Flag.LATE, Flag.REVISED), "square"),
        ((Flag.PARTIAL,), "triangle-up"),
        ((Flag.NOTHING,), "circle"),
    ],
)
def test_each_flag_has_a_shape_that_no_target_has(flags: tuple[Flag, ...], named: str) -> None:
    assert shape(flags) == named
    assert "diamond" not in shape(flags)


def test_a_date_that_has_passed_is_said_to_have_passed_and_each_date_has_a_line_of_its_own() -> None:
    targets = (b.target(1, "2023-06-30"), b.target(1, "2025-12-31"))
    drawn = chart(page(b.indicator(Kind.DELIVERABLE, targets=targets), b.figure("2023-Q3", stage=None)))
    said = [due_words(drawn, target, ES).replace("\u00a0", " ") for target in drawn.targets]
    assert [words.split(" (")[0] for words in said] == ["Venció el 30 jun. 2023", "Vence el 31 dic. 2025"]
    due = [trace for trace in figure(drawn, ES)["data"] if trace["meta"] == "due"]
    assert len({trace["line"]["dash"] for trace in due}) == len({trace["name"] for trace in due}) == 2
    svg = str(pictures(drawn, ES)[0].svg)
    assert (svg.count('class="due interim"'), svg.count('class="due"')) == (2, 2)
