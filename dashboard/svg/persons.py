"""The three figures of persons as bars, each named and numbered in place. Pure."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from dashboard.charts.persons import Counted, PersonsChart
from dashboard.svg.parts import PHONE, WIDE, Layout, Picture, plain, tag, text
from dashboard.texts import Texts

_ROW, _BAR, _HEAD, _APART = 42.0, 14.0, 28.0, 14.0


def persons(chart: PersonsChart, texts: Texts) -> tuple[Picture, ...]:
    """The drawing for a wide page and for a phone."""
    return tuple(Picture("total", layout.name, _drawing(chart, texts, layout)) for layout in (WIDE, PHONE))


def _drawing(chart: PersonsChart, texts: Texts, layout: Layout) -> Markup:
    parts: list[Markup] = []
    y = 18.0
    word = texts("demonstration.word")
    if chart.demonstration:
        parts.append(text(0, y, word, "t demo"))
        y += 24
    for quarter, row in chart.quarters:
        parts.append(text(0, y, texts.quarter_long(quarter), "t strong"))
        y += _HEAD
        for counted in row:
            parts += _bar(counted, chart, texts, layout, quarter=str(quarter), y=y)
            y += _ROW
        y += _APART
    said = texts.say(chart.headline)
    return tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width} {y:.0f}",
        role="img",
        aria_label=f"{word}. {said}" if chart.demonstration else said,
        css=f"chart {layout.name}",
    )


def _bar(
    counted: Counted, chart: PersonsChart, texts: Texts, layout: Layout, *, quarter: str, y: float
) -> list[Markup]:
    name = texts.of(counted.name)
    if counted.value is None:
        return [text(0, y, texts("persons.none", name=name), "t soft")]
    said = texts("persons.label", name=name, value=counted.value)
    share = max(counted.value, Decimal(0)) / chart.axis.high
    return [
        text(0, y, said),
        tag(
            "rect",
            tag("title", said),
            x=0,
            y=y + 6,
            width=max(float(share) * layout.width, 2.0),
            height=_BAR,
            css="bar",
            data_code=counted.code,
            data_in=quarter,
            data_value=plain(counted.value),
        ),
    ]
