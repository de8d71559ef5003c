"""Sums, levels and ratios over time: a line that keeps its gaps, a band where only a range is known; or bars. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from dashboard.chart_words import shape, target_words
from dashboard.charts.parts import Axis, Drawing, Flag, Mark, TargetMark
from dashboard.charts.progress import Chart
from dashboard.svg.parts import (
    Frame,
    Label,
    Layout,
    Number,
    data,
    demonstration,
    drawing,
    extension_band,
    gap_columns,
    gap_runs,
    gap_words,
    line,
    mark_title,
    measured,
    polyline,
    spread,
    stack,
    tag,
    text,
    time_axis,
    width_of,
)
from dashboard.svg.ratio import ratio_parts
from dashboard.texts import Texts

_LINE = 17.0
_RADIUS = 3.6
# A last value more than so many quarters before the end of the plot is named at its own mark.
_NEAR = 3
_MARGIN = 14
# The room that a shape takes up in a bar, or above a low one.
_GLYPH = 16


class _Plot:
    """A frame with a value axis: positions of values, the grid, and the foot of the drawing."""

    def __init__(self, chart: Chart, texts: Texts, layout: Layout, *, axis: Axis, top: float, labelled: bool) -> None:
        self.chart, self.texts, self.layout, self.axis = chart, texts, layout, axis
        widest = max(width_of(texts.number(tick), layout.size) for tick in axis.ticks)
        right = layout.width - (layout.gutter if labelled else _MARGIN)
        self.frame = Frame(layout, widest + 10, right, top, top + layout.plot, float(chart.span))

    def y(self, value: Decimal) -> float:
        """The position of `value`."""
        share = (value - self.axis.low) / (self.axis.high - self.axis.low)
        return self.frame.bottom - float(share) * (self.frame.bottom - self.frame.top)

    def grid(self) -> list[Markup]:
        """A fine line and a number at each tick."""
        parts: list[Markup] = []
        for tick in self.axis.ticks:
            y = self.y(tick)
            parts.append(line(self.frame.left, y, self.frame.right, y, "grid"))
            parts.append(text(self.frame.left - 8, y + 5, self.texts.number(tick), anchor="end"))
        return parts

    @property
    def height(self) -> float:
        """Of the whole drawing: years under the axis and, on a wide one with gaps, their name."""
        named = not self.layout.phone and bool(gap_runs(self.chart.points))
        return self.frame.bottom + (48 if named else 28)


def totals(chart: Chart, texts: Texts, layout: Layout) -> Markup:
    """The total so far at the end of each quarter, with the path to the target."""
    key, top = _key(chart, texts, layout, _total_key(chart, texts)) if layout.phone else ([], float(layout.top))
    plot = _Plot(chart, texts, layout, axis=chart.axis, top=top, labelled=_has_gutter(chart))
    parts = [
        *key,
        *extension_band(chart, plot.frame),
        *gap_columns(chart.points, plot.frame, texts),
        *plot.grid(),
        *time_axis(chart, plot.frame),
        *_bands(plot),
        *_paths(plot),
        *_since(plot, frame_y=plot.frame.bottom - 8),
        *_values(plot),
    ]
    if not layout.phone:
        parts += [*_strip(plot), *_gutter(plot)]
    below, foot = ratio_parts(chart, texts, plot.frame, plot.height)
    return drawing(chart, texts, layout, foot, *parts, *below)


def bars(chart: Chart, texts: Texts, layout: Layout) -> Markup:
    """What each quarter brought."""
    key, top = _key(chart, texts, layout, _bar_key(chart, texts)) if layout.phone else ([], float(layout.top))
    plot = _Plot(chart, texts, layout, axis=chart.bar_axis, top=top, labelled=False)
    parts = [
        *key,
        *extension_band(chart, plot.frame),
        *gap_columns(chart.bars, plot.frame, texts),
        *plot.grid(),
        *(part for mark in chart.bars for part in _bar(mark, plot)),
        *_since(plot, frame_y=plot.frame.top + 14),
        *time_axis(chart, plot.frame),
    ]
    if not layout.phone:
        parts += _strip(plot, original=False)
    return drawing(chart, texts, layout, plot.height, *parts)


# Lines and marks -------------------------------------------------------------------------------------------------


def _paths(plot: _Plot) -> list[Markup]:
    parts: list[Markup] = []
    for path, css in ((plot.chart.original, "path original"), (plot.chart.path, "path")):
        if len(path) > 1:
            parts.append(polyline([(plot.frame.x(p.elapsed), plot.y(p.value)) for p in path], css))
    for target in plot.chart.targets:
        parts.append(_target(target, plot))
    if plot.chart.drawing is Drawing.LEVEL and plot.chart.baseline is not None:
        y = plot.y(plot.chart.baseline)
        parts.append(line(plot.frame.left, y, plot.frame.right, y, "baseline"))
    return parts


def _target(target: TargetMark, plot: _Plot) -> Markup:
    x, y = plot.frame.x(target.elapsed), plot.y(target.value)
    return tag(
        "path",
        tag("title", target_words(target, plot.texts)),
        d=f"M{x - 5:.1f} {y:.1f}L{x:.1f} {y - 5:.1f}L{x + 5:.1f} {y:.1f}L{x:.1f} {y + 5:.1f}Z",
        css="target" if target.in_force else "target former",
        data_target=target.date.isoformat(),
        data_value=f"{target.value:f}",
    )


def _bands(plot: _Plot) -> list[Markup]:
    """Between the least and the most that the total can be, where it is known as a range."""
    parts: list[Markup] = []
    for run in _runs(plot.chart.points):
        if any(not mark.exact for mark in run):
            low, high = _ends(run, plot)
            parts += [polyline([*low, *reversed(high)], "band"), polyline(high, "value high")]
    return parts


def _values(plot: _Plot) -> list[Markup]:
    parts = [polyline(_ends(run, plot)[0], "value") for run in _runs(plot.chart.points)]
    parts += [_whisker(mark, plot) for mark in plot.chart.points if mark.known and not mark.exact]
    return parts + [_mark(mark, plot) for mark in plot.chart.points]


def _whisker(mark: Mark, plot: _Plot) -> Markup:
    """From the least to the most that a total can be: a range is never taken for a number."""
    x, low, high = plot.frame.x(mark.elapsed), plot.y(mark.low or Decimal(0)), plot.y(mark.high or Decimal(0))
    return tag("path", d=f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 4:.1f} {high:.1f}h8", css="whisker")


def _since(plot: _Plot, *, frame_y: float) -> list[Markup]:
    """Where declared figures end and lists are counted: a fine line, named on a wide drawing."""
    since, frame = plot.chart.counted_since, plot.frame
    if since is None:
        return []
    x = frame.x(since - plot.chart.first)
    parts = [line(x, frame.top, x, frame.bottom, "since")]
    if not plot.layout.phone:
        words = plot.texts("chart.since", quarter=since)
        fits = x - 6 - width_of(words, plot.layout.size) >= frame.left
        parts.append(text(x - 6 if fits else x + 6, frame_y, words, "t soft halo", "end" if fits else None))
    return parts


def _ends(run: Sequence[Mark], plot: _Plot) -> tuple[list[tuple[Number, Number]], list[tuple[Number, Number]]]:
    low = [(plot.frame.x(mark.elapsed), plot.y(mark.low)) for mark in run if mark.low is not None]
    high = [(plot.frame.x(mark.elapsed), plot.y(mark.high)) for mark in run if mark.high is not None]
    return [*low], [*high]


def _runs(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Known quarters that follow each other: no line is ever drawn through a gap."""
    runs: list[list[Mark]] = []
    for mark in marks:
        if not mark.known:
            continue
        if runs and mark.elapsed == runs[-1][-1].elapsed + 1:
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return runs


