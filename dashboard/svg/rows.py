"""Dated stages of a deliverable and steps of a programme: one row each on a line of time. Pure.

Nothing is interpolated: a stage is drawn from the day it was reached to the day of the next, a step by the day it was
due and the day it was done. A strip at the foot shows which quarters were reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from dashboard.chart_words import due_words, stage_words, step_words
from dashboard.charts.axes import elapsed_at
from dashboard.charts.parts import Flag, Mark, StageMark, StepMark, TargetMark
from dashboard.charts.progress import Chart
from dashboard.svg.parts import (
    Frame,
    Layout,
    data,
    drawing,
    extension_band,
    line,
    mark_title,
    stack,
    tag,
    text,
    time_axis,
    width_of,
    wrapped,
)
from dashboard.texts import Texts

_ROW = {"wide": 46.0, "phone": 52.0}
_STATUS = 258.0
_TITLE = 270.0


def stages(chart: Chart, texts: Texts, layout: Layout) -> Markup:
    """The stages in rows, each from the day it was reached, with a line where the deliverable is due."""
    left = 4.0 if layout.phone else _longest_stage(chart, texts, layout) + 16
    right = layout.width - (10.0 if layout.phone else 24.0)
    key, top = _due_key(chart, texts, layout)
    frame = Frame(layout, left, right, top, top + _ROW[layout.name] * len(chart.stages) + 30, float(chart.span))
    parts = [*key, *extension_band(chart, frame), *_due_lines(chart, texts, frame)]
    for index, mark in enumerate(chart.stages):
        parts += _stage_row(chart, texts, frame, index, mark)
    parts += [*_strip(chart, texts, frame), *time_axis(chart, frame)]
    return drawing(chart, texts, layout, frame.bottom + 30, *parts)


def steps(chart: Chart, texts: Texts, layout: Layout) -> Markup:
    """The steps in rows: a diamond where each is due, a disc where it was done."""
    left = 4.0 if layout.phone else _TITLE
    right = layout.width - (10.0 if layout.phone else _STATUS)
    key, top = _steps_key(chart, texts, layout)
    rows = [
        wrapped(texts.of(step.title), layout.width - 8 if layout.phone else _TITLE - 16, layout.size)
        for step in chart.steps
    ]
    heights = [len(lines) * 18 + (62 if layout.phone else 22) for lines in rows]
    frame = Frame(layout, left, right, top, top + sum(heights) + 30, float(chart.span))
    parts = [*key, *extension_band(chart, frame)]
    y = top
    for step, lines, height in zip(chart.steps, rows, heights, strict=True):
        parts += _step_row(chart, texts, frame, step, lines=lines, top=y, height=height)
        y += height
    parts += [*_strip(chart, texts, frame), *time_axis(chart, frame)]
    return drawing(chart, texts, layout, frame.bottom + 30, *parts)


def _longest_stage(chart: Chart, texts: Texts, layout: Layout) -> float:
    return max(width_of(texts(f"stage.{mark.stage}"), layout.size, bold=True) for mark in chart.stages)


# Stages ----------------------------------------------------------------------------------------------------------


def _stage_row(chart: Chart, texts: Texts, frame: Frame, index: int, mark: StageMark) -> list[Markup]:
    height = _ROW[frame.layout.name]
    top = frame.top + height * index
    y = top + (36 if frame.layout.phone else height / 2)
    name = texts(f"stage.{mark.stage}")
    css = "t strong" if mark.reached else "t soft"
    parts = [line(frame.left, y, frame.right, y, "grid")]
    parts.append(
        text(frame.left, top + 18, name, css) if frame.layout.phone else text(frame.left - 14, y + 5, name, css, "end")
    )
    words = _stage_words(chart, mark, texts)
    if frame.layout.phone:
        parts.append(text(frame.left + _longest_stage(chart, texts, frame.layout), top + 18, words, "t soft halo"))
    elif mark.elapsed is None:
        parts.append(text(frame.left + 12, y - 7, words, "t soft"))
    if mark.elapsed is not None:
        start, end = frame.x(mark.elapsed), frame.x(_stage_end(chart, index))
        parts.append(line(start, y, end, y, "held now" if mark.current else "held"))
        parts.append(_stage_mark(mark, texts, words, start, y))
        if not frame.layout.phone:
            parts.append(_stage_date(words, frame, start, y=y - 12))
    return parts


def _stage_mark(mark: StageMark, texts: Texts, words: str, x: float, y: float) -> Markup:
    title = tag("title", f"{texts(f'stage.{mark.stage}')}: {words}")
    return tag(
        "circle",
        title,
        cx=x,
        cy=y,
        r=6,
        css="mark now" if mark.current else "mark",
        data_stage=str(mark.stage),
        data_date=mark.date.isoformat() if mark.date else "",
    )


def _stage_words(chart: Chart, mark: StageMark, texts: Texts) -> str:
    if chart.empty:
        return ""
    return stage_words(mark, texts)


def _stage_end(chart: Chart, index: int) -> Decimal:
    """Where a stage ends: where the next dated one begins, or at the last report."""
    later = [mark.elapsed for mark in chart.stages[index + 1 :] if mark.elapsed is not None]
    last = chart.last
    begun = chart.stages[index].elapsed or Decimal(0)
    return min(later) if later else max(begun, Decimal(last.elapsed if last else 0))


def _stage_date(words: str, frame: Frame, start: float, *, y: float) -> Markup:
    if start + width_of(words, frame.layout.size) + 4 <= frame.right:
        return text(max(start - 6, frame.left), y, words, "t halo")
    return text(frame.right, y, words, "t halo", "end")


def _due_lines(chart: Chart, texts: Texts, frame: Frame) -> list[Markup]:
    return [
        tag(
            "path",
            tag("title", due_words(chart, target, texts)),
            d=f"M{frame.x(target.elapsed):.1f} {frame.top - 4:.1f}V{frame.bottom - 30:.1f}",
            css=_due_css(target),
            data_target=target.date.isoformat(),
            data_value=f"{target.value:f}",
        )
        for target in chart.targets
    ]


def _due_css(target: TargetMark) -> str:
    """A line of its own for the last date in force, an earlier one, and one of the original term."""
    if not target.in_force:
        return "due former"
    return "due" if target.final else "due interim"


def _due_key(chart: Chart, texts: Texts, layout: Layout) -> tuple[list[Markup], float]:
    """The due dates named above the rows: in a key on a phone, each above its line on a wide drawing."""
    rows = [(_due_css(t), "t", due_words(chart, t, texts)) for t in chart.targets]
    demo = [("", "t demo", texts("demonstration.word"))] if chart.demonstration else []
    extension = [("extension", "t", texts("chart.extension"))] if chart.extension else []
    parts, foot = stack([*demo, *rows, *extension], layout, 12)
    return parts, foot + 6


# Steps -----------------------------------------------------------------------------------------------------------


def _step_row(
    chart: Chart, texts: Texts, frame: Frame, step: StepMark, *, lines: Sequence[str], top: float, height: float
) -> list[Markup]:
    phone = frame.layout.phone
    x = frame.left if phone else 0.0
    parts = [text(x, top + 16 + 18 * row, words, "t soft halo") for row, words in enumerate(lines)]
    y = top + (len(lines) * 18 + 36 if phone else height / 2)
    status = step_words(step, texts)
    css = "t bad strong halo" if step.overdue else "t soft halo"
    if phone:
        parts.append(text(x, top + 18 * len(lines) + 16, status, css))
    else:
        parts += [
            text(frame.right + 14, y + 5, status, css),
            line(0, top + height - 1, frame.layout.width, top + height - 1, "rule"),
        ]
    parts += [line(frame.left, y, frame.right, y, "grid"), *_step_marks(chart, texts, frame, step, y)]
    return parts


def _step_marks(chart: Chart, texts: Texts, frame: Frame, step: StepMark, y: float) -> list[Markup]:
    due, parts = frame.x(step.due_at), []
    title = tag("title", f"{texts.of(step.title)}: {step_words(step, texts)}")
    if step.original_due is not None:
        x = frame.x(elapsed_at(step.original_due, chart.first))
        parts.append(tag("path", title, d=_diamond(x, y), css="target former"))
    if step.overdue:
        parts.append(line(due, y, frame.x(chart.reference - chart.first + 1), y, "held late"))
    elif step.done_at is not None and step.done_at > step.due_at:
        parts.append(line(due, y, frame.x(step.done_at), y, "held late"))
    attributes = {"data_step": step.code, "data_due": step.due.isoformat(), "data_done": _iso(step.done_on)}
    parts.append(tag("path", title, d=_diamond(due, y), css="target", **attributes))
    if step.done_at is not None:
        parts.append(tag("circle", title, cx=frame.x(step.done_at), cy=y, r=6, css="mark", data_step=step.code))
    return parts


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _diamond(x: float, y: float) -> str:
    return f"M{x - 6:.1f} {y:.1f}L{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 6:.1f}Z"


def _steps_key(chart: Chart, texts: Texts, layout: Layout) -> tuple[list[Markup], float]:
    demo = [("", "t demo", texts("demonstration.word"))] if chart.demonstration else []
    extension = [("extension", "t", texts("chart.extension"))] if chart.extension else []
    parts, foot = stack([*demo, *extension], layout, 12)
    return parts, foot + 6


# Reports ---------------------------------------------------------------------------------------------------------


def _strip(chart: Chart, texts: Texts, frame: Frame) -> list[Markup]:
    """One small box a quarter: filled where reported, a bar for "nothing to report", empty for a missing report."""
    y = frame.bottom - 18
    parts: list[Markup] = []
    if not frame.layout.phone:
        parts.append(text(frame.left - 14, y + 10, texts("chart.reports"), "t soft", "end"))
    return parts + [_box(mark, texts, frame, y) for mark in chart.points]


def _box(mark: Mark, texts: Texts, frame: Frame, y: float) -> Markup:
    left, right = frame.x(mark.elapsed - 1), frame.x(mark.elapsed)
    css = "box" if mark.known and Flag.NOTHING not in mark.flags else "box nothing" if mark.known else "box missing"
    title = tag("title", mark_title(mark, texts))
    return tag("rect", title, x=left + 1.5, y=y, width=max(right - left - 3, 2), height=10, css=css, **data(mark))
