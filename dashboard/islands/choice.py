"""A control of an island: one of several, or any of them, in the browser's own controls (`assets/components.js`).

Dash's own lists of options put ARIA roles on labels that these may not have, so that screen readers are told of a list
box that is none. Native controls with a legend or a label need no role at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dashboard.islands.bodies import Control
from dashboard.islands.components import Own


class ChoiceKind(StrEnum):
    """How a choice is offered: all of it at once, as a list to open, or as a slider along something ordered."""

    RADIO = "radio"
    CHECK = "check"
    SELECT = "select"
    SLIDER = "slider"


class Choice(Own):
    """What `control` offers under `legend`, each value in the words of `labels`, `value` chosen.

    Check boxes where the control takes many values, whatever `kind` says. Callbacks read `value`; the browser writes
    it into the page's address under the control's `param`, but leaves out what the control starts with.
    """

    _namespace = "nap_tracker"
    _type = "Choice"

    def __init__(
        self,
        control: Control,
        *,
        legend: str,
        labels: Mapping[str, str],
        value: str | list[str],
        kind: ChoiceKind = ChoiceKind.RADIO,
    ) -> None:
        super().__init__(
            id=control.id,
            legend=legend,
            options=[{"value": each, "label": labels[each]} for each in control.values],
            value=value,
            start=list(control.start) if control.many else control.start,
            param=control.param,
            kind=str(ChoiceKind.CHECK if control.many else kind),
        )
