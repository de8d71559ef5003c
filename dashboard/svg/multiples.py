"""The small charts of an action as SVG: one size for every width of page, the value at the end of the line. Pure."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from dashboard.charts.multiples import Multiple
from dashboard.charts.parts import Drawing, Mark
from dashboard.svg.parts import (
    alternative,
    data,
    line,
    mark_title,
    measured,
    polyline,
    tag,
    text,
    width_of,
)
from dashboard.texts import Texts
from indicators.plan import Stage

WIDTH, HEIGHT = 300, 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 294, 26, 106
_SIZE = 14


def small_chart(of: Multiple, texts: Texts) -> Markup:
    """The drawing of one indicator."""
    place = _Place(of)
    parts = [*place.years(), *(_dated(of, texts, place) if of.drawing in _DATED else _line(of, texts, place))]
    word = text(WIDTH / 2, HEIGHT - 6, texts("demonstration.word"), "t demo", "middle")
    demonstration = [word] if of.chart.demonstration else []
    return tag(
        "svg",
        *parts,
        *demonstration,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=alternative(of.chart, texts),
        css="chart small",
    )


_DATED = (Drawing.STAGES, Drawing.STEPS)


class _Place:
    """Where quarters and values are."""

    def __init__(self, of: Multiple) -> None:
        self.of = of
        values = [end for mark in of.known for end in (mark.low, mark.high) if end is not None]
        values += [point.value for point in of.chart.path]
        self.top = max([Decimal(0), *values]) or Decimal(1)
        self.foot = min([Decimal(0), *values])

    def x(self, elapsed: Decimal | int) -> float:
        return _LEFT + float(elapsed) / max(float(self.of.span), 1.0) * (_RIGHT - _LEFT)

    def y(self, value: Decimal) -> float:
        return _BOTTOM - float((value - self.foot) / (self.top - self.foot)) * (_BOTTOM - _TOP)

    def years(self) -> list[Markup]:
        """The base line with a tick where each year begins; the first and the last year are named."""
        first = self.of.chart.first
        last = first + max(int(self.of.span) - 1, 0)
        parts = [line(_LEFT, _BOTTOM, _RIGHT, _BOTTOM, "base")]
        for year in range(first.year + 1, last.year + 1):
            at = self.x((year - first.year) * 4 - (first.number - 1))
            parts.append(line(at, _BOTTOM, at, _BOTTOM + 5, "tick"))
        parts.append(text(_LEFT, HEIGHT - 6, str(first.year)))
        return [*parts, text(_RIGHT, HEIGHT - 6, str(last.year), "t", "end")]


def _line(of: Multiple, texts: Texts, place: _Place) -> list[Markup]:
    """The path, the total with its gaps and its range, a disc and the value where it ends."""
    parts = [polyline([(place.x(p.elapsed), place.y(p.value)) for p in of.chart.path], "path")] if of.chart.path else []
    for run in of.runs:
        ends = [(place.x(m.elapsed), m.low or Decimal(0), m.high or Decimal(0)) for m in run]
        if any(low != high for _, low, high in ends):
            border = [(x, place.y(high)) for x, _, high in ends] + [(x, place.y(low)) for x, low, _ in reversed(ends)]
            parts.append(polyline(border, "band"))
        parts.append(polyline([(x, place.y(low)) for x, low, _ in ends], "value"))
    parts += [_point(mark, of, texts, place) for mark in of.chart.points]
    return [*parts, *_end(of, texts, place)]


def _point(mark: Mark, of: Multiple, texts: Texts, place: _Place) -> Markup:
    """A quarter's mark: a disc only at the last one, or where no line would show it; else it is there to be read."""
    alone = any(len(run) == 1 and run[0] is mark for run in of.runs)
    last = of.chart.last is mark
    y = place.y(mark.low) if mark.low is not None else _BOTTOM
    css = "mark" if last or alone else "none"
    return tag(
        "circle", tag("title", mark_title(mark, texts)), cx=place.x(mark.elapsed), cy=y, r=4, css=css, **data(mark)
    )


def _end(of: Multiple, texts: Texts, place: _Place) -> list[Markup]:
    """The value at its mark: left of it where it ends near the right border."""
    last = of.chart.last
    if last is None or last.low is None:
        return _said(of, texts)
    words = measured(of.chart, last, texts)
    x, y, top = place.x(last.elapsed), place.y(last.low), place.y(last.high or last.low)
    fits = x + 8 + width_of(words, _SIZE, bold=True) <= WIDTH
    above = top - 9 if top - 9 > _SIZE else y + 20
    at = (x + 8, y + 5) if fits else (min(x + 4, WIDTH - 2), above)
    return [text(*at, words, "t strong value halo", None if fits else "end")]


def _dated(of: Multiple, texts: Texts, place: _Place) -> list[Markup]:
    """Stages as discs where they were reached, steps as discs where they were done, and what is due as a line."""
    if of.drawing is Drawing.STEPS:
        return _steps(of, texts, place)
    order = list(Stage)
    heights = {
        stage: _BOTTOM - 8 - index * (_BOTTOM - _TOP - 16) / (len(order) - 1) for index, stage in enumerate(order)
    }
    parts = [line(_LEFT, heights[stage], _RIGHT, heights[stage], "grid") for stage in order]
    parts += [
        line(
            place.x(target.elapsed),
            _TOP - 4,
            place.x(target.elapsed),
            _BOTTOM,
            "due" if target.in_force else "due former",
        )
        for target in of.chart.targets
    ]
    for mark in of.chart.stages:
        if mark.elapsed is not None:
            x, y = place.x(mark.elapsed), heights[mark.stage]
            css = "mark now" if mark.current else "mark"
            title = tag("title", texts(f"stage.{mark.stage}"))
            parts.append(tag("circle", title, cx=x, cy=y, r=4.5, css=css, data_stage=str(mark.stage)))
    return [*parts, *_said(of, texts)]


def _steps(of: Multiple, texts: Texts, place: _Place) -> list[Markup]:
    """A row of diamonds where steps are due, filled discs above where they were done."""
    due, done = (_TOP + _BOTTOM) / 2 + 18, (_TOP + _BOTTOM) / 2 - 8
    parts = [line(_LEFT, y, _RIGHT, y, "grid") for y in (done, due)]
    for step in of.chart.steps:
        x, title = place.x(step.due_at), tag("title", texts.of(step.title))
        shape = f"M{x - 5:.1f} {due}L{x:.1f} {due - 5}L{x + 5:.1f} {due}L{x:.1f} {due + 5}Z"
        parts.append(tag("path", title, d=shape, css="target", data_step=step.code, data_due=step.due.isoformat()))
        if step.done_at is not None:
            parts.append(
                tag("circle", title, cx=place.x(step.done_at), cy=done, r=4.5, css="mark", data_step=step.code)
            )
    return [*parts, *_said(of, texts)]


def _said(of: Multiple, texts: Texts) -> list[Markup]:
    """How far it is, above the drawing."""
    empty = of.chart.empty
    words = texts("flag.gap") if empty else texts.say(of.amount)
    return [text(_LEFT, 14, words[:1].upper() + words[1:], "t soft" if empty else "t strong value halo")]
