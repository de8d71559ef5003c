"""A `Chart` as a Plotly figure: a plain dict, as Dash sends it. The second drawing of what `svg` draws first. Pure.

Each mark's `customdata` holds its quarter, value and flags as the SVG's attributes do, so that a test can compare the
drawings; its `text` is what a reader is told on touch. Numbers, dates and quarters are words of `Texts`, never
Plotly's own, so both languages read alike in both drawings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from dashboard.chart_words import due_words, shape, stage_words, step_words, target_words
from dashboard.charts.progress import Axis, Chart, Drawing, Flag, Mark, StepMark, TargetMark, nice_axis
from dashboard.splits import Split
from dashboard.svg.parts import gap_runs, gap_words, mark_title, value_text
from dashboard.texts import Texts
from dashboard.theme import SCHEMES, SERIES, Palette
from indicators.periods import Quarter

Json = dict[str, Any]
TOTAL, QUARTER = "total", "quarter"
IN_FORCE, ORIGINAL = "in_force", "original"
HEIGHT = 440
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")
_ROWS = (Drawing.STAGES, Drawing.STEPS)


@dataclass(frozen=True, slots=True)
class View:
    """What the reader has chosen to see. `earlier` is the same indicator as published in release `earlier_release`."""

    amount: str = TOTAL
    targets: frozenset[str] = field(default=frozenset({IN_FORCE, ORIGINAL}))
    splits: tuple[Split, ...] = ()
    earlier: Chart | None = None
    earlier_release: int = 0
    scheme: str = "light"


@dataclass(frozen=True, slots=True)
class _Pen:
    """What every part of a figure is drawn with."""

    chart: Chart
    texts: Texts
    view: View

    @property
    def colours(self) -> Palette:
        return SCHEMES[self.view.scheme]

    @property
    def bars(self) -> bool:
        return self.view.amount == QUARTER and bool(self.chart.bars)


def height(chart: Chart) -> int:
    """How high the figure of `chart` is, in pixels: a row for each stage or step, else a fixed height."""
    rows = len(chart.stages) + len(chart.steps)
    return HEIGHT if not rows else max(HEIGHT, 150 + 48 * (rows + 1))


def figure(chart: Chart, texts: Texts, view: View | None = None) -> Json:
    """The figure of `chart` as `view` asks for it (the whole of it, in light colours, where there is none)."""
    pen = _Pen(chart, texts, view or View())
    if chart.drawing is Drawing.STAGES:
        traces = [*_stages(pen), *_strip(pen)]
    elif chart.drawing is Drawing.STEPS:
        traces = [*_steps(pen), *_strip(pen)]
    elif pen.view.splits:
        traces = [_category(pen, index, split) for index, split in enumerate(pen.view.splits)]
    elif pen.bars:
        traces = [*_earlier(pen), _bars(pen)]
    else:
        traces = [*_band(pen), *_paths(pen), *_earlier(pen), _totals(pen), *_targets(pen)]
    return {"data": [*traces, *_gap_key(pen)], "layout": _layout(pen)}


# Lines and bars --------------------------------------------------------------------------------------------------


def _totals(pen: _Pen) -> Json:
    colours = pen.colours
    return {
        **_marks(pen.chart.points, pen.texts),
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": False,
        "name": pen.texts("explorer.total"),
        "meta": "marks",
        "line": {"color": colours.accent, "width": 3},
        "marker": {
            "color": [_fill(mark, colours) for mark in pen.chart.points],
            "symbol": [shape(mark.flags) for mark in pen.chart.points],
            "size": 9,
            "line": {"color": colours.accent, "width": 2},
        },
    }


def _bars(pen: _Pen) -> Json:
    marks = pen.chart.bars
    return {
        **_marks(marks, pen.texts, at=-0.5),
        "type": "bar",
        "name": pen.texts("explorer.quarter"),
        "meta": "marks",
        "width": 0.7,
        "textposition": "none",
        "marker": {
            "color": [pen.colours.accent_tint if _is_open(mark) else pen.colours.accent for mark in marks],
            "line": {"color": pen.colours.accent, "width": 2},
        },
    }


def _category(pen: _Pen, index: int, split: Split) -> Json:
    colour = SERIES[pen.view.scheme][index % len(SERIES[pen.view.scheme])]
    return {
        **_marks(split.marks, pen.texts, name=pen.texts.of(split.name)),
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": False,
        "name": pen.texts.of(split.name),
        "meta": f"category {split.category}",
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 9, "symbol": _SYMBOLS[index % len(_SYMBOLS)]},
    }


def _marks(marks: Sequence[Mark], texts: Texts, *, at: float = 0.0, name: str = "") -> Json:
    """What every drawing of marks has: positions, what each says, what each is. A missing value stays a gap."""
    said = [mark_title(mark, texts) for mark in marks]
    return {
        "x": [mark.elapsed + at for mark in marks],
        "y": [_number(mark.low) for mark in marks],
        "text": [f"{name}<br>{words}" if name else words for words in said],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [[str(mark.quarter), value_text(mark), " ".join(mark.flags)] for mark in marks],
    }


def _earlier(pen: _Pen) -> list[Json]:
    """The same indicator as an earlier release had it, in the quiet colour, behind."""
    earlier = pen.view.earlier
    if earlier is None:
        return []
    marks = earlier.bars if pen.bars else earlier.points
    return [
        {
            **_marks(marks, pen.texts, at=-0.5 if pen.bars else 0.0),
            "type": "scatter",
            "mode": "markers" if pen.bars else "lines+markers",
            "name": pen.texts("explorer.release", number=pen.view.earlier_release),
            "meta": "earlier",
            "line": {"color": pen.colours.path, "width": 2, "dash": "dot"},
            "marker": {"color": pen.colours.path, "size": 8, "symbol": "circle-open", "line": {"width": 2}},
        }
    ]


def _band(pen: _Pen) -> list[Json]:
    """Where only a range is known: an area for every run of quarters, closed at each gap."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for run in _ranged_runs(pen.chart.points):
        around = [(m.elapsed, m.low) for m in run] + [(m.elapsed, m.high) for m in reversed(run)]
        xs += [*(at for at, _ in around), around[0][0], None]
        ys += [*(_number(value) for _, value in around), _number(around[0][1]), None]
    if not xs:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": xs[:-1],
            "y": ys[:-1],
            "fill": "toself",
            "fillcolor": pen.colours.accent_tint,
            "line": {"color": pen.colours.accent, "width": 1},
            "name": pen.texts("chart.band"),
            "meta": "band",
            "hoverinfo": "skip",
        }
    ]


