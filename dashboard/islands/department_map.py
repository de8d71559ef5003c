"""The map as an island: a slider of quarters, the indicator, the total so far or the quarter alone.

Its controls have the names that the document itself reads, so a view that is sent to someone is there without a script.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash import Dash
from dash.development.base_component import Component
from flask import g
from jinja2 import Environment
from markupsafe import Markup

from dashboard.charts.map_views import (
    AMOUNT,
    AMOUNTS,
    INDICATOR,
    QUARTER,
    chosen_view,
    default_view,
    drawn_view,
    offered_quarters,
)
from dashboard.figures.department_map import HEIGHT, map_figure
from dashboard.islands.bodies import Control
from dashboard.islands.choice import Choice, ChoiceKind
from dashboard.islands.drawn import Drawn, laid_out, redrawn_by
from dashboard.islands.island import Address, Chosen, Island
from dashboard.islands.mounting import markup
from dashboard.svg.department_map import map_alternative
from dashboard.texts import Texts
from indicators.department_figures import DepartmentRecord
from indicators.departments import department_record
from indicators.periods import Quarter
from indicators.store import Store

KIND, CODE = "map", "all"
IDS = {INDICATOR: "map-indicator", QUARTER: "map-quarter", AMOUNT: "map-amount"}
KINDS = {INDICATOR: ChoiceKind.SELECT, QUARTER: ChoiceKind.SLIDER, AMOUNT: ChoiceKind.RADIO}
PLOT, SAYS = "map-plot", "map-says"


class DepartmentMapPart:
    """The part of the island that stands on the page of the map."""

    def __init__(self, store: Store, texts: Mapping[str, Texts]) -> None:
        self._store = store
        self._texts = texts

    def subject(self, address: Address) -> DepartmentRecord | None:
        """The department figures of the release; None where it has none."""
        if address.code != CODE:
            return None
        with self._store.read() as session:
            record = department_record(session, number=address.release)
        return record if record is not None and record.indicators else None

    def controls(self, subject: DepartmentRecord) -> tuple[Control, ...]:
        """The quarter, the indicator and the amount; those with a choice only."""
        start = default_view(subject)
        if start is None:
            return ()
        codes = tuple(found.indicator.code for found in subject.indicators)
        offered = (
            Control(IDS[INDICATOR], codes, start.found.indicator.code, param=INDICATOR),
            Control(IDS[AMOUNT], AMOUNTS, start.amount, param=AMOUNT),
            Control(IDS[QUARTER], tuple(map(str, offered_quarters(subject))), str(start.quarter), param=QUARTER),
        )
        return tuple(control for control in offered if len(control.values) > 1)

    def layout(self, address: Address, subject: DepartmentRecord, chosen: Chosen) -> Component:
        """The controls above, the map, and what it shows in words."""
        texts = self._texts[address.lang]
        named = {name: str(chosen[each]) for name, each in IDS.items() if each in chosen}
        drawn = _drawn(subject, texts, named)
        choices = [_choice(each, subject, texts, str(chosen[each.id])) for each in self.controls(subject)]
        return laid_out(choices, drawn, plot=PLOT, says=SAYS, height=HEIGHT)

    def register(self, app: Dash) -> None:
        """The one callback: every control in; the figure, its description and its sentence out."""
        redrawn_by(app, self._redrawn, plot=PLOT, says=SAYS, controls=IDS.values())

    def _redrawn(self, indicator: str | None, quarter: str | None, amount: str | None) -> Drawn:
        named = zip(IDS, (indicator, quarter, amount), strict=True)
        return _drawn(
            g.island_subject, self._texts[g.island.lang], {name: value for name, value in named if value is not None}
        )


def mounted(record: DepartmentRecord, island: Island, texts: Texts, templates: Environment) -> Markup:
    """What the page of the map holds of the island before it starts, or nothing."""
    if not record.indicators:
        return Markup()
    return markup(
        island, Address(texts.lang, record.release.number, KIND, CODE), island.controls(KIND, record), texts, templates,
        about=texts("map.explorer_about"), start="map.explore", title="map.explorer", drawn=True,
    )  # fmt: skip


def _drawn(record: DepartmentRecord, texts: Texts, named: Mapping[str, str]) -> Drawn:
    """The figure, its description and its sentence, with what stands under no department."""
    view = chosen_view(record, named)
    if view is None:
        raise LookupError(record.release.number)
    drawn = drawn_view(record, view)
    said = [texts.say(drawn.headline), *(texts.say(note) for note in drawn.notes)]
    return map_figure(drawn, texts), map_alternative(drawn, texts), " ".join(said)


def _choice(control: Control, record: DepartmentRecord, texts: Texts, value: str) -> Component:
    name = control.param
    labels = {each: _label(name, each, record, texts) for each in control.values}
    return Choice(control, legend=texts(f"map.choose_{name}"), labels=labels, value=value, kind=KINDS[name])


def _label(name: str, value: str, record: DepartmentRecord, texts: Texts) -> str:
    """The words of a value of the control called `name`."""
    if name == QUARTER:
        return texts.quarter_long(Quarter.parse(value))
    if name == AMOUNT:
        return texts(f"map.amount_{value}")
    return next(texts.of(each.indicator.label) for each in record.indicators if each.indicator.code == value)
