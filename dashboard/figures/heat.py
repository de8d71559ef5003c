"""The plan's map as a Plotly figure: the second drawing of what `svg.heat` draws first. Pure.

A trace for each row, so that arrow keys go from row to row and from quarter to quarter; each cell leads to the page of
its row. The shapes stand on the cells in traces of their own that no pointer meets.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Callable
from itertools import groupby

from dashboard import theme
from dashboard.charts.heat import HeatMap, HeatRow
from dashboard.figures.base import base, demonstration_word
from dashboard.figures.pen import Json
from dashboard.svg.heat import cell_words
from dashboard.texts import Texts
from dashboard.theme import LIGHT, Shape, Tone
from indicators.quarter_states import QuarterState

EDGE, HEAD, CELL, FOOT, LINE = 60, 38, 24, 10, 18
_LONGEST = 42
_INKS = {Tone.OK: LIGHT.ok_ink, Tone.WARN: LIGHT.warn_ink, Tone.BAD: LIGHT.bad_ink, Tone.NONE: LIGHT.none_ink}
_TINTS = {Tone.OK: LIGHT.ok, Tone.WARN: LIGHT.warn, Tone.BAD: LIGHT.bad, Tone.NONE: LIGHT.none}
# Plotly has no dashed ring and no half disc: others stand for them, here and in the key beside the figure. A check is
# written.
STANDING_FOR = {Shape.DASHED: Shape.RING_DOT, Shape.HALF: Shape.TALL}
_SYMBOLS = {
    Shape.DOT: "circle",
    Shape.TRIANGLE: "triangle-up",
    Shape.SQUARE: "square",
    Shape.RING: "circle-open",
    Shape.RING_DOT: "circle-open-dot",
    Shape.TALL: "diamond-tall",
    Shape.CROSS: "x-thin-open",
    Shape.BAR: "line-ew-open",
    Shape.DIAMOND: "diamond-open",
    Shape.SLASH: "line-ne-open",
}
_WRITTEN = {Shape.CHECK: "✓", Shape.DOTS: "…"}

_BARE = (QuarterState.NOT_ASKED, QuarterState.GAP)

Link = Callable[[str], str]


def figure(heat: HeatMap, texts: Texts, link: Link) -> Json:
    """The figure of `heat`; `link` makes the address of a page of what stands after the language."""
    rows = _rows(heat, texts)
    bars = [_row(heat, row, at, texts, link) for row, at in rows]
    return {"data": [*bars, *_shapes(rows)], "layout": _layout(heat, rows, texts)}


def height(heat: HeatMap, texts: Texts) -> int:
    """How high the figure is, in pixels."""
    return EDGE + sum(HEAD + sum(_high(row, texts) for row in group.rows) for group in heat.groups)


def shape_of(state: QuarterState) -> Shape:
    """The shape of a state in this drawing."""
    shape = theme.QUARTER_SHAPES[state]
    return STANDING_FOR.get(shape, shape)


def _high(row: HeatRow, texts: Texts) -> int:
    """The height of a row: the lines of its name, its cells, and room below."""
    return len(_lines(texts.of(row.label))) * LINE + CELL + FOOT


def _lines(words: str) -> list[str]:
    """A name in lines that a phone has room for."""
    return textwrap.wrap(words, _LONGEST, max_lines=2, placeholder="…") or [""]


def _rows(heat: HeatMap, texts: Texts) -> list[tuple[HeatRow, float]]:
    """Every row with the middle of its cells, in pixels from the top."""
    found, at = [], 0.0
    for group in heat.groups:
        at += HEAD
        for row in group.rows:
            at += _high(row, texts)
            found.append((row, at - FOOT - CELL / 2))
    return found


def _row(heat: HeatMap, row: HeatRow, at: float, texts: Texts, link: Link) -> Json:
    each = [(cell, theme.QUARTER_TONES[cell.state]) for cell in row.cells]
    return {
        "type": "bar",
        "x": list(range(len(row.cells))),
        "y": [CELL] * len(row.cells),
        "base": [at - CELL / 2] * len(row.cells),
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
            "color": [LIGHT.paper if cell.state in _BARE else _TINTS[tone] for cell, tone in each],
            "line": {
                "color": [LIGHT.rule if cell.state in _BARE else _INKS[tone] for cell, tone in each],
                "width": [2 if cell.partial else int(cell.state in _BARE) for cell in row.cells],
            },
        },
    }


def _shapes(rows: list[tuple[HeatRow, float]]) -> list[Json]:
    """The shapes, a trace for each: what is seen without colour."""
    places: dict[tuple[Shape, Tone], list[tuple[int, float]]] = defaultdict(list)
    for row, at in rows:
        for x, cell in enumerate(row.cells):
            places[shape_of(cell.state), theme.QUARTER_TONES[cell.state]].append((x, at))
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
    return base(height(heat, texts)) | {
        "margin": {"l": 2, "r": 2, "t": EDGE, "b": 0},
        "barmode": "overlay",
        "xaxis": fixed | _years(heat),
        "yaxis": fixed | {"range": [height(heat, texts) - EDGE, 0], "showticklabels": False},
        "annotations": [*_heads(heat, texts), *_labels(rows, texts), *_demonstration(heat, texts)],
    }


def _years(heat: HeatMap) -> Json:
    ticks = []
    for year, found in groupby(enumerate(heat.quarters), key=lambda each: each[1].year):
        places = [at for at, _ in found]
        ticks.append(((places[0] + places[-1]) / 2, str(year)))
    return {
        "side": "top",
        "range": [-0.5, max(len(heat.quarters), 1) - 0.5],
        "tickvals": [at for at, _ in ticks],
        "ticktext": [year for _, year in ticks],
        "tickangle": 0,
    }


def _heads(heat: HeatMap, texts: Texts) -> list[Json]:
    """The name of each group above its rows."""
    found, at = [], 0.0
    for group in heat.groups:
        unknown = texts("guideline.n", code=group.code) if group.code else texts("guideline.unplaced")
        words = textwrap.shorten(texts.of(group.title) or unknown, _LONGEST, placeholder="…")
        found.append(_words(f"<b>{words}</b>", at + HEAD - 6) | {"font": {"color": LIGHT.ink, "size": 14}})
        at += HEAD + sum(_high(row, texts) for row in group.rows)
    return found


def _labels(rows: list[tuple[HeatRow, float]], texts: Texts) -> list[Json]:
    return [_words("<br>".join(_lines(texts.of(row.label))), at - CELL / 2 - 1) for row, at in rows]


def _words(words: str, y: float) -> Json:
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left"}
    return {"text": words, "y": y, **place}


def _demonstration(heat: HeatMap, texts: Texts) -> list[Json]:
    if not heat.demonstration:
        return []
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 24}
    return [demonstration_word(texts) | place]