def _ranged_runs(marks: Sequence[Mark]) -> list[list[Mark]]:
    known = [list(run) for is_known, run in groupby(marks, key=lambda mark: mark.known) if is_known]
    return [run for run in known if any(not mark.exact for mark in run)]


def _paths(pen: _Pen) -> list[Json]:
    drawn = (
        (ORIGINAL, pen.chart.original, "explorer.path_original", "dot"),
        (IN_FORCE, pen.chart.path, "explorer.path", "dash"),
    )
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [corner.elapsed for corner in path],
            "y": [_number(corner.value) for corner in path],
            "name": pen.texts(key),
            "meta": f"path {which}",
            "line": {"color": pen.colours.path, "width": 2, "dash": dash},
            "hoverinfo": "skip",
        }
        for which, path, key, dash in drawn
        if which in pen.view.targets and len(path) > 1
    ]


def _targets(pen: _Pen) -> list[Json]:
    shown = _shown_targets(pen)
    if not shown:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [float(target.elapsed) for target in shown],
            "y": [_number(target.value) for target in shown],
            "text": [target_words(target, pen.texts) for target in shown],
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": [_target_data(target) for target in shown],
            "name": pen.texts("explorer.target"),
            "meta": "targets",
            "cliponaxis": False,
            "marker": {
                "symbol": ["diamond" if target.in_force else "diamond-open" for target in shown],
                "size": 12,
                "color": pen.colours.path,
                "line": {"color": pen.colours.path, "width": 2},
            },
        }
    ]


def _target_data(target: TargetMark) -> list[str]:
    return [target.date.isoformat(), f"{target.value:f}", IN_FORCE if target.in_force else ORIGINAL]


def _shown_targets(pen: _Pen) -> list[TargetMark]:
    return [t for t in pen.chart.targets if (IN_FORCE if t.in_force else ORIGINAL) in pen.view.targets]


# Stages and steps ------------------------------------------------------------------------------------------------


def _stages(pen: _Pen) -> list[Json]:
    """A row for each stage, marked on the day it was reached; nothing is drawn between."""
    return [
        *_due_lines(pen),
        *([_reached(pen, pen.view.earlier, earlier=True)] if pen.view.earlier else []),
        _reached(pen, pen.chart, earlier=False),
    ]


