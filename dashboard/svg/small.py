"""Small drawings: the shape of a status, and the bar or dots beside an indicator's name. Pure."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from dashboard.charts.mini import Mini
from dashboard.charts.parts import Drawing
from dashboard.rounding import half_up
from dashboard.svg.parts import line, polyline, tag
from dashboard.texts import Texts
from dashboard.theme import TONES, Shape
from indicators.plan import Stage
from indicators.progress import Range

_WIDTH = 240
_HUNDRED = 100
_SHAPES = {
    Shape.CHECK: '<path d="M1 5.4 3.8 8.4 9.2 1.8" fill="none" stroke="currentColor" stroke-width="1.9"/>',
    Shape.DOT: '<circle cx="5" cy="5" r="4.4" fill="currentColor"/>',
    Shape.TRIANGLE: '<path d="M5 .6 9.6 9.3H.4z" fill="currentColor"/>',
    Shape.SQUARE: '<path d="M.8.8h8.4v8.4H.8z" fill="currentColor"/>',
    Shape.RING: '<circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    Shape.DASHED: (
        '<circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" stroke-width="1.5"'
        ' stroke-dasharray="2.4 1.6"/>'
    ),
    Shape.HALF: (
        '<circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<path d="M5 1.2a3.8 3.8 0 0 0 0 7.6z" fill="currentColor"/>'
    ),
    Shape.CROSS: '<path d="M1.4 1.4 8.6 8.6M8.6 1.4 1.4 8.6" stroke="currentColor" stroke-width="1.9"/>',
    Shape.BAR: '<path d="M1 5h8" stroke="currentColor" stroke-width="2.2"/>',
    Shape.DIAMOND: '<path d="M5 .8 9.2 5 5 9.2.8 5z" fill="none" stroke="currentColor" stroke-width="1.4"/>',
    Shape.DOTS: (
        '<circle cx="1.5" cy="5" r="1.1" fill="currentColor"/><circle cx="5" cy="5" r="1.1" fill="currentColor"/>'
        '<circle cx="8.5" cy="5" r="1.1" fill="currentColor"/>'
    ),
    Shape.SLASH: '<path d="M8.6 1.4 1.4 8.6" stroke="currentColor" stroke-width="1.9"/>',
    Shape.RING_DOT: (
        '<circle cx="5" cy="5" r="3.8" fill="none" stroke="currentColor" stroke-width="1.4"/>'
        '<circle cx="5" cy="5" r="1.2" fill="currentColor"/>'
    ),
    Shape.TALL: '<path d="M5 .4 7.4 5 5 9.6 2.6 5z" fill="currentColor"/>',
    Shape.NOTHING: "",
}


def shape_parts(shape: Shape) -> Markup:
    """What a shape is made of, in a box of ten by ten."""
    return Markup(_SHAPES[shape])  # noqa: S704


def shape_svg(shape: Shape) -> Markup:
    """The shape of a status, in the colour of the words beside it; the words say what it means."""
    return Markup(f'<svg viewBox="0 0 10 10" aria-hidden="true">{_SHAPES[shape]}</svg>')  # noqa: S704


def mini_svg(mini: Mini, texts: Texts, *, demonstration: bool) -> Markup:
    """The small drawing of an indicator: dots for stages, else a bar with a mark for what was expected by now."""
    words = _stage_words(mini, texts) if mini.drawing is Drawing.STAGES else _bar_words(mini, texts)
    if demonstration:
        words = f"{texts('demonstration.word')}. {words}"
    parts = _dots(mini) if mini.drawing is Drawing.STAGES else _bar(mini)
    return tag(
        "svg",
        tag("title", words),
        *parts,
        viewBox=f"0 0 {_WIDTH} 22",
        role="img",
        aria_label=words,
        css=f"mini {TONES[mini.state]}",
    )


def _stage_words(mini: Mini, texts: Texts) -> str:
    return texts("mini.stage", stage=mini.stage) if mini.stage else texts("mini.no_stage")


def _bar_words(mini: Mini, texts: Texts) -> str:
    if mini.low is None or mini.high is None:
        return texts("mini.no_data")
    share = Range(_percent(mini.low), _percent(mini.high))
    if mini.expected is None:
        return texts("mini.bar", share=share)
    return texts("mini.bar_expected", share=share, expected=_percent(mini.expected))


def _percent(share: Decimal) -> Decimal:
    return half_up(share * _HUNDRED, 0)


def _bar(mini: Mini) -> list[Markup]:
    parts = [tag("rect", x=0, y=7, width=_WIDTH, height=8, css="track")]
    if mini.low is not None and mini.high is not None:
        low, high = float(mini.low) * _WIDTH, float(mini.high) * _WIDTH
        if high > low:
            parts.append(tag("rect", x=low, y=7, width=high - low, height=8, css="maybe"))
        parts.append(tag("rect", x=0, y=7, width=low, height=8, css="done"))
    if mini.expected is not None:
        x = min(max(float(mini.expected) * _WIDTH, 1.0), _WIDTH - 1.0)
        parts.append(line(x, 2, x, 20, "expected"))
    return parts


def _dots(mini: Mini) -> list[Markup]:
    order = list(Stage)
    reached = order.index(mini.stage) if mini.stage else -1
    gap = (_WIDTH - 16) / (len(order) - 1)
    parts: list[Markup] = []
    for index in range(len(order) - 1):
        x = 8 + gap * index
        parts.append(polyline([(x + 6, 11), (x + gap - 6, 11)], "link on" if index < reached else "link"))
    for index in range(len(order)):
        parts.append(tag("circle", cx=8 + gap * index, cy=11, r=6, css="dot on" if index <= reached else "dot"))
    return parts
