"""The one component of our own: a choice as the browser's radio buttons or check boxes (`assets/choice.js`).

Dash's own lists of options put ARIA roles on labels that these may not have, so that screen readers are told of a list
box that is none. Native controls in a field set with a legend need no role at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash.development.base_component import Component


class Choice(Component):
    """A field set: `legend`, one control for each of `options` (value, label), those of `value` chosen.

    Radio buttons where `value` is one of them, check boxes where it is a list; callbacks read `value`.
    """

    _children_props: list[str] = []  # noqa: RUF012  # as Dash's own components declare it
    _base_nodes: list[str] = []  # noqa: RUF012
    _namespace = "nap_tracker"
    _type = "Choice"

    def __init__(self, *, id: str, legend: str, options: Sequence[Mapping[str, str]], value: str | list[str]) -> None:
        props: dict[str, Any] = {"id": id, "legend": legend, "options": list(options), "value": value}
        self._prop_names = list(props)
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = list(props)
        self.available_wildcard_properties: list[str] = []
        super().__init__(**props)  # type: ignore[no-untyped-call]
