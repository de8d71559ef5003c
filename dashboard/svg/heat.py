"""The plan's map as SVG: one strip of cells for each row, and the years above them. Pure.

The labels of rows are links of the document itself, so a strip holds cells alone and is drawn once for every width. It
says what it shows as stretches of quarters of one state; each cell carries its quarter, state and reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup

from dashboard import theme
from dashboard.charts.heat import HeatMap, HeatRow
from dashboard.svg.parts import tag, text
from dashboard.svg.small import shape_parts
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.quarter_states import QuarterCell, QuarterState

_CELL, _EDGE, _YEAR = 24, 1, 5
_SHAPE = (_CELL - 10) / 2
_AXIS = 24


def strip(heat: HeatMap, row: HeatRow, texts: Texts) -> Markup:
    """The cells of one row."""
    columns = places(heat.quarters)
    cells = [_cell(cell, columns[cell.quarter], heat.of, texts) for cell in row.cells]
    return tag(
        "svg",
        *cells,
        viewBox=f"0 0 {width(heat.quarters)} {_CELL}",
        role="img",
        aria_label=row_words(heat, row, texts),
        css="strip",
        data_row=row.code,
    )


def axis(heat: HeatMap, texts: Texts) -> Markup:
    """The years, each over the middle of its quarters; nothing that a strip does not say by itself."""
    columns = places(heat.quarters)
    parts = []
    for year, found in groupby(heat.quarters, key=lambda quarter: quarter.year):
        of_year = list(found)
        middle = (columns[of_year[0]] + columns[of_year[-1]] + _CELL) / 2
        parts.append(text(middle, _AXIS - 6, str(year), "t", "middle"))
    return tag("svg", *parts, viewBox=f"0 0 {width(heat.quarters)} {_AXIS}", css="strip years", aria_hidden="true")


def places(columns: Sequence[Quarter]) -> dict[Quarter, int]:
    """Where each quarter's cell begins; years stand a little apart."""
    return {quarter: index * _CELL + (quarter.year - columns[0].year) * _YEAR for index, quarter in enumerate(columns)}


def width(columns: Sequence[Quarter]) -> int:
    """How wide a strip is."""
    return places(columns)[columns[-1]] + _CELL


def row_words(heat: HeatMap, row: HeatRow, texts: Texts) -> str:
    """What a strip shows, for those who do not see it: "2021-T3 to 2022-T4: on track; 2023-T1: no report"."""
    stretches = "; ".join(
        texts("heat.run" if first == last else "heat.runs", first=first, last=last, state=state_words(state, texts))
        for first, last, state in row.runs
    )
    words = texts("heat.row", label=row.label, stretches=stretches)
    return f"{texts('demonstration.word')}. {words}" if heat.demonstration else words


def state_words(state: QuarterState, texts: Texts) -> str:
    """A state of a quarter in words."""
    return texts(f"quarter_state.{state}")


def cell_words(cell: QuarterCell, of: str, texts: Texts) -> str:
    """What a reader is told of a cell: quarter, state, and of how much there were reports where it is not all."""
    words = texts("heat.cell", quarter=cell.quarter, state=state_words(cell.state, texts))
    return f"{words}; {texts(f'heat.partial_{of}', told=cell.told, count=cell.asked)}" if cell.partial else words


def _cell(cell: QuarterCell, x: int, of: str, texts: Texts) -> Markup:
    size = _CELL - 2 * _EDGE
    box = tag("rect", x=x + _EDGE, y=_EDGE, width=size, height=size, rx=3)
    shape = shape_parts(theme.QUARTER_SHAPES[cell.state])
    drawn = tag("g", shape, transform=f"translate({x + _SHAPE:g} {_SHAPE:g})") if shape else Markup()
    corner = tag("path", d=f"M{x + _CELL - 8} {_EDGE}h7v7z", css="part") if cell.partial else Markup()
    return tag(
        "g",
        tag("title", cell_words(cell, of, texts)),
        box,
        drawn,
        corner,
        css=f"{theme.QUARTER_TONES[cell.state]} {cell.state}",
        data_quarter=str(cell.quarter),
        data_value=str(cell.state),
        data_flag=f"{cell.told}/{cell.asked}",
    )
