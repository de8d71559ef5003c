"""Comparisons as Plotly figures: indicators one above another on one axis of time, departments on one scale. Pure."""

from __future__ import annotations

from dashboard.charts.comparison import DepartmentLines, SideBySide
from dashboard.charts.progress import Chart
from dashboard.figures.base import base, demonstration_word
from dashboard.figures.marks import mark_data
from dashboard.figures.pen import IN_FORCE, Json, View
from dashboard.figures.progress import figure
from dashboard.texts import Texts
from dashboard.theme import LIGHT, SERIES
from indicators.periods import Quarter
from indicators.words import Text

HEIGHT = 640
_TITLE = 0.1
_SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")


def side_by_side_figure(drawn: SideBySide, texts: Texts) -> Json:
    """Each indicator in a plot of its own, with its own axis of values; time is the same in all."""
    count = max(len(drawn.charts), 1)
    data: list[Json] = []
    layout = _empty(texts, demonstration=any(chart.demonstration for chart in drawn.charts))
    for index, (chart, label) in enumerate(zip(drawn.charts, drawn.labels, strict=True)):
        top = 1 - index / count
        _add(data, layout, chart, label, texts, index=index, domain=(top - 1 / count + 0.02, top - _TITLE))
    layout["xaxis"]["anchor"] = _axis(count - 1)
    return {"data": data, "layout": layout}


def departments_figure(drawn: DepartmentLines, texts: Texts) -> Json:
    """Each department a line with a mark of its own, all on one axis; a quarter without a figure is a gap."""
    layout = _empty(texts, demonstration=drawn.demonstration) | {"showlegend": True}
    count = len(drawn.lines[0].marks) if drawn.lines else 1
    layout["xaxis"] |= _years(drawn.first, count)
    layout["yaxis"] = {
        "range": [0, float(drawn.axis.high)],
        "tickvals": [float(tick) for tick in drawn.axis.ticks],
        "ticktext": [texts.number(tick) for tick in drawn.axis.ticks],
        **_FIXED,
    }
    layout["legend"] = {"orientation": "h", "x": 0, "y": -0.1, "yanchor": "top", "itemclick": False}
    traces = [
        {
            **mark_data(line.marks, texts, at=-0.5, name=texts.of(line.name)),
            "type": "scatter",
            "mode": "lines+markers",
            "connectgaps": False,
            "name": texts.of(line.name),
            "meta": f"department {line.code}",
            "line": {"color": SERIES["light"][index], "width": 2},
            "marker": {"color": SERIES["light"][index], "size": 10, "symbol": _SYMBOLS[index]},
        }
        for index, line in enumerate(drawn.lines)
    ]
    return {"data": traces, "layout": layout}


_FIXED: Json = {"fixedrange": True, "zeroline": False, "automargin": True, "gridcolor": LIGHT.rule}


def _add(
    data: list[Json], layout: Json, chart: Chart, label: Text, texts: Texts, *, index: int, domain: tuple[float, float]
) -> None:
    """Put the figure of `chart` into its part of the whole."""
    own = figure(chart, texts, View(targets=frozenset({IN_FORCE})))
    axis = _axis(index)
    data += [trace | {"yaxis": axis, "showlegend": False} for trace in own["data"] if trace["meta"] != "key"]
    layout[f"yaxis{axis[1:]}"] = own["layout"]["yaxis"] | {"domain": [max(domain[0], 0), domain[1]], "nticks": 4}
    layout["xaxis"] |= own["layout"]["xaxis"]
    layout["shapes"] += [shape | {"yref": f"{axis} domain"} for shape in own["layout"]["shapes"]]
    title = {"text": f"<b>{texts.of(label)}</b>", "x": 0, "y": domain[1], "font": {"color": LIGHT.ink, "size": 14}}
    layout["annotations"].append(_place(yshift=4) | title)


def _axis(index: int) -> str:
    return "y" if index == 0 else f"y{index + 1}"


def _place(*, yshift: int) -> Json:
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "align": "left"}
    return {**place, "showarrow": False, "yshift": yshift}


def _empty(texts: Texts, *, demonstration: bool) -> Json:
    word = _place(yshift=6) | demonstration_word(texts) | {"x": 0, "y": 1}
    return base(HEIGHT) | {
        "margin": {"l": 56, "r": 16, "t": 36, "b": 30},
        "separators": ".,",
        "xaxis": {"showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True},
        "shapes": [],
        "annotations": [word] if demonstration else [],
    }


def _years(first: Quarter, count: int) -> Json:
    """Years, each named under the middle of its quarters."""
    years = range(first.year, (first + (count - 1)).year + 1)
    ends = [(max(Quarter(year, 1) - first, 0), min(Quarter(year + 1, 1) - first, count)) for year in years]
    return {
        "range": [0, count],
        "tickvals": [(start + end) / 2 for start, end in ends],
        "ticktext": [str(year) for year in years],
        "tickangle": 0,
    }
