"""The numerator and the denominator of a ratio, quarter by quarter, below its line. Pure."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from dashboard.charts.parts import Mark
from dashboard.charts.progress import Chart
from dashboard.svg.parts import Frame, line, plain, tag, text
from dashboard.texts import Texts

_HEIGHT = 56.0


def ratio_parts(chart: Chart, texts: Texts, frame: Frame, top: float) -> tuple[list[Markup], float]:
    """An outline for each denominator with its numerator filled inside, on one scale from zero; and where it ends.

    Nothing of other kinds, where the drawing ends at `top`.
    """
    known = [mark for mark in chart.points if mark.parts is not None]
    if not known:
        return [], top
    most = max(max(mark.parts) for mark in known if mark.parts is not None) or Decimal(1)
    last = known[-1]
    over, under = last.parts or (Decimal(0), Decimal(0))
    words = texts("chart.parts", numerator=over, denominator=under, quarter=last.quarter)
    head, base = top + 18, top + 30 + _HEIGHT
    parts = [text(frame.left, head, words, "t soft"), line(frame.left, base, frame.right, base, "base")]
    for mark in known:
        parts += _pair(mark, texts, frame, base=base, most=most)
    return parts, base + 8


def _pair(mark: Mark, texts: Texts, frame: Frame, *, base: float, most: Decimal) -> list[Markup]:
    over, under = mark.parts or (Decimal(0), Decimal(0))
    left, right = frame.x(mark.elapsed - 1), frame.x(mark.elapsed)
    wide = (right - left) * 0.7
    x = left + (right - left - wide) / 2
    heights = [float(max(part, Decimal(0)) / most) * _HEIGHT for part in (under, over)]
    said = texts("chart.parts", numerator=over, denominator=under, quarter=mark.quarter)
    outline, filled = ({"x": x, "y": base - height, "width": wide, "height": height} for height in heights)
    return [
        tag("rect", css="of", **outline),
        tag(
            "rect",
            tag("title", said),
            css="bar",
            data_part=str(mark.quarter),
            data_numerator=plain(over),
            data_denominator=plain(under),
            **filled,
        ),
    ]
