"""What most parts are: choices above one figure with its sentence, drawn anew by one callback at each change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from dashboard.islands.components import Box, Plot, Words

# A figure as a plain dict, its description for those who do not see it, and what it shows in words.
Drawn = tuple[dict[str, Any], str, str]


def laid_out(choices: Sequence[Component], drawn: Drawn, *, plot: str, says: str, height: int) -> Component:
    """The choices above, the figure, `height` pixels high, and its sentence; `plot` and `says` are their ids."""
    figure, label, said = drawn
    return Box(
        [
            Box(choices, name="island-controls"),
            Plot(id=plot, figure=figure, label=label, height=height),
            Words(id=says, words=said),
        ]
    )


def redrawn_by(app: Dash, redraw: Callable[..., Drawn], *, plot: str, says: str, controls: Iterable[str]) -> None:
    """The one callback: every control in, None where the page lacks it; figure, description and sentence out."""
    app.callback(
        Output(plot, "figure"),
        Output(plot, "label"),
        Output(says, "words"),
        *(Input(each, "value", allow_optional=True) for each in controls),
        prevent_initial_call=True,
    )(redraw)
