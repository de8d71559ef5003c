"""Stages of a deliverable and steps of a programme: a row each, with the strip of reports below. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from dashboard.chart_words import due_words, stage_words, step_words
from dashboard.charts.parts import Drawing, Flag, Mark, StepMark, TargetMark
from dashboard.charts.progress import Chart
from dashboard.figures.marks import mark_data
from dashboard.figures.pen import IN_FORCE, Json, Pen, number, shown_targets, target_data
from dashboard.texts import Texts


def stage_rows(pen: Pen) -> list[Json]:
    """A row for each stage, marked on the day it was reached; nothing is drawn between."""
    return [
        *_due_lines(pen),
        *([_reached(pen, pen.view.earlier, earlier=True)] if pen.view.earlier else []),
        _reached(pen, pen.chart, earlier=False),
    ]


def _reached(pen: Pen, chart: Chart, *, earlier: bool) -> Json:
    dated = [mark for mark in chart.stages if mark.elapsed is not None]
    drawn = _row_marks(pen, [mark.elapsed for mark in dated], [_row_of(pen, mark.stage) for mark in dated])
    return {
        **drawn,
        "text": [f"{pen.texts(f'stage.{mark.stage}')}: {stage_words(mark, pen.texts)}" for mark in dated],
        "customdata": [[str(mark.stage), mark.date.isoformat() if mark.date else "", ""] for mark in dated],
        "name": pen.texts("explorer.reached"),
        "meta": "stages",
    } | (_as_earlier(pen) if earlier else {})


def _due_lines(pen: Pen) -> list[Json]:
    """The days on which a deliverable is due, across all rows."""
    top, shown = len(pen.chart.stages) - 0.5, shown_targets(pen)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [float(target.elapsed)] * 2,
            "y": [-0.5, top],
            "text": [due_words(pen.chart, target, pen.texts)] * 2,
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": [target_data(target)] * 2,
            "name": due_words(pen.chart, target, pen.texts),
            "meta": "due",
            "line": {"color": pen.colours.path, "width": 2, "dash": _dash(target)},
        }
        for target in shown
    ]


def _dash(target: TargetMark) -> str:
    if not target.in_force:
        return "dot"
    return "solid" if target.final else "dash"


def step_rows(pen: Pen) -> list[Json]:
    """A row for each step: when it was due, and when it was done."""
    due = [_due_steps(pen)] if IN_FORCE in pen.view.targets else []
    earlier = [_done(pen, pen.view.earlier) | _as_earlier(pen)] if pen.view.earlier else []
    return [*due, *earlier, _done(pen, pen.chart)]


def _done(pen: Pen, chart: Chart) -> Json:
    rows = {key for key, _ in row_names(pen)}
    done = [step for step in chart.steps if step.done_at is not None and step.code in rows]
    return {
        **_row_marks(pen, [step.done_at for step in done], [_row_of(pen, step.code) for step in done]),
        "text": [_step_said(step, pen.texts) for step in done],
        "customdata": [_step_data(step) for step in done],
        "name": pen.texts("explorer.done"),
        "meta": "done",
    }


def _due_steps(pen: Pen) -> Json:
    due = pen.chart.steps
    drawn = _row_marks(pen, [step.due_at for step in due], [_row_of(pen, step.code) for step in due])
    return {
        **drawn,
        "text": [_step_said(step, pen.texts) for step in due],
        "customdata": [_step_data(step) for step in due],
        "name": pen.texts("explorer.due"),
        "meta": "due",
        "marker": drawn["marker"] | {"symbol": "diamond-open", "color": pen.colours.path, "size": 16},
    }


def _step_said(step: StepMark, texts: Texts) -> str:
    return f"{texts.of(step.title)}: {step_words(step, texts)}"


def _step_data(step: StepMark) -> list[str]:
    return [step.code, step.due.isoformat(), step.done_on.isoformat() if step.done_on else ""]


def _as_earlier(pen: Pen) -> Json:
    """What makes a row's marks those of an earlier release: a ring around, in the quiet colour."""
    ring = {"symbol": "circle-open", "size": 20, "color": pen.colours.path, "line": {"width": 2}}
    return {"name": pen.texts("explorer.release", number=pen.view.earlier_release), "meta": "earlier", "marker": ring}


def _row_marks(pen: Pen, xs: Iterable[Decimal | None], rows: Sequence[int]) -> Json:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [number(x) for x in xs],
        "y": list(rows),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {"size": 12, "color": pen.colours.accent, "line": {"color": pen.colours.accent, "width": 2}},
    }


def report_strip(pen: Pen) -> list[Json]:
    """Which quarters were reported, one box each, in the row below all others."""
    marks = pen.chart.points
    return [
        {
            **mark_data(marks, pen.texts, at=-0.5),
            "y": [-1] * len(marks),
            "type": "scatter",
            "mode": "markers",
            "name": pen.texts("chart.reports"),
            "meta": "marks",
            "marker": {
                "symbol": [_box(mark) for mark in marks],
                "size": 10,
                "color": pen.colours.accent,
                "line": {"color": pen.colours.accent, "width": 1.5},
            },
        }
    ]


def _box(mark: Mark) -> str:
    if not mark.known:
        return "square-open"
    return "line-ew-open" if Flag.NOTHING in mark.flags else "square"


def row_names(pen: Pen) -> list[tuple[str, str]]:
    """Key and name of every row, the last one first: Plotly counts from below."""
    if pen.chart.drawing is Drawing.STAGES:
        return [(str(mark.stage), pen.texts(f"stage.{mark.stage}")) for mark in pen.chart.stages]
    return [(step.code, _short(pen.texts.of(step.title))) for step in reversed(pen.chart.steps)]


def _row_of(pen: Pen, key: str) -> int:
    return [name for name, _ in row_names(pen)].index(str(key))


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
