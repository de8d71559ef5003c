"""What stands around a figure's marks: size, axes, legend, the extension, gaps, and the words above. Pure."""

from __future__ import annotations

from dashboard.charts.axes import nice_axis
from dashboard.charts.parts import Axis
from dashboard.charts.progress import Chart
from dashboard.figures.base import base, demonstration_word
from dashboard.figures.pen import QUARTER, ROWS, Json, Pen, View
from dashboard.figures.rows import row_names
from dashboard.svg.parts import gap_runs, gap_words
from indicators.periods import Quarter

HEIGHT = 440
# Of a ratio: where the plot of its line ends and that of its parts begins, as shares of the height.
_UPPER, _LOWER = 0.34, 0.24


def height(chart: Chart) -> int:
    """How high the figure of `chart` is, in pixels: a row for each stage or step, else a fixed height."""
    rows = len(chart.stages) + len(chart.steps)
    return HEIGHT if not rows else max(HEIGHT, 150 + 48 * (rows + 1))


def layout(pen: Pen) -> Json:
    """Everything about the figure but its data: size, margins, axes, type, hover."""
    below = {} if not _has_parts(pen) else {"barmode": "overlay", "yaxis2": _parts_axis(pen)}
    value = _value_axis(pen)
    return (
        base(height(pen.chart), pen.colours)
        | below
        | {
            "margin": {"l": _left(value), "r": 16, "t": 36, "b": 30},
            "separators": ".,",
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
            "yaxis": value,
            "shapes": [*_extension(pen), *gap_boxes(pen), *_since(pen)],
            "annotations": [*_words_above(pen), *_row_words(pen)],
        }
    )


def _left(value_axis: Json) -> int:
    """Room for the longest number of the axis. Plotly would measure and draw everything twice to find it."""
    return 14 + 8 * max((len(words) for words in value_axis.get("ticktext", ())), default=0)


def _time_axis(pen: Pen) -> Json:
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
        "ticklabeloverflow": "allow",
        "anchor": "y2" if _has_parts(pen) else "y",
    }


def _value_axis(pen: Pen) -> Json:
    fixed: Json = {"fixedrange": True, "zeroline": False, "ticklabeloverflow": "allow", "gridcolor": pen.colours.rule}
    if pen.chart.drawing in ROWS:
        rows = len(row_names(pen))
        return fixed | {"tickvals": list(range(rows)), "showticklabels": False, "range": [-1.4, rows - 0.3]}
    axis = axis_of(pen.chart, pen.view)
    upper = {"domain": [_UPPER, 1]} if _has_parts(pen) else {}
    return (
        fixed
        | upper
        | {
            "range": [float(axis.low), float(axis.high)],
            "tickvals": [float(tick) for tick in axis.ticks],
            "ticktext": [pen.texts.number(tick) for tick in axis.ticks],
        }
    )


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


def _has_parts(pen: Pen) -> bool:
    return not pen.view.splits and any(mark.parts for mark in pen.chart.points)


def _parts_axis(pen: Pen) -> Json:
    """The axis of numerators and denominators, below that of the ratio."""
    most = max(max(mark.parts) for mark in pen.chart.points if mark.parts)
    axis = nice_axis([most], whole=False)
    return {
        "domain": [0, _LOWER],
        "range": [float(axis.low), float(axis.high)],
        "tickvals": [0, float(axis.high)],
        "ticktext": [pen.texts.number(0), pen.texts.number(axis.high)],
        "fixedrange": True,
        "zeroline": False,
        "ticklabeloverflow": "allow",
        "gridcolor": pen.colours.rule,
    }


def _since(pen: Pen) -> list[Json]:
    """Where declared figures end and lists are counted."""
    since = pen.chart.counted_since
    if since is None or pen.view.splits:
        return []
    at = since - pen.chart.first
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": 1,
            "line": {"color": pen.colours.ink, "width": 1, "dash": "dot"},
        }
    ]


def since_key(pen: Pen) -> list[Json]:
    """What the line of the lists is, for the legend; nothing of it is in the plot."""
    since = pen.chart.counted_since
    if since is None or pen.view.splits:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [None],
            "y": [None],
            "name": pen.texts("chart.since", quarter=since),
            "meta": "since",
            "hoverinfo": "skip",
            "line": {"color": pen.colours.ink, "width": 1, "dash": "dot"},
        }
    ]


def _extension(pen: Pen) -> list[Json]:
    if pen.chart.extension is None:
        return []
    start, end = pen.chart.extension
    return [_stretch(float(start), float(end), pen.colours.wash)]


def gap_boxes(pen: Pen) -> list[Json]:
    """Every run of quarters without a report, from the end of the quarter before to the end of its last."""
    if pen.chart.drawing in ROWS or pen.view.splits:
        return []
    border = {"color": pen.colours.path, "width": 1, "dash": "dot"}
    runs = gap_runs(pen.chart.points)
    return [_stretch(a.elapsed - 1, b.elapsed, pen.colours.wash) | {"line": border} for a, b in runs]


def gap_key(pen: Pen) -> list[Json]:
    """What the boxes of missing quarters are, for the legend; nothing of it is in the plot."""
    if not gap_boxes(pen):
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


def _words_above(pen: Pen) -> list[Json]:
    """Above the plot: the word that stands inside every drawing of a demonstration store, and the extension's name."""
    words: list[Json] = []
    if pen.chart.demonstration:
        words.append(_above("", 0, "left") | demonstration_word(pen.texts, pen.colours))
    if pen.chart.extension is not None:
        words.append(_above(pen.texts("chart.extension"), 1, "right"))
    return words


def _row_words(pen: Pen) -> list[Json]:
    """The name of every row, above its line, so that a phone has its whole width for the rows."""
    if pen.chart.drawing not in ROWS:
        return []
    names = [pen.texts("chart.reports"), *(name for _, name in row_names(pen))]
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "yshift": 6}
    return [{"text": name, "y": row - 1, **place} for row, name in enumerate(names)]


def _above(words: str, at: int, anchor: str) -> Json:
    place = {"xref": "paper", "yref": "paper", "x": at, "y": 1, "xanchor": anchor, "yanchor": "bottom", "yshift": 6}
    return {"text": words, "showarrow": False, "font": {"size": 13}} | place