def _mark(mark: Mark, plot: _Plot) -> Markup:
    title = tag("title", mark_title(mark, plot.texts))
    x = plot.frame.x(mark.elapsed)
    if mark.low is None or mark.high is None:
        return tag("path", title, d=f"M{x:.1f} {plot.frame.bottom:.1f}v-1", css="none", **data(mark))
    return tag("path", title, d=marker(x, plot.y(mark.low), mark.flags), css=_css(mark.flags), **data(mark))


def marker(x: float, y: float, flags: Sequence[Flag], radius: float = _RADIUS) -> str:
    """The outline of a mark, in its shape (`chart_words.shape`)."""
    wide, arm = radius + 1.2, (radius + 1.2) / 3
    match shape(flags):
        case "square":
            return f"M{x - radius:.1f} {y - radius:.1f}h{2 * radius}v{2 * radius}h{-2 * radius}Z"
        case "cross":
            out = wide - arm
            right, down, left, up = f"h{out:.1f}", f"v{out:.1f}", f"h{-out:.1f}", f"v{-out:.1f}"
            across, along = f"{2 * arm:.1f}", f"{-2 * arm:.1f}"
            return (
                f"M{x - arm:.1f} {y - wide:.1f}h{across}{down}{right}v{across}{left}{down}h{along}{up}{left}v{along}"
                f"{right}Z"
            )
        case "triangle-up":
            return f"M{x:.1f} {y - wide:.1f}L{x + wide:.1f} {y + radius:.1f}H{x - wide:.1f}Z"
        case _:
            arc = f"a{radius} {radius} 0 1 0"
            return f"M{x - radius:.1f} {y:.1f}{arc} {2 * radius} 0{arc} {-2 * radius} 0Z"


