"""What every figure's layout begins with: size, grounds, letters, what a pointer is told, the word of a demonstration.
Pure."""

from __future__ import annotations

from dashboard.figures.pen import Json
from dashboard.texts import Texts
from dashboard.theme import LIGHT, Palette


def base(high: int, colours: Palette = LIGHT, *, letters: str = "") -> Json:
    """The layout of a figure `high` pixels high, without axes; nothing in it can be dragged or hidden. `letters` is
    their colour, that of soft text where none is named."""
    return {
        "height": high,
        "paper_bgcolor": colours.paper,
        "plot_bgcolor": colours.paper,
        "font": {"family": "inherit", "size": 14, "color": letters or colours.soft},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": colours.wash,
            "bordercolor": colours.path,
            "font": {"color": colours.ink, "size": 14},
            "align": "left",
        },
        "dragmode": False,
        "showlegend": False,
    }


def demonstration_word(texts: Texts, colours: Palette = LIGHT) -> Json:
    """The annotation that stands inside every figure of a demonstration store, still without a place."""
    return {
        "text": f"<b>{texts('demonstration.word')}</b>",
        "showarrow": False,
        "font": {"color": colours.warn_ink, "size": 13},
    }
