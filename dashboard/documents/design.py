"""The page of the design: palette, type, room, statuses and marks, all from the values that draw every page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment
from markupsafe import Markup, escape

from dashboard import theme
from dashboard.documents.page import Visit, action_chip, frame, state_chip
from dashboard.sentences import sentence
from dashboard.texts import Texts
from indicators.progress import State
from indicators.results import Overview
from indicators.rollup import ActionState

_ROOT_SIZE = 16
DONE, NOT_DONE = 4, 4
# Each mark of a chart as it is drawn there, in a box of 96 by 28.
MARKS = {
    "value": '<path class="value" d="M6 22 48 14 90 6"/><circle class="mark" cx="48" cy="14" r="4.5"/>',
    "open": '<circle class="mark open" cx="48" cy="14" r="4.5"/>',
    "band": '<path class="band" d="M6 22 90 2V14L6 26z"/>',
    "path": '<path class="path" d="M6 22 90 6"/>',
    "original": '<path class="path original" d="M6 22 90 6"/>',
    "target": '<circle class="target" cx="48" cy="14" r="5"/>',
    "bar": '<rect class="bar" x="36" y="3" width="24" height="24"/>',
    "flagged": '<rect class="bar flagged" x="36" y="3" width="24" height="24"/>',
    "gap": '<rect class="gap" x="36" y="3" width="24" height="24"/>',
    "extension": '<rect class="extension" x="6" y="1" width="84" height="26"/><path class="edge" d="M6 1V27"/>',
}


@dataclass(frozen=True, slots=True)
class Pair:
    """An ink on a surface: their names, a sample, the contrast and the least that is asked of it."""

    ink: str
    surface: str
    sample: Markup
    ratio: Decimal
    needed: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme with every ink on every surface that it is used on."""

    name: str
    pairs: tuple[Pair, ...]
    series: tuple[Markup, ...]


def render(result: Overview, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    answer = sentence(
        "design.says",
        sizes=Decimal(len(theme.TYPE)),
        spaces=Decimal(len(theme.SPACE)),
        shapes=Decimal(len(theme.Shape)),
        least=theme.least(theme.WRITTEN),
        line=theme.least(theme.DRAWN),
    )
    return templates.get_template("design.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("design.title"),
        description=texts.say(answer),
        answer=answer,
        schemes=tuple(scheme(name, texts("design.sample_words")) for name in theme.SCHEMES),
        sizes=theme.TYPE,
        spaces=tuple((name, size, bar(size)) for name, size in theme.SPACE.items()),
        states=tuple(state_chip(state, texts) for state in State),
        actions=tuple(action_chip(state, texts) for state in ActionState),
        marks=tuple((name, mark(drawn)) for name, drawn in MARKS.items()),
        done=range(1, DONE + 1),
        not_done=range(1, NOT_DONE + 1),
    )


def scheme(name: str, words: str) -> Scheme:
    """What is written (`words`) and drawn in a scheme, with its contrasts."""
    palette = theme.SCHEMES[name]
    asked = [(theme.WRITTEN, theme.TEXT_RATIO, words), (theme.DRAWN, theme.LINE_RATIO, "")]
    pairs = tuple(
        Pair(ink, on, sample(getattr(palette, ink), getattr(palette, on), said), found, needed)
        for listed, needed, said in asked
        for ink, surfaces in listed
        for on in surfaces
        for found in (theme.shown(theme.contrast(getattr(palette, ink), getattr(palette, on))),)
    )
    return Scheme(name, pairs, tuple(dot(colour, palette.paper) for colour in theme.SERIES[name]))


def sample(ink: str, surface: str, words: str) -> Markup:
    """`words` on the surface, or a line where there are none, as the ink is for drawings."""
    inside = (
        f'<text x="48" y="21" text-anchor="middle" font-size="16" fill="{ink}">{escape(words)}</text>'
        if words
        else f'<path d="M8 22 88 8" stroke="{ink}" stroke-width="3"/>'
    )
    return _picture(f'<rect width="96" height="30" rx="4" fill="{surface}"/>{inside}', "swatch")


def dot(colour: str, paper: str) -> Markup:
    """One colour of the categories on its paper."""
    inside = f'<rect width="96" height="30" rx="4" fill="{paper}"/><circle cx="48" cy="15" r="10" fill="{colour}"/>'
    return _picture(inside, "swatch")


def bar(size: str) -> Markup:
    """A measure of room as a bar of its length."""
    width = float(size.removesuffix("rem")) * _ROOT_SIZE
    return _picture(f'<rect class="bar" y="9" width="{width:g}" height="12"/>', "chart swatch")


def mark(drawn: str) -> Markup:
    """A mark as charts have it."""
    return _picture(drawn, "chart swatch")


def _picture(inside: str, classes: str) -> Markup:
    """A small drawing that says nothing which does not stand beside it in words."""
    return Markup(f'<svg class="{classes}" viewBox="0 0 96 30" aria-hidden="true">{inside}</svg>')  # noqa: S704