def _css(flags: Sequence[Flag]) -> str:
    open_mark = Flag.PROVISIONAL in flags or Flag.NOTHING in flags
    return "mark open" if open_mark else "mark"


def _bar(mark: Mark, plot: _Plot) -> list[Markup]:
    title = tag("title", mark_title(mark, plot.texts))
    left, right = plot.frame.x(mark.elapsed - 1), plot.frame.x(mark.elapsed)
    wide = (right - left) * 0.7
    x = left + (right - left - wide) / 2
    if mark.low is None:
        return [tag("rect", title, x=x, y=plot.frame.bottom - 1, width=wide, height=1, css="none", **data(mark))]
    zero, y = plot.y(Decimal(0)), plot.y(mark.low)
    height = max(abs(zero - y), 2.0)
    top = min(zero, y, zero - height)
    parts = [tag("rect", title, x=x, y=top, width=wide, height=height, css=_bar_css(mark.flags), **data(mark))]
    if shape(mark.flags) != "circle":
        inside = height > _GLYPH
        middle = top + _GLYPH / 2 if inside else top - _GLYPH / 2
        parts.append(tag("path", d=marker(x + wide / 2, middle, mark.flags, 2.6), css="mark glyph"))
    return parts


def _bar_css(flags: Sequence[Flag]) -> str:
    """A provisional bar is open with a broken edge; one that is flagged otherwise is light and carries its shape."""
    if Flag.PROVISIONAL in flags:
        return "bar open"
    return "bar flagged" if shape(flags) != "circle" else "bar"


# Labels ----------------------------------------------------------------------------------------------------------


def _strip(plot: _Plot, *, original: bool = True) -> list[Markup]:
    """The line of words above a wide plot: demonstration, the first term's target, the extension."""
    chart, texts, frame = plot.chart, plot.texts, plot.frame
    y = frame.top - 14
    parts = [demonstration(chart, texts, frame.left, y)]
    former = next((t for t in chart.targets if t.final and not t.in_force), None)
    if original and former is not None:
        x = frame.x(former.elapsed)
        parts.append(line(x, y + 6, x, plot.y(former.value) - 6, "leader"))
        parts.append(text(x - 2, y, target_words(former, texts), "t soft", "end"))
    if chart.extension is not None:
        start = frame.x(chart.extension[0])
        words = texts("chart.extension")
        if start + 6 + width_of(words, plot.layout.size) <= plot.layout.width:
            parts.append(text(start + 8, y, words, "t soft"))
    return parts


def _gutter(plot: _Plot) -> list[Markup]:
    """The last value and the targets in force, named beside the plot; a leader where a name had to move."""
    frame, x, last = plot.frame, plot.frame.right + 14, plot.chart.last
    beside = _is_near_the_end(plot.chart)
    labels = [*(_value_label(plot) if beside else []), *_target_labels(plot), *_baseline_label(plot)]
    parts: list[Markup] = []
    for label in spread(labels, step=_LINE, top=frame.top + 4, bottom=frame.bottom):
        parts += _lines_of(label, x)
        if label.css == "value" and last is not None and last.low is not None:
            start = (frame.x(last.elapsed) + 7, plot.y(last.low))
            parts.append(polyline([start, (frame.right + 2, label.y), (x - 4, label.y)], "leader value"))
    if last is not None and not beside:
        for label in spread(_value_label(plot), step=_LINE, top=frame.top + 4, bottom=frame.bottom - 12):
            parts += _lines_of(label._replace(css="value halo"), frame.x(last.elapsed) + 12)
    return parts


