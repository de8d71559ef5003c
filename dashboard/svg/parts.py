"""What every drawing is made of: elements, layouts, the axis of time, labels that keep clear of each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from dashboard.charts.parts import Drawing, Flag, Mark, as_range
from dashboard.charts.progress import Chart
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Unit

# Width of a character as a share of the type size: a wide face (DejaVu Sans), so that narrower ones fit as well.
_CHARACTER = 0.62
_BOLD = 1.1
PERCENTAGES = (Unit.PERCENTAGE, Unit.RATE_OF_CHANGE)
Number = float | int | Decimal


@dataclass(frozen=True, slots=True)
class Layout:
    """A format of drawing. Lengths are in units of the viewBox; `size` is the type size."""

    name: str
    width: int
    size: int
    top: int
    plot: int
    gutter: int

    @property
    def phone(self) -> bool:
        """Whether labels stand above the plot instead of beside it."""
        return self.name == "phone"


WIDE = Layout("wide", width=920, size=14, top=36, plot=300, gutter=170)
PHONE = Layout("phone", width=350, size=14, top=12, plot=210, gutter=10)


class Picture(NamedTuple):
    """One drawing: what it shows, for which layout, and its SVG."""

    name: str
    layout: str
    svg: Markup


class Label(NamedTuple):
    """Lines of text beside a point: the wished height `y`, class and words; the first line is bold."""

    y: float
    css: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot stands and how quarters and values become positions."""

    layout: Layout
    left: float
    right: float
    top: float
    bottom: float
    span: float

    def x(self, elapsed: Number) -> float:
        """The position of `elapsed` quarters."""
        return self.left + float(elapsed) / self.span * (self.right - self.left)