def _reached(pen: _Pen, chart: Chart, *, earlier: bool) -> Json:
    dated = [mark for mark in chart.stages if mark.elapsed is not None]
    drawn = _row_marks(pen, [mark.elapsed for mark in dated], [_row_of(pen, mark.stage) for mark in dated])
    return {
        **drawn,
        "text": [f"{pen.texts(f'stage.{mark.stage}')}: {stage_words(mark, pen.texts)}" for mark in dated],
        "customdata": [[str(mark.stage), mark.date.isoformat() if mark.date else "", ""] for mark in dated],
        "name": pen.texts("explorer.reached"),
        "meta": "stages",
    } | (_as_earlier(pen) if earlier else {})


def _due_lines(pen: _Pen) -> list[Json]:
    """The days on which a deliverable is due, across all rows."""
    top, shown = len(pen.chart.stages) - 0.5, _shown_targets(pen)
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [float(target.elapsed)] * 2,
            "y": [-0.5, top],
            "text": [due_words(pen.chart, target, pen.texts)] * 2,
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": [_target_data(target)] * 2,
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


def _steps(pen: _Pen) -> list[Json]:
    """A row for each step: when it was due, and when it was done."""
    due = [_due_steps(pen)] if IN_FORCE in pen.view.targets else []
    earlier = [_done(pen, pen.view.earlier) | _as_earlier(pen)] if pen.view.earlier else []
    return [*due, *earlier, _done(pen, pen.chart)]


def _done(pen: _Pen, chart: Chart) -> Json:
    rows = {key for key, _ in _row_names(pen)}
    done = [step for step in chart.steps if step.done_at is not None and step.code in rows]
    return {
        **_row_marks(pen, [step.done_at for step in done], [_row_of(pen, step.code) for step in done]),
        "text": [_step_said(step, pen.texts) for step in done],
        "customdata": [_step_data(step) for step in done],
        "name": pen.texts("explorer.done"),
        "meta": "done",
    }


def _due_steps(pen: _Pen) -> Json:
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


def _as_earlier(pen: _Pen) -> Json:
    """What makes a row's marks those of an earlier release: a ring around, in the quiet colour."""
    ring = {"symbol": "circle-open", "size": 20, "color": pen.colours.path, "line": {"width": 2}}
    return {"name": pen.texts("explorer.release", number=pen.view.earlier_release), "meta": "earlier", "marker": ring}


def _row_marks(pen: _Pen, xs: Iterable[Decimal | None], rows: Sequence[int]) -> Json:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [_number(x) for x in xs],
        "y": list(rows),
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {"size": 12, "color": pen.colours.accent, "line": {"color": pen.colours.accent, "width": 2}},
    }


