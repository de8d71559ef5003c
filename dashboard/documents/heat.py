"""The plan's map as pages hold it: rows with links and strips, the key of what occurs, words around it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from dashboard import theme
from dashboard.charts.heat import HeatMap
from dashboard.documents.page import Chip
from dashboard.figures.heat import shape_of
from dashboard.sentences import Sentence
from dashboard.svg import shape_svg
from dashboard.svg.heat import axis, state_words, strip
from dashboard.texts import Texts
from indicators.quarter_states import QuarterState
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class Strip:
    """One row: a link and its cells."""

    path: str
    label: Text
    in_plan: bool
    drawing: Markup


@dataclass(frozen=True, slots=True)
class StripGroup:
    """Rows under the head of a guideline or an action."""

    code: str
    title: Text | None
    rows: tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class HeatPicture:
    """What a template needs of a map; `key` names each state that occurs, as a chip."""

    of: str
    headline: Sentence
    years: Markup
    groups: tuple[StripGroup, ...]
    key: tuple[Chip, ...]
    partial: bool


def live_key(heat: HeatMap, texts: Texts) -> tuple[Chip, ...]:
    """The key of the island that takes the map's place: it has shapes of its own."""
    return tuple(_chip(state, shape_of(state), texts) for state in heat.states)


def picture(heat: HeatMap, texts: Texts) -> HeatPicture | None:
    """The map drawn; None where there is no quarter to show."""
    if heat.empty:
        return None
    return HeatPicture(
        of=heat.of,
        headline=heat.headline,
        years=axis(heat, texts),
        groups=tuple(
            StripGroup(
                group.code,
                group.title,
                tuple(Strip(row.path, row.label, row.in_plan, strip(heat, row, texts)) for row in group.rows),
            )
            for group in heat.groups
        ),
        key=tuple(_chip(state, theme.QUARTER_SHAPES[state], texts) for state in heat.states),
        partial=any(cell.partial for row in heat.rows for cell in row.cells),
    )


def _chip(state: QuarterState, shape: theme.Shape, texts: Texts) -> Chip:
    return Chip(state_words(state, texts), theme.QUARTER_TONES[state], shape_svg(shape))
