"""The plan's map as a Plotly figure: the second drawing of what `svg.heat` draws first. Pure.

A trace for each row, so that arrow keys go from row to row and from quarter to quarter; each cell leads to the page of
its row. The shapes stand on the cells in traces of their own that no pointer meets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import groupby

from dashboard import theme
from dashboard.charts.heat import HeatMap, HeatRow
from dashboard.figures.pen import Json
from dashboard.svg.heat import cell_words
from dashboard.texts import Texts
from dashboard.theme import LIGHT, Shape, Tone
from indicators.words import Text

ROW, HEAD, EDGE = 54, 40, 60
_CELL = 0.44
_LONGEST = 46
_INKS = {Tone.OK: LIGHT.ok_ink, Tone.WARN: LIGHT.warn_ink, Tone.BAD: LIGHT.bad_ink, Tone.NONE: LIGHT.none_ink}
_TINTS = {Tone.OK: LIGHT.ok, Tone.WARN: LIGHT.warn, Tone.BAD: LIGHT.bad, Tone.NONE: LIGHT.none}
# Plotly has no check and no half disc: the one is written, the other is a disc in a ring.
_SYMBOLS = {
    Shape.DOT: "circle",
    Shape.TRIANGLE: "triangle-up",
    Shape.SQUARE: "square",
    Shape.RING: "circle-open",
    Shape.DASHED: "circle-open-dot",
    Shape.HALF: "diamond-tall",
    Shape.CROSS: "x-thin-open",
    Shape.BAR: "line-ew-open",
    Shape.DIAMOND: "diamond-open",
    Shape.SLASH: "line-ne-open",
}
_WRITTEN = {Shape.CHECK: "✓", Shape.DOTS: "…"}

Link = Callable[[str], str]


def figure(heat: HeatMap, texts: Texts, link: Link) -> Json:
    """The figure of `heat`; `link` makes the address of a page of what stands after the language."""
    rows = _rows(heat)
    bars = [_row(heat, row, at, texts, link) for row, at in rows]
    return {"data": [*bars, *_shapes(rows)], "layout": _layout(heat, rows, texts)}


def height(heat: HeatMap) -> int:
    """How high the figure is, in pixels."""
    return EDGE + ROW * len(heat.rows) + HEAD * len(heat.groups)


def _rows(heat: HeatMap) -> list[tuple[HeatRow, float]]:
    """Every row with the place of its cells below the top, in rows."""
    found, at = [], 0.0
    for group in heat.groups:
        at += HEAD / ROW
        for row in group.rows:
            found.append((row, at + 0.7))
            at += 1
    return found


def _row(heat: HeatMap, row: HeatRow, at: float, texts: Texts, link: Link) -> Json:
    tones = [theme.QUARTER_TONES[cell.state] for cell in row.cells]
    return {
        "type": "bar",
        "x": list(range(len(row.cells))),
        "y": [_CELL] * len(row.cells),
        "base": [at - _CELL / 2] * len(row.cells),
        "width": 0.9,
        "name": texts.of(row.label),
        "meta": "marks",
        "text": [f"{texts.of(row.label)}<br>{cell_words(cell, heat.of, texts)}" for cell in row.cells],
        "customdata": [[str(cell.quarter), str(cell.state), f"{cell.told}/{cell.asked}"] for cell in row.cells],
        "links": [link(row.path)] * len(row.cells),
        "textposition": "none",
        "hoverinfo": "text",
        "showlegend": False,
        "marker": {
            "color": [_TINTS[tone] for tone in tones],
            "line": {
                "color": [_INKS[tone] for tone in tones],
                "width": [2 if cell.partial else 0 for cell in row.cells],
            },
        },
    }


def _shapes(rows: list[tuple[HeatRow, float]]) -> list[Json]:
    """The shapes, a trace for each: what is seen without colour."""
    places: dict[tuple[Shape, Tone], list[tuple[int, float]]] = defaultdict(list)
    for row, at in rows:
        for x, cell in enumerate(row.cells):
            places[theme.QUARTER_SHAPES[cell.state], theme.QUARTER_TONES[cell.state]].append((x, at))
    return [_shape(shape, tone, found) for (shape, tone), found in places.items() if shape is not Shape.NOTHING]


def _shape(shape: Shape, tone: Tone, found: list[tuple[int, float]]) -> Json:
    where: Json = {
        "type": "scatter",
        "x": [x for x, _ in found],
        "y": [y for _, y in found],
        "meta": f"shape {shape}",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    if shape in _WRITTEN:
        font = {"color": _INKS[tone], "size": 15}
        return where | {"mode": "text", "texttemplate": _WRITTEN[shape], "textfont": font}
    line = {"color": _INKS[tone], "width": 1.6}
    marker = {"symbol": _SYMBOLS[shape], "size": 9, "color": _INKS[tone], "line": line}
    return where | {"mode": "markers", "marker": marker}


def _layout(heat: HeatMap, rows: list[tuple[HeatRow, float]], texts: Texts) -> Json:
    fixed = {"fixedrange": True, "zeroline": False, "showgrid": False}
    end = rows[-1][1] + 0.5 if rows else 1.0
    return {
        "height": height(heat),
        "margin": {"l": 2, "r": 2, "t": EDGE - 12, "b": 12},
        "paper_bgcolor": LIGHT.paper,
        "plot_bgcolor": LIGHT.paper,
        "font": {"family": "inherit", "size": 14, "color": LIGHT.soft},
        "barmode": "overlay",
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": LIGHT.wash,
            "bordercolor": LIGHT.path,
            "font": {"color": LIGHT.ink, "size": 14},
            "align": "left",
        },
        "dragmode": False,
        "showlegend": False,
        "xaxis": fixed | _years(heat),
        "yaxis": fixed | {"range": [end, 0], "showticklabels": False},
        "annotations": [*_heads(heat, texts), *_labels(rows, texts), *_demonstration(heat, texts)],
    }


def _years(heat: HeatMap) -> Json:
    ticks = []
    for year, found in groupby(enumerate(heat.quarters), key=lambda each: each[1].year):
        places = [at for at, _ in found]
        ticks.append(((places[0] + places[-1]) / 2, str(year)))
    return {
        "side": "top",
        "range": [-0.5, len(heat.quarters) - 0.5],
        "tickvals": [at for at, _ in ticks],
        "ticktext": [year for _, year in ticks],
        "tickangle": 0,
    }


def _heads(heat: HeatMap, texts: Texts) -> list[Json]:
    """The name of each group above its rows."""
    found, at = [], 0.0
    for group in heat.groups:
        at += HEAD / ROW
        words = f"<b>{_short(texts, group.title, group.code)}</b>"
        found.append(_words(words, at - 0.05) | {"font": {"color": LIGHT.ink, "size": 14}})
        at += len(group.rows)
    return found


def _labels(rows: list[tuple[HeatRow, float]], texts: Texts) -> list[Json]:
    return [_words(_short(texts, row.label, row.code), at - _CELL / 2) for row, at in rows]


def _short(texts: Texts, label: Text | None, code: str) -> str:
    unknown = texts("guideline.n", code=code) if code else texts("guideline.unplaced")
    words = texts.of(label) or unknown
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _words(words: str, y: float) -> Json:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return {"text": words, "y": y, "yshift": 1, **place}


def _demonstration(heat: HeatMap, texts: Texts) -> list[Json]:
    if not heat.demonstration:
        return []
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 24}
    font = {"color": LIGHT.warn_ink, "size": 13}
    return [{"text": f"<b>{texts('demonstration.word')}</b>", "showarrow": False, "font": font} | place]
