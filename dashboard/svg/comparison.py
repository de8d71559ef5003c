"""Indicators side by side, and departments one under another, as SVG. Pure.

Indicators are drawn as on their own pages, in the format of a phone, on one axis of time. Departments are rows of bars
on one axis of values; a quarter without a figure is an empty, dashed place, never a bar of nothing.
"""

from __future__ import annotations

from markupsafe import Markup

from dashboard.charts.comparison import DepartmentLine, DepartmentLines, SideBySide
from dashboard.charts.parts import Mark
from dashboard.svg.lines import totals
from dashboard.svg.parts import PHONE, WIDE, Layout, Picture, line, tag, text, value_text, width_of
from dashboard.texts import Texts
from indicators.periods import Quarter

_ROW, _NAME, _FOOT, _TOP = 62, 26, 26, 24


def multiples(drawn: SideBySide, texts: Texts) -> tuple[Markup, ...]:
    """Each indicator's drawing."""
    return tuple(totals(chart, texts, PHONE) for chart in drawn.charts)


def department_pictures(drawn: DepartmentLines, texts: Texts) -> tuple[Picture, ...]:
    """The departments for a wide page and for a phone."""
    return tuple(Picture("departments", each.name, _rows(drawn, texts, each)) for each in (WIDE, PHONE))


def departments_alternative(drawn: DepartmentLines, texts: Texts) -> str:
    """What the drawing shows, for those who do not see it."""
    words = f"{texts('compare.departments_subtitle', label=drawn.label)}. {texts.say(drawn.headline)}"
    return f"{texts('demonstration.word')}. {words}" if drawn.demonstration else words


def mark_words(mark: Mark, texts: Texts) -> str:
    """What a reader is told of a department's quarter."""
    value = texts("compare.no_figure") if mark.low is None else texts.number(mark.low)
    return f"{texts.quarter(mark.quarter)}: {value}"


def _rows(drawn: DepartmentLines, texts: Texts, layout: Layout) -> Markup:
    left = max(width_of(texts.number(tick), layout.size) for tick in drawn.axis.ticks) + 10
    count = max(len(drawn.lines[0].marks) if drawn.lines else 1, 1)
    step = (layout.width - left) / count
    foot = _TOP + len(drawn.lines) * (_NAME + _ROW)
    parts: list[Markup] = []
    if drawn.demonstration:
        parts.append(text(0, 14, texts("demonstration.word"), "t demo"))
    for index, each in enumerate(drawn.lines):
        base = _TOP + (index + 1) * (_NAME + _ROW)
        parts += _row(each, drawn, texts, layout, base=base, left=left, step=step)
    parts += _years(drawn.first, count, left=left, step=step, y=foot)
    return tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width} {foot + _FOOT}",
        role="img",
        aria_label=departments_alternative(drawn, texts),
        css=f"chart {layout.name}",
    )


def _row(
    each: DepartmentLine, drawn: DepartmentLines, texts: Texts, layout: Layout, *, base: float, left: float, step: float
) -> list[Markup]:
    """Name, total where it may be added, the axis and the bars of one department, standing on `base`."""
    parts = [text(0, base - _ROW - 8, texts.of(each.name), "t strong")]
    if drawn.summed:
        said = texts("compare.row_total", value=each.total)
        parts.append(text(layout.width, base - _ROW - 8, said, "t soft", "end"))
    parts.append(text(left - 8, base - _ROW + 14, texts.number(drawn.axis.high), anchor="end"))
    parts.append(text(left - 8, base, "0", anchor="end"))
    parts.append(line(left, base - _ROW, layout.width, base - _ROW, "grid"))
    for index, mark in enumerate(each.marks):
        parts.append(_bar(mark, each, drawn, texts, x=left + index * step, base=base, step=step))
    return [*parts, line(left, base, layout.width, base, "base")]


def _bar(
    mark: Mark, each: DepartmentLine, drawn: DepartmentLines, texts: Texts, *, x: float, base: float, step: float
) -> Markup:
    room = step * 0.7
    share = float((mark.low or 0) / drawn.axis.high) if mark.low is not None else 1.0
    high = max(share * _ROW, 0.0)
    return tag(
        "rect",
        tag("title", f"{texts.of(each.name)} · {mark_words(mark, texts)}"),
        x=x + (step - room) / 2,
        y=base - high,
        width=room,
        height=high,
        css="bar" if mark.low is not None else "gap",
        data_department=each.code,
        data_quarter=str(mark.quarter),
        data_value=value_text(mark),
        data_flag=" ".join(mark.flags),
    )


def _years(first: Quarter, count: int, *, left: float, step: float, y: float) -> list[Markup]:
    """A tick where each year begins and the year under the middle of its quarters, where it fits."""
    parts: list[Markup] = []
    for year in range(first.year, (first + (count - 1)).year + 1):
        start = max(Quarter(year, 1) - first, 0)
        end = min(Quarter(year + 1, 1) - first, count)
        if start:
            parts.append(line(left + start * step, y, left + start * step, y + 6, "tick"))
        if width_of(str(year), 14) <= (end - start) * step:
            parts.append(text(left + (start + end) / 2 * step, y + 20, str(year), anchor="middle"))
    return parts
