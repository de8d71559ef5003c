"""Times in which something holds as SVG: a row a span over an axis of years, open where no end is known. Pure."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from dashboard.charts.spans import Span, Spans
from dashboard.svg.parts import PHONE, WIDE, Layout, Picture, line, tag, text
from dashboard.texts import Texts

_EDGE, _TOP, _BAR = 10, 30, 12
_ROW, _DOT_ROW = 46, 24


def spans_pictures(chart: Spans, texts: Texts, *, demonstration: bool) -> tuple[Picture, ...]:
    """The drawing for a wide page and for a phone."""
    return tuple(
        Picture("total", layout.name, _drawn(chart, texts, layout, demonstration=demonstration))
        for layout in (WIDE, PHONE)
    )


def _drawn(chart: Spans, texts: Texts, layout: Layout, *, demonstration: bool) -> Markup:
    words = texts.say(chart.says)
    demo = texts("demonstration.word") if demonstration else ""
    parts, y = [], float(_TOP)
    for span in chart.spans:
        parts += _row(span, chart, texts, layout, y)
        y += _ROW + _DOT_ROW * len(span.dots)
    marked = [text(layout.width - _EDGE, y + 4, demo, "t demo", "end")] if demo else []
    height = y + (16 if demo else 0)
    return tag(
        "svg",
        *_axis(chart, layout, y - 8),
        *parts,
        *marked,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width} {height:.0f}",
        css="chart spans",
        role="img",
        aria_label=f"{demo}. {words}" if demo else words,
    )


def _axis(chart: Spans, layout: Layout, bottom: float) -> list[Markup]:
    """A line at the beginning of each year, with the year where there is room for it."""
    parts = []
    room = (layout.width - 2 * _EDGE) / len(chart.years)
    every = 1 if room >= 2.8 * layout.size else 2
    for place, year in enumerate(chart.years):
        x = _x(date(year, 1, 1), chart, layout)
        parts.append(line(x, 18, x, bottom, "grid"))
        if place % every == 0:
            parts.append(text(x + 3, 14, str(year), "t soft"))
    return parts


def _row(span: Span, chart: Spans, texts: Texts, layout: Layout, y: float) -> list[Markup]:
    words = texts.say(span.words)
    left = _x(span.start, chart, layout)
    right = _x(span.end, chart, layout) if span.end else layout.width - _EDGE
    flag = "ended" if span.end else "open"
    bar = tag(
        "rect",
        tag("title", words),
        x=left, y=y + 20, width=max(right - left, 2), height=_BAR, css="bar" if span.end else "bar flagged",
        data_code=span.code, data_from=span.start.isoformat(), data_until=span.end.isoformat() if span.end else "",
        data_flag=flag,
    )  # fmt: skip
    at, anchor = (left, None) if left < layout.width / 2 else (layout.width - _EDGE, "end")
    parts = [text(at, y + 14, words, "t halo", anchor), bar]
    if not span.end:
        parts.append(line(right, y + 16, right, y + 36, "edge"))
    for place, dot in enumerate(span.dots):
        x, told = _x(dot.day, chart, layout), texts.say(dot.words)
        mark = tag("circle", tag("title", told), cx=x, cy=y + 26, r=5, css="mark open", data_day=dot.day.isoformat())
        inside, side = (x, "middle") if _EDGE + 90 < x < layout.width - 90 else _near_edge(x, layout)
        parts += [mark, text(inside, y + 50 + _DOT_ROW * place, told, "t soft halo", side)]
    return parts


def _near_edge(x: float, layout: Layout) -> tuple[float, str]:
    return (float(_EDGE), "start") if x < layout.width / 2 else (float(layout.width - _EDGE), "end")


def _x(day: date, chart: Spans, layout: Layout) -> float:
    """The position of a day."""
    whole = (chart.last - chart.first).days or 1
    return _EDGE + (day - chart.first).days / whole * (layout.width - 2 * _EDGE)
