"""The components of our own that island layouts are built of (`assets/components.js`): no suite of Dash's is served.

`Box` holds others, `Words` is a sentence that is announced when it changes, `Plot` a Plotly figure. Controls are
`choice.Choice`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component

from dashboard.theme import DARK_OF


class Own(Component):
    """A component of ours: its properties are exactly those that it was made with."""

    _children_props: list[str] = []  # noqa: RUF012  # as Dash's own components declare it
    _base_nodes: list[str] = ["children"]  # noqa: RUF012
    _namespace = "nap_tracker"
    _type = "Own"

    def __init__(self, **props: Any) -> None:
        self._prop_names = list(props)
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(props)
        self.available_wildcard_properties: list[str] = []
        super().__init__(**props)  # type: ignore[no-untyped-call]


class Box(Own):
    """A `<div>` of class `name` around `children`."""

    _namespace = "nap_tracker"
    _type = "Box"

    def __init__(self, children: Sequence[Component] = (), *, name: str = "") -> None:
        super().__init__(children=list(children), name=name)


class Words(Own):
    """What the figure shows, in words: a paragraph that is read aloud, politely, when a callback changes `words`."""

    _namespace = "nap_tracker"
    _type = "Words"

    def __init__(self, *, id: str, words: str) -> None:
        super().__init__(id=id, words=words)


class Plot(Own):
    """A Plotly figure `height` pixels high, drawn by the server in the light colours.

    `label` is what the figure shows, for those who do not see it. Callbacks write `figure` and `label`. The browser
    paints the light colours in the dark scheme's where the reader has that. A trace may hold `links`, an address of
    this site (or null) for each of its points: the reader who chooses a point is led there, without a callback.
    """

    _namespace = "nap_tracker"
    _type = "Plot"

    def __init__(self, *, id: str, figure: Mapping[str, Any], label: str, height: int) -> None:
        super().__init__(id=id, figure=dict(figure), label=label, height=height, dark=dict(DARK_OF))


class Links(Own):
    """A list of links: each has an `address` of this site, its `words`, and what is said `after` them."""

    _namespace = "nap_tracker"
    _type = "Links"

    def __init__(self, *, id: str, links: Sequence[Mapping[str, str]]) -> None:
        super().__init__(id=id, links=[dict(link) for link in links])
