"""A `Chart` as a Plotly figure: a plain dict, as Dash sends it. The second drawing of what `svg` draws first. Pure.

Each mark's `customdata` holds its quarter, value and flags as the SVG's attributes do, so that a test can compare the
drawings; its `text` is what a reader is told on touch. Numbers, dates and quarters are words of `Texts`, never
Plotly's own, so both languages read alike in both drawings.
"""

from __future__ import annotations

from dashboard.charts.parts import Drawing
from dashboard.charts.progress import Chart
from dashboard.figures.layout import axis_of, gap_key, height, layout, since_key
from dashboard.figures.lines import (
    band,
    bar_shapes,
    category,
    earlier_marks,
    paths,
    quarter_bars,
    ratio_parts,
    target_dots,
    total_line,
    whiskers,
)
from dashboard.figures.pen import IN_FORCE, ORIGINAL, QUARTER, TOTAL, Json, Pen, View
from dashboard.figures.rows import report_strip, stage_rows, step_rows
from dashboard.texts import Texts

__all__ = ["IN_FORCE", "ORIGINAL", "QUARTER", "TOTAL", "View", "axis_of", "figure", "height"]


def figure(chart: Chart, texts: Texts, view: View | None = None) -> Json:
    """The figure of `chart` as `view` asks for it (the whole of it, in light colours, where there is none)."""
    pen = Pen(chart, texts, view or View())
    if chart.drawing is Drawing.STAGES:
        traces = [*stage_rows(pen), *report_strip(pen)]
    elif chart.drawing is Drawing.STEPS:
        traces = [*step_rows(pen), *report_strip(pen)]
    elif pen.view.splits:
        traces = [category(pen, index, split) for index, split in enumerate(pen.view.splits)]
    elif pen.bars:
        traces = [*earlier_marks(pen), quarter_bars(pen), *bar_shapes(pen)]
    else:
        lines = [*band(pen), *paths(pen), *earlier_marks(pen), *whiskers(pen), total_line(pen), *target_dots(pen)]
        traces = [*lines, *ratio_parts(pen)]
    return {"data": [*traces, *gap_key(pen), *since_key(pen)], "layout": layout(pen)}