def _strip(pen: _Pen) -> list[Json]:
    """Which quarters were reported, one box each, in the row below all others."""
    marks = pen.chart.points
    return [
        {
            **_marks(marks, pen.texts, at=-0.5),
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


def _row_names(pen: _Pen) -> list[tuple[str, str]]:
    """Key and name of every row, the last one first: Plotly counts from below."""
    if pen.chart.drawing is Drawing.STAGES:
        return [(str(mark.stage), pen.texts(f"stage.{mark.stage}")) for mark in pen.chart.stages]
    return [(step.code, _short(pen.texts.of(step.title))) for step in reversed(pen.chart.steps)]


def _row_of(pen: _Pen, key: str) -> int:
    return [name for name, _ in _row_names(pen)].index(str(key))


def _short(words: str, most: int = 40) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


# Layout ----------------------------------------------------------------------------------------------------------


def _layout(pen: _Pen) -> Json:
    colours = pen.colours
    return {
        "height": height(pen.chart),
        "margin": {"l": 8, "r": 16, "t": 36, "b": 8},
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": colours.paper,
        "font": {"family": "inherit", "size": 14, "color": colours.soft},
        "separators": ".,",
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.wash,
            "bordercolor": colours.path,
            "font": {"color": colours.ink, "size": 14},
            "align": "left",
        },
        "dragmode": False,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.12,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": _time_axis(pen),
        "yaxis": _value_axis(pen),
        "shapes": [*_extension(pen), *_gaps(pen)],
        "annotations": [*_words_above(pen), *_row_words(pen)],
    }


def _time_axis(pen: _Pen) -> Json:
    """Years, each named under the middle of its quarters."""
    chart = pen.chart
    ticks: list[tuple[float, str]] = []
    for year in range(chart.first.year, (chart.first + int(chart.span)).year + 1):
        start = max(float(Quarter(year, 1) - chart.first), 0.0)
        end = min(float(Quarter(year + 1, 1) - chart.first), float(chart.span))
        if end > start:
            ticks.append(((start + end) / 2, str(year)))
    return {
        "range": [0, float(chart.span)],
        "tickvals": [at for at, _ in ticks],
        "ticktext": [year for _, year in ticks],
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }


def _value_axis(pen: _Pen) -> Json:
    fixed: Json = {"fixedrange": True, "zeroline": False, "automargin": True, "gridcolor": pen.colours.rule}
    if pen.chart.drawing in _ROWS:
        rows = len(_row_names(pen))
        return fixed | {"tickvals": list(range(rows)), "showticklabels": False, "range": [-1.4, rows - 0.3]}
    axis = axis_of(pen.chart, pen.view)
    return fixed | {
        "range": [float(axis.low), float(axis.high)],
        "tickvals": [float(tick) for tick in axis.ticks],
        "ticktext": [pen.texts.number(tick) for tick in axis.ticks],
    }


def axis_of(chart: Chart, view: View) -> Axis:
    """The value axis that holds everything `view` shows; the chart's own where nothing else is shown."""
    bars = view.amount == QUARTER and bool(chart.bars)
    own = chart.bar_axis if bars else chart.axis
    whole = bool(chart.bars)
    if view.splits:
        values = [mark.high for split in view.splits for mark in split.marks if mark.high is not None]
        return nice_axis(values, whole=whole)
    if view.earlier is None:
        return own
    other = view.earlier.bar_axis if bars else view.earlier.axis
    return nice_axis([own.low, own.high, other.low, other.high], whole=whole)


def _extension(pen: _Pen) -> list[Json]:
    if pen.chart.extension is None:
        return []
    start, end = pen.chart.extension
    return [_stretch(float(start), float(end), pen.colours.wash)]


def _gaps(pen: _Pen) -> list[Json]:
    """Every run of quarters without a report, from the end of the quarter before to the end of its last."""
    if pen.chart.drawing in _ROWS or pen.view.splits:
        return []
    border = {"color": pen.colours.path, "width": 1, "dash": "dot"}
    runs = gap_runs(pen.chart.points)
    return [_stretch(a.elapsed - 1, b.elapsed, pen.colours.wash) | {"line": border} for a, b in runs]


def _gap_key(pen: _Pen) -> list[Json]:
    """What the boxes of missing quarters are, for the legend; nothing of it is in the plot."""
    if not _gaps(pen):
        return []
    box = {"symbol": "square", "size": 14, "color": pen.colours.wash, "line": {"color": pen.colours.path, "width": 1}}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": gap_words(pen.chart.points, pen.texts),
            "meta": "key",
            "hoverinfo": "skip",
            "marker": box,
        }
    ]


def _stretch(start: float, end: float, colour: str) -> Json:
    return {
        "type": "rect",
        "layer": "below",
        "xref": "x",
        "yref": "paper",
        "x0": start,
        "x1": end,
        "y0": 0,
        "y1": 1,
        "fillcolor": colour,
        "line": {"width": 0},
    }


def _words_above(pen: _Pen) -> list[Json]:
    """Above the plot: the word that stands inside every drawing of a demonstration store, and the extension's name."""
    words: list[Json] = []
    if pen.chart.demonstration:
        font = {"color": pen.colours.warn_ink, "size": 13}
        words.append(_above(f"<b>{pen.texts('demonstration.word')}</b>", 0, "left") | {"font": font})
    if pen.chart.extension is not None:
        words.append(_above(pen.texts("chart.extension"), 1, "right"))
    return words


def _row_words(pen: _Pen) -> list[Json]:
    """The name of every row, above its line, so that a phone has its whole width for the rows."""
    if pen.chart.drawing not in _ROWS:
        return []
    names = [pen.texts("chart.reports"), *(name for _, name in _row_names(pen))]
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "yshift": 6}
    return [{"text": name, "y": row - 1, **place} for row, name in enumerate(names)]


def _above(words: str, at: int, anchor: str) -> Json:
    place = {"xref": "paper", "yref": "paper", "x": at, "y": 1, "xanchor": anchor, "yanchor": "bottom", "yshift": 6}
    return {"text": words, "showarrow": False, "font": {"size": 13}} | place


# Small things ----------------------------------------------------------------------------------------------------


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _is_open(mark: Mark) -> bool:
    return Flag.PROVISIONAL in mark.flags or Flag.NOTHING in mark.flags


def _fill(mark: Mark, colours: Palette) -> str:
    return colours.paper if _is_open(mark) else colours.accent
