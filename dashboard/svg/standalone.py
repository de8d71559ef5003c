"""A chart as a drawing that stands by itself: with its style, what it says, its source and its release inside. Pure."""

from __future__ import annotations

import re

from markupsafe import Markup

from dashboard.charts.progress import Chart
from dashboard.svg import pictures
from dashboard.svg.parts import alternative, tag, text, wrapped
from dashboard.texts import Texts
from dashboard.theme import LIGHT
from indicators.results import IndicatorDetail

_WIDTH, _MARGIN = 960, 20
_TITLE, _HEADLINE, _SMALL = 22, 17, 14
_VIEW = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_STYLE = (
    f"text{{font-family:system-ui,sans-serif;fill:{LIGHT.ink}}}.big{{font-size:{_TITLE}px;font-weight:700}}"
    f".says{{font-size:{_HEADLINE}px;font-weight:600}}.small{{font-size:{_SMALL}px;fill:{LIGHT.soft}}}"
)


def standalone(chart: Chart, detail: IndicatorDetail, texts: Texts, *, style: str) -> str:
    """An SVG file. `style` are the rules of charts with every colour in place; nothing else is asked for."""
    y = float(_MARGIN)
    parts: list[Markup] = []
    headings = (
        (texts.of(detail.indicator.label), _TITLE, "big"),
        (texts.say(chart.headline), _HEADLINE, "says"),
        (texts.say(chart.subtitle), _SMALL, "small"),
    )
    for words, size, css in headings:
        y = _lines(parts, _marked(words, chart, texts, css), y, size=size, css=css)
    drawn = pictures(chart, texts)[0].svg
    width, height = (float(number) for number in _size(drawn))
    y += 8
    # A drawing within the drawing: it brings its own coordinates.
    place = f'<svg x="{_MARGIN}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" '
    parts.append(Markup(str(drawn).replace("<svg ", place, 1)))  # noqa: S704
    y += height + 16
    for words in (*(texts.say(note) for note in chart.notes), source(detail, texts)):
        y = _lines(parts, words, y, size=_SMALL, css="small")
    whole = tag(
        "svg",
        tag("title", texts.of(detail.indicator.label)),
        tag("style", Markup(_STYLE + style.replace("\n", ""))),  # noqa: S704
        tag("rect", width=_WIDTH, height=y + 8, fill=LIGHT.paper),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {y + 8:.0f}",
        width=_WIDTH,
        height=y + 8,
        lang=texts.html_lang,
        role="img",
        aria_label=alternative(chart, texts),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


def source(detail: IndicatorDetail, texts: Texts) -> str:
    """Where a drawing comes from: plan, release, day; and that it is invented, where it is."""
    release = detail.release
    said = texts("embed.source", plan=detail.plan.title, number=release.number, date=release.published_on)
    return f"{texts('demonstration.word')}. {said}" if release.demonstration else said


def _marked(words: str, chart: Chart, texts: Texts, css: str) -> str:
    return f"{texts('demonstration.word')}. {words}" if chart.demonstration and css == "says" else words


def _lines(parts: list[Markup], words: str, y: float, *, size: int, css: str) -> float:
    """Add `words`, wrapped; gives where the next line begins."""
    for line in wrapped(words, _WIDTH - 2 * _MARGIN, size):
        parts.append(text(_MARGIN, y + size, line, css))
        y += size * 1.35
    return y + 4


def _size(drawn: str) -> tuple[str, str]:
    found = _VIEW.search(drawn)
    if found is None:
        raise ValueError("a drawing without a size")
    return found[1], found[2]
