"""A `DepartmentMap` as a Plotly figure: the tiles of `svg.department_map`, to be moved through time. Pure.

Each mark's `customdata` holds its department, value and what is known of it, as the SVG's attributes do.
"""

from __future__ import annotations

from dashboard.charts.department_map import Area, DepartmentMap, Known
from dashboard.charts.tiles import COLUMNS, ROWS
from dashboard.figures.base import base, demonstration_word
from dashboard.figures.pen import Json
from dashboard.svg.department_map import amount_words, area_words
from dashboard.svg.parts import plain
from dashboard.texts import Texts
from dashboard.theme import LIGHT

HEIGHT = 560
_EDGE, _BAR = 0.04, 0.1


def map_figure(drawn: DepartmentMap, texts: Texts) -> Json:
    """The figure of `drawn`, in the light colours."""
    return {"data": [_marks(drawn, texts)], "layout": _layout(drawn, texts)}


def _marks(drawn: DepartmentMap, texts: Texts) -> Json:
    """A point in the middle of each tile, unseen: it answers to pointer and keys."""
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": "marks",
        "x": [area.tile.column + 0.5 for area in drawn.areas],
        "y": [_middle(area) for area in drawn.areas],
        "text": [area_words(area, texts) for area in drawn.areas],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [
            [area.tile.code, "" if area.value is None else plain(area.value), str(area.known)] for area in drawn.areas
        ],
        "marker": {"symbol": "square", "size": 44, "opacity": 0, "color": LIGHT.accent},
    }


def _layout(drawn: DepartmentMap, texts: Texts) -> Json:
    fixed: Json = {"visible": False, "fixedrange": True}
    shapes = [shape for area in drawn.areas for shape in (_tile(area), *_bar(area))]
    words = [_words(area, texts) for area in drawn.areas]
    if drawn.demonstration:
        words.append(_at(1 + _EDGE, -0.02, "") | demonstration_word(texts))
    return base(HEIGHT, letters=LIGHT.ink) | {
        "margin": {"l": 2, "r": 2, "t": 4, "b": 4},
        "xaxis": fixed | {"range": [0, COLUMNS]},
        "yaxis": fixed | {"range": [-ROWS, 0]},
        "shapes": shapes,
        "annotations": words,
    }


def _middle(area: Area) -> float:
    return -area.tile.row - 0.5


def _tile(area: Area) -> Json:
    told = area.known is Known.AMOUNT
    line = {"color": LIGHT.accent if told else LIGHT.path, "width": 1}
    if area.value is None:
        line |= {"dash": "dot"}
    return _box(area, 1.0, _EDGE, 1 - _EDGE) | {"fillcolor": LIGHT.accent_tint if told else LIGHT.paper, "line": line}


def _bar(area: Area) -> list[Json]:
    """How large the department is beside the largest, at the foot of its tile."""
    if not area.of_largest:
        return []
    width = float(area.of_largest) * (1 - 4 * _EDGE)
    return [
        _box(area, width, 1 - _EDGE - 2 * _BAR, 1 - _EDGE - _BAR) | {"fillcolor": LIGHT.accent, "line": {"width": 0}}
    ]


def _box(area: Area, width: float, top: float, bottom: float) -> Json:
    """A rectangle within a tile: `width` of it, from `top` to `bottom`, as shares."""
    inset = _EDGE if width == 1 else 2 * _EDGE
    left = area.tile.column + inset
    right = area.tile.column + 1 - _EDGE if width == 1 else left + width
    return {
        "type": "rect",
        "layer": "below",
        "x0": left,
        "x1": right,
        "y0": -area.tile.row - top,
        "y1": -area.tile.row - bottom,
    }


def _words(area: Area, texts: Texts) -> Json:
    amount = amount_words(area, texts, named=False)
    said = f"{area.tile.short}<br>{amount}" if area.value is None else f"{area.tile.short}<br><b>{amount}</b>"
    return _at(area.tile.column + 2 * _EDGE, -area.tile.row - 0.04, said)


def _at(x: float, y: float, words: str) -> Json:
    place = {"x": x, "y": y, "xanchor": "left", "yanchor": "top", "align": "left", "showarrow": False}
    return {"text": words, "xref": "x", "yref": "y", **place}
