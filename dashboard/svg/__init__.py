"""A `Chart` as SVG text: for documents, reports and images. Pure; colours come from classes of the style sheet.

Each chart is drawn for a wide page and for a phone, sums twice over (total and quarter by quarter). Every mark carries
`data-quarter`, `data-value` and `data-flag`, so that a test can compare the drawing with the chart.
"""

from __future__ import annotations

from dashboard.svg.lines import bars, totals
from dashboard.svg.parts import PHONE, WIDE, Layout, Picture
from dashboard.svg.rows import stages, steps
from dashboard.svg.small import mini_svg, shape_svg

__all__ = ["PHONE", "WIDE", "Layout", "Picture", "mini_svg", "pictures", "shape_svg"]

from dashboard.charts.parts import Drawing
from dashboard.charts.progress import Chart
from dashboard.texts import Texts


def pictures(chart: Chart, texts: Texts) -> tuple[Picture, ...]:
    """Every drawing of `chart`: by name (`total`, `quarter`) and layout, the one to be seen first coming first."""
    drawings = {
        Drawing.TOTAL: (("total", totals), ("quarter", bars)),
        Drawing.LEVEL: (("total", totals),),
        Drawing.STAGES: (("total", stages),),
        Drawing.STEPS: (("total", steps),),
    }[chart.drawing]
    return tuple(
        Picture(name, layout.name, draw(chart, texts, layout)) for name, draw in drawings for layout in (WIDE, PHONE)
    )