def tag(name: str, *content: str, **attributes: str | Number | None) -> Markup:
    """An element. Attributes: `css` is `class`, underscores become hyphens, None leaves one out."""
    written = "".join(
        f' {"class" if key == "css" else key.replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(escape(part) for part in content)
    return Markup(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")  # noqa: S704


def _attribute(value: str | Number) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.1f}".removesuffix(".0")


def line(x1: Number, y1: Number, x2: Number, y2: Number, css: str) -> Markup:
    """A straight line."""
    return tag("path", d=f"M{_attribute(x1)} {_attribute(y1)}L{_attribute(x2)} {_attribute(y2)}", css=css)


def polyline(points: Iterable[tuple[Number, Number]], css: str) -> Markup:
    """A broken line through `points`."""
    return tag("path", d="M" + "L".join(f"{_attribute(x)} {_attribute(y)}" for x, y in points), css=css)


def text(x: Number, y: Number, words: str, css: str = "t", anchor: str | None = None) -> Markup:
    """One line of type."""
    return tag("text", words, x=x, y=y, css=css, text_anchor=anchor)


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How wide `words` are at most, set in `size`."""
    return len(words) * size * _CHARACTER * (_BOLD if bold else 1)


def drawing(chart: Chart, texts: Texts, layout: Layout, height: float, *parts: str) -> Markup:
    """The whole drawing with its role and the words that stand for it."""
    return tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {layout.width} {_attribute(height)}",
        role="img",
        aria_label=alternative(chart, texts),
        css=f"chart {layout.name}",
    )


def alternative(chart: Chart, texts: Texts) -> str:
    """What the drawing shows, for those who do not see it: its subject, what it says, the last value, the target."""
    parts = [texts.say(chart.subtitle), texts.say(chart.headline)]
    last, target = chart.last, final_target(chart)
    if last is not None and chart.drawing in (Drawing.TOTAL, Drawing.LEVEL):
        first = next(mark for mark in chart.points if mark.known)
        value = measured(chart, last, texts)
        if first is last:
            parts.append(texts("alt.last", value=value, quarter=last.quarter))
        else:
            start = measured(chart, first, texts)
            parts.append(texts("alt.from", first=start, since=first.quarter, value=value, quarter=last.quarter))
    if target is not None and chart.bars:
        parts.append(
            texts("alt.target", value=target, date=next(t.date for t in chart.targets if t.final and t.in_force))
        )
    words = " ".join(part if part.endswith(".") else f"{part}." for part in parts)
    return f"{texts('demonstration.word')}. {words}" if chart.demonstration else words


def final_target(chart: Chart) -> Decimal | None:
    """The value of the final target in force, or None."""
    return next((target.value for target in chart.targets if target.final and target.in_force), None)


def demonstration(chart: Chart, texts: Texts, x: float, y: float, anchor: str | None = None) -> Markup:
    """The word that stands inside every drawing of a demonstration store."""
    return text(x, y, texts("demonstration.word"), "t demo", anchor) if chart.demonstration else Markup()


def data(mark: Mark) -> dict[str, str]:
    """What a mark says of itself: quarter, value (`low..high` for a range, empty where none) and flags."""
    return {"data_quarter": str(mark.quarter), "data_value": value_text(mark), "data_flag": " ".join(mark.flags)}


def value_text(mark: Mark) -> str:
    """The exact value of a mark as written into a drawing."""
    if mark.low is None or mark.high is None:
        return ""
    return plain(mark.low) if mark.low == mark.high else f"{plain(mark.low)}..{plain(mark.high)}"


def measured(chart: Chart, mark: Mark, texts: Texts) -> str:
    """The value of a mark in words: one number, "at least" for a sum known as a range, else both ends."""
    value = as_range(mark)
    if value is None:
        return ""
    if value.exact or not chart.bars:
        return with_unit(chart, texts.range(value), texts)
    return texts("range.at_least", low=value.low)


def with_unit(chart: Chart, words: str, texts: Texts) -> str:
    """A number with its sign where the unit is a percentage."""
    return texts("percent", value=words) if chart.unit in PERCENTAGES else words


def plain(value: Decimal) -> str:
    """A number without thousands, exponent or trailing zeros."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def mark_title(mark: Mark, texts: Texts) -> str:
    """What a reader is told of a quarter: value, what was expected, what is special about it."""
    value = as_range(mark)
    parts = [texts.range(value) if value else ""]
    if mark.expected is not None:
        parts.append(texts("mark.expected", value=texts.number(mark.expected, mark.places)))
    parts += [texts(f"flag.{flag}") for flag in mark.flags]
    return f"{texts.quarter(mark.quarter)}: " + " · ".join(part for part in parts if part)


def time_axis(chart: Chart, frame: Frame) -> list[Markup]:
    """The base line, a tick where each year begins and the year under the middle of its quarters, where it fits."""
    parts = [line(frame.left, frame.bottom, frame.right, frame.bottom, "base")]
    for year in range(chart.first.year, (chart.first + int(chart.span)).year + 1):
        start = max(float(Quarter(year, 1) - chart.first), 0.0)
        end = min(float(Quarter(year + 1, 1) - chart.first), float(chart.span))
        if end <= start:
            continue
        if start > 0:
            parts.append(line(frame.x(start), frame.bottom, frame.x(start), frame.bottom + 6, "tick"))
        room = frame.x(end) - frame.x(start)
        if width_of(str(year), frame.layout.size) <= room:
            middle = (frame.x(start) + frame.x(end)) / 2
            parts.append(text(middle, frame.bottom + 20, str(year), anchor="middle"))
    return parts


def extension_band(chart: Chart, frame: Frame) -> list[Markup]:
    """The stretch of time that a later term added."""
    if chart.extension is None:
        return []
    start, end = (frame.x(at) for at in chart.extension)
    band = tag("rect", x=start, y=frame.top, width=end - start, height=frame.bottom - frame.top, css="extension")
    return [band, line(start, frame.top, start, frame.bottom, "edge")]


def gap_runs(marks: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """First and last quarter of every run of quarters without a figure, for one and the same cause."""
    runs: list[tuple[Mark, Mark]] = []
    for mark in marks:
        if gap_flag(mark) is None:
            continue
        if runs and mark.elapsed == runs[-1][1].elapsed + 1 and gap_flag(mark) is gap_flag(runs[-1][1]):
            runs[-1] = (runs[-1][0], mark)
        else:
            runs.append((mark, mark))
    return runs


def gap_flag(mark: Mark) -> Flag | None:
    """Why a quarter that could have a figure has none: never reported, or the law forced it out."""
    return next((flag for flag in (Flag.ERASED, Flag.GAP) if flag in mark.flags), None)


def gap_words(marks: Sequence[Mark], texts: Texts) -> str:
    """What the columns of quarters without a figure mean, for a key; "" where there are none."""
    found = {gap_flag(mark) for mark in marks}
    return "; ".join(texts(f"flag.{flag}") for flag in (Flag.GAP, Flag.ERASED) if flag in found)


def gap_columns(marks: Sequence[Mark], frame: Frame, texts: Texts) -> list[Markup]:
    """Each run of missing quarters as a column, named under the axis where there is room, touching ones together."""
    parts: list[Markup] = []
    touching: list[list[tuple[Mark, Mark]]] = []
    for first, last in gap_runs(marks):
        left, right = frame.x(first.elapsed - 1), frame.x(last.elapsed)
        parts.append(tag("rect", x=left, y=frame.top, width=right - left, height=frame.bottom - frame.top, css="gap"))
        if touching and first.elapsed == touching[-1][-1][1].elapsed + 1:
            touching[-1].append((first, last))
        else:
            touching.append([(first, last)])
    free = 0.0
    for runs in touching:
        words = "; ".join(dict.fromkeys(texts(f"flag.{gap_flag(first)}") for first, _ in runs))
        half = width_of(words, frame.layout.size) / 2
        left, right = frame.x(runs[0][0].elapsed - 1), frame.x(runs[-1][1].elapsed)
        middle = min(max((left + right) / 2, half), frame.layout.width - half)
        if not frame.layout.phone and middle - half >= free:
            parts.append(text(middle, frame.bottom + 40, words, "t soft", "middle"))
            free = middle + half + 12
    return parts


def spread(labels: Sequence[Label], *, step: float, top: float, bottom: float) -> list[Label]:
    """Labels moved up and down, in order, until none touches another and all stand between `top` and `bottom`."""
    ordered = sorted(labels, key=lambda label: label.y)
    placed: list[Label] = []
    floor = top
    for label in ordered:
        y = max(label.y, floor)
        placed.append(label._replace(y=y))
        floor = y + step * len(label.lines) + 8
    ceiling = bottom
    for index in range(len(placed) - 1, -1, -1):
        label = placed[index]
        y = min(label.y, ceiling - step * (len(label.lines) - 1))
        placed[index] = label._replace(y=y)
        ceiling = y - step - 8
    return placed


def stack(labels: Sequence[tuple[str, str, str]], layout: Layout, y: float) -> tuple[list[Markup], float]:
    """A key above a plot, from (class of the swatch, class of the words, words); gives the height of its foot too."""
    parts: list[Markup] = []
    for swatch, css, words in labels:
        if swatch:
            parts.append(_swatch(swatch, y))
        parts += [text(30 if swatch else 0, y + 5 + 18 * row, piece, css) for row, piece in _rows(words, layout)]
        y += 20 + 18 * (len(_rows(words, layout)) - 1)
    return parts, y


def _swatch(css: str, y: float) -> Markup:
    if css in ("gap", "extension", "band"):
        return tag("rect", x=1, y=y - 6, width=20, height=12, css=css)
    if css == "open":
        return tag("circle", cx=11, cy=y, r=4, css="mark open")
    return line(1, y, 21, y, css)


def _rows(words: str, layout: Layout) -> list[tuple[int, str]]:
    return list(enumerate(wrapped(words, layout.width - 30, layout.size)))


def wrapped(words: str, room: float, size: float) -> list[str]:
    """`words` broken into lines that fit in `room`; a word longer than that stands alone."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