def _has_gutter(chart: Chart) -> bool:
    """Whether anything is named beside the plot."""
    targets = any(target.final and target.in_force for target in chart.targets)
    baseline = chart.drawing is Drawing.LEVEL and chart.baseline is not None
    return targets or baseline or _is_near_the_end(chart)


def _is_near_the_end(chart: Chart) -> bool:
    return chart.last is not None and chart.span - chart.last.elapsed <= _NEAR


def _lines_of(label: Label, x: float) -> list[Markup]:
    first, *others = label.lines
    rest = [text(x, label.y + 5 + _LINE * row, words, f"t {label.css}") for row, words in enumerate(others, 1)]
    return [text(x, label.y + 5, first, f"t {label.css} strong"), *rest]


def _value_label(plot: _Plot) -> list[Label]:
    last = plot.chart.last
    if last is None or last.low is None or last.high is None:
        return []
    texts = plot.texts
    lines = [measured(plot.chart, last, texts), texts("chart.at", quarter=last.quarter)]
    lines += [texts("flag.provisional")] if Flag.PROVISIONAL in last.flags else []
    return [Label(plot.y(last.low), "value", tuple(lines))]


def _target_labels(plot: _Plot) -> list[Label]:
    final = next((t for t in plot.chart.targets if t.final and t.in_force), None)
    if final is None:
        return []
    texts = plot.texts
    lines = (
        texts("chart.target", value=final.value),
        texts("chart.by", date=final.date),
        texts(f"basis_short.{final.basis}"),
    )
    return [Label(plot.y(final.value), "soft", lines)]


def _baseline_label(plot: _Plot) -> list[Label]:
    if plot.chart.drawing is not Drawing.LEVEL or plot.chart.baseline is None:
        return []
    words = plot.texts("chart.baseline", value=plot.chart.baseline)
    return [Label(plot.y(plot.chart.baseline), "soft", (words,))]


def _total_key(chart: Chart, texts: Texts) -> list[tuple[str, str, str]]:
    """What a phone's key names: the last value, path and target, the first term's, band, gaps, extension."""
    rows: list[tuple[str, str, str]] = []
    last = chart.last
    if last is not None and last.low is not None:
        value = measured(chart, last, texts)
        rows.append(("value", "t value strong", f"{value} {texts('chart.at', quarter=last.quarter)}"))
    for target in sorted((t for t in chart.targets if t.final), key=lambda t: not t.in_force):
        css = "path" if target.in_force else "path original"
        rows.append((css, "t", target_words(target, texts)))
    if any(mark.known and not mark.exact for mark in chart.points):
        rows.append(("band", "t", texts("chart.band")))
    if chart.drawing is Drawing.LEVEL and chart.baseline is not None:
        rows.append(("baseline", "t", texts("chart.baseline", value=chart.baseline)))
    return rows + _common_key(chart, texts)


def _bar_key(chart: Chart, texts: Texts) -> list[tuple[str, str, str]]:
    return _common_key(chart, texts)


def _common_key(chart: Chart, texts: Texts) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    if any(Flag.PROVISIONAL in mark.flags for mark in chart.points):
        rows.append(("open", "t", texts("flag.provisional")))
    if chart.counted_since is not None:
        rows.append(("since", "t", texts("chart.since", quarter=chart.counted_since)))
    if gap_runs(chart.points):
        rows.append(("gap", "t", gap_words(chart.points, texts)))
    if chart.extension is not None:
        rows.append(("extension", "t", texts("chart.extension")))
    return rows


def _key(
    chart: Chart, texts: Texts, layout: Layout, rows: Sequence[tuple[str, str, str]]
) -> tuple[list[Markup], float]:
    demo = [("", "t demo", texts("demonstration.word"))] if chart.demonstration else []
    parts, foot = stack([*demo, *rows], layout, 12)
    return parts, foot + layout.top
