"""Lines, bands and bars of quarters, with paths and targets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard.chart_words import shape, target_words
from dashboard.charts.parts import Flag, Mark
from dashboard.figures.marks import mark_data
from dashboard.figures.pen import IN_FORCE, ORIGINAL, Json, Pen, fill_of, number, shown_targets, target_data
from dashboard.splits import Split
from dashboard.theme import SERIES

_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")


def total_line(pen: Pen) -> Json:
    """The totals so far as a line with a marker a quarter, broken where there is none."""
    colours = pen.colours
    return {
        **mark_data(pen.chart.points, pen.texts),
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": False,
        "name": pen.texts("explorer.total"),
        "meta": "marks",
        "line": {"color": colours.accent, "width": 3},
        "marker": {
            "color": [fill_of(mark, colours) for mark in pen.chart.points],
            "symbol": [shape(mark.flags) for mark in pen.chart.points],
            "size": 9,
            "line": {"color": colours.accent, "width": 2},
        },
    }


def quarter_bars(pen: Pen) -> Json:
    """What each quarter brought, as bars that stand between its ends."""
    marks = pen.chart.bars
    return {
        **mark_data(marks, pen.texts, at=-0.5),
        "type": "bar",
        "name": pen.texts("explorer.quarter"),
        "meta": "marks",
        "width": 0.7,
        "textposition": "none",
        "marker": {
            "color": [_bar_fill(mark, pen) for mark in marks],
            "line": {"color": pen.colours.accent, "width": 2},
            "pattern": {
                "shape": ["/" if Flag.PROVISIONAL in mark.flags else "" for mark in marks],
                "fgcolor": pen.colours.accent,
                "bgcolor": pen.colours.paper,
                "size": 6,
            },
        },
    }


def _bar_fill(mark: Mark, pen: Pen) -> str:
    light = shape(mark.flags) != "circle" or Flag.NOTHING in mark.flags
    return pen.colours.accent_tint if light else pen.colours.accent


def bar_shapes(pen: Pen) -> list[Json]:
    """The shape of what is special about a quarter, at the head of its bar."""
    shown = [mark for mark in pen.chart.bars if mark.known and shape(mark.flags) != "circle"]
    if not shown:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [mark.elapsed - 0.5 for mark in shown],
            "y": [number(mark.low) for mark in shown],
            "meta": "shapes",
            "showlegend": False,
            "hoverinfo": "skip",
            "marker": {
                "symbol": [shape(mark.flags) for mark in shown],
                "size": 9,
                "color": pen.colours.accent,
                "line": {"color": pen.colours.paper, "width": 1},
            },
        }
    ]


def whiskers(pen: Pen) -> list[Json]:
    """From the least to the most that a total can be, at each quarter known as a range."""
    ranged = [mark for mark in pen.chart.points if mark.known and not mark.exact]
    if not ranged:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [at for mark in ranged for at in (mark.elapsed, mark.elapsed, None)],
            "y": [y for mark in ranged for y in (number(mark.low), number(mark.high), None)],
            "meta": "whiskers",
            "showlegend": False,
            "hoverinfo": "skip",
            "line": {"color": pen.colours.accent, "width": 1},
        }
    ]


def ratio_parts(pen: Pen) -> list[Json]:
    """The denominators of a ratio as outlines, its numerators filled inside, on an axis of their own below."""
    known = [(mark, mark.parts) for mark in pen.chart.points if mark.parts is not None]
    if not known:
        return []
    said = [
        pen.texts("chart.parts", numerator=over, denominator=under, quarter=mark.quarter)
        for mark, (over, under) in known
    ]
    shared: Json = {
        "type": "bar",
        "x": [mark.elapsed - 0.5 for mark, _ in known],
        "yaxis": "y2",
        "width": 0.7,
        "text": said,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [[str(mark.quarter), f"{over:f}", f"{under:f}"] for mark, (over, under) in known],
    }
    outline = {"color": pen.colours.paper, "line": {"color": pen.colours.path, "width": 1}}
    return [
        shared
        | {"y": [number(under) for _, (_, under) in known], "name": pen.texts("column.denominator")}
        | {"meta": "denominators", "marker": outline},
        shared
        | {"y": [number(over) for _, (over, _) in known], "name": pen.texts("column.numerator")}
        | {"meta": "numerators", "marker": {"color": pen.colours.accent}},
    ]


def category(pen: Pen, index: int, split: Split) -> Json:
    """One category of a split as a line of its own; `index` chooses its colour and symbol."""
    colour = SERIES[pen.view.scheme][index % len(SERIES[pen.view.scheme])]
    return {
        **mark_data(split.marks, pen.texts, name=pen.texts.of(split.name)),
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": False,
        "name": pen.texts.of(split.name),
        "meta": f"category {split.category}",
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 9, "symbol": _SYMBOLS[index % len(_SYMBOLS)]},
    }


def earlier_marks(pen: Pen) -> list[Json]:
    """The same indicator as an earlier release had it, in the quiet colour, behind."""
    earlier = pen.view.earlier
    if earlier is None:
        return []
    marks = earlier.bars if pen.bars else earlier.points
    return [
        {
            **mark_data(marks, pen.texts, at=-0.5 if pen.bars else 0.0),
            "type": "scatter",
            "mode": "markers" if pen.bars else "lines+markers",
            "name": pen.texts("explorer.release", number=pen.view.earlier_release),
            "meta": "earlier",
            "line": {"color": pen.colours.path, "width": 2, "dash": "dot"},
            "marker": {"color": pen.colours.path, "size": 8, "symbol": "circle-open", "line": {"width": 2}},
        }
    ]


def band(pen: Pen) -> list[Json]:
    """Where only a range is known: an area for every run of quarters, closed at each gap."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for run in _ranged_runs(pen.chart.points):
        around = [(m.elapsed, m.low) for m in run] + [(m.elapsed, m.high) for m in reversed(run)]
        xs += [*(at for at, _ in around), around[0][0], None]
        ys += [*(number(value) for _, value in around), number(around[0][1]), None]
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


def paths(pen: Pen) -> list[Json]:
    """The reference paths to the targets that are shown."""
    drawn = (
        (ORIGINAL, pen.chart.original, "explorer.path_original", "dot"),
        (IN_FORCE, pen.chart.path, "explorer.path", "dash"),
    )
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [corner.elapsed for corner in path],
            "y": [number(corner.value) for corner in path],
            "name": pen.texts(key),
            "meta": f"path {which}",
            "line": {"color": pen.colours.path, "width": 2, "dash": dash},
            "hoverinfo": "skip",
        }
        for which, path, key, dash in drawn
        if which in pen.view.targets and len(path) > 1
    ]


def target_dots(pen: Pen) -> list[Json]:
    """The dated targets that are shown, as diamonds."""
    shown = shown_targets(pen)
    if not shown:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [float(target.elapsed) for target in shown],
            "y": [number(target.value) for target in shown],
            "text": [target_words(target, pen.texts) for target in shown],
            "hovertemplate": "%{text}<extra></extra>",
            "customdata": [target_data(target) for target in shown],
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
