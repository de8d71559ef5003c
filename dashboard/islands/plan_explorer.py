"""The plan explorer of the overview: every indicator by quarter, narrowed by guideline, entity and status.

Its controls have the names that the document itself reads, so a view that is sent to someone is there without a script.
Every cell leads to the page of its indicator, and so do the links below, which say where each stands today.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component
from flask import g
from jinja2 import Environment
from markupsafe import Markup

from dashboard import plan_filter
from dashboard.charts.heat import by_indicator
from dashboard.documents.plan_filters import filter_labels
from dashboard.figures.heat import figure, height
from dashboard.islands.bodies import Control
from dashboard.islands.choice import Choice, ChoiceKind
from dashboard.islands.components import Box, Links, Plot, Words
from dashboard.islands.island import Address, Chosen, Island
from dashboard.islands.mounting import markup
from dashboard.plan_filter import ALL, NAMES, PlanFilter
from dashboard.texts import Texts
from indicators import queries
from indicators.plan_map import plan_map
from indicators.results import Overview
from indicators.store import Store

KIND, CODE = "plan", "all"
IDS = {name: f"plan-{name}" for name in NAMES}
PLOT, SAYS, LINKS = "plan-plot", "plan-says", "plan-links"
Drawn = tuple[dict[str, Any], str, int, str, list[dict[str, str]]]


class PlanExplorer:
    """The part of the island that stands on the overview."""

    def __init__(self, store: Store, texts: Mapping[str, Texts]) -> None:
        self._store = store
        self._texts = texts
        # Every change of a list asks for the same plan; it stays the same until the store has published more.
        self._kept: tuple[tuple[queries.Mark | None, int] | None, Overview | None] = (None, None)

    def subject(self, address: Address) -> Overview | None:
        """The whole plan in the release; None where there is nothing to explore."""
        if address.code != CODE:
            return None
        with self._store.read() as session:
            key = (queries.mark(session), address.release)
            kept, found = self._kept
            if kept != key:
                found = plan_map(session, number=address.release)
                self._kept = (key, found)
        return found if found is not None and is_offered(found) else None

    def controls(self, subject: Overview) -> tuple[Control, ...]:
        """What can be chosen: lists of more than one thing."""
        return controls_of(subject)

    def layout(self, address: Address, subject: Overview, chosen: Chosen) -> Component:
        """The lists above, the figure, how much of the plan it shows, and the links."""
        texts = self._texts[address.lang]
        drawn, label, high, said, links = _drawn(subject, _part(chosen), texts)
        return Box(
            [
                Box([_choice(each, subject, chosen, texts) for each in controls_of(subject)], name="island-controls"),
                Words(id=SAYS, words=said),
                Plot(id=PLOT, figure=drawn, label=label, height=high),
                Links(id=LINKS, links=links),
            ]
        )

    def register(self, app: Dash) -> None:
        """The one callback: every list in; the figure with its height and words, and the links, out."""
        app.callback(
            Output(PLOT, "figure"),
            Output(PLOT, "label"),
            Output(PLOT, "height"),
            Output(SAYS, "words"),
            Output(LINKS, "links"),
            *(Input(each, "value", allow_optional=True) for each in IDS.values()),
            prevent_initial_call=True,
        )(self._redrawn)

    def _redrawn(self, *values: Any) -> Drawn:
        part = _part(dict(zip(IDS.values(), values, strict=True)))
        return _drawn(g.island_subject, part, self._texts[g.island.lang])


def mounted(result: Overview, island: Island, texts: Texts, templates: Environment) -> Markup:
    """What the overview holds of the island before it starts, or nothing."""
    if not is_offered(result):
        return Markup()
    return markup(
        island, Address(texts.lang, result.release.number, KIND, CODE), controls_of(result), texts, templates,
        about=texts("plan_explorer.about"), start="plan_explorer.start", title="plan_explorer.title",
        replaces=".heatmap", drawn=True,
    )  # fmt: skip


def is_offered(result: Overview) -> bool:
    """Whether there is a quarter of anything."""
    return any(result.cells.values())


def controls_of(result: Overview) -> tuple[Control, ...]:
    """The lists in which there is a choice."""
    offered = plan_filter.offered(result)
    return tuple(Control(IDS[name], values, ALL, param=name) for name, values in offered.items() if len(values) > 2)


def _part(chosen: Mapping[str, Any]) -> PlanFilter:
    """What is chosen; a list that is not there leaves nothing out."""
    return PlanFilter(**{name: str(chosen.get(each) or ALL) for name, each in IDS.items()})


def _choice(control: Control, subject: Overview, chosen: Chosen, texts: Texts) -> Choice:
    labels = filter_labels(control.param, control.values, subject, texts)
    legend = texts(f"filter.{control.param}")
    return Choice(control, legend=legend, labels=labels, value=chosen[control.id], kind=ChoiceKind.SELECT)


def _drawn(subject: Overview, part: PlanFilter, texts: Texts) -> Drawn:
    """The figure, its description, its height, how much of the plan it is, and where its rows lead."""
    heat = by_indicator(subject, part.keeps)
    count = plan_filter.shown(subject, part)
    said = [texts("filter.shown", count=count, total=len(subject.indicators))]
    said.append(texts.say(heat.headline) if count else texts("filter.none"))
    words = " ".join(said)
    marked = f"{texts('demonstration.word')}. {words}" if heat.demonstration else words
    current = subject.release.number == subject.releases[-1].number
    ending = "" if current else f"?release={subject.release.number}"
    drawn = figure(heat, texts, lambda path: f"/{texts.lang}/{path}{ending}")
    links = [
        {
            "address": f"/{texts.lang}/indicators/{line.indicator.code}{ending}",
            "words": texts.of(line.indicator.label),
            "after": texts(f"state.{line.progress.state}"),
        }
        for action in subject.actions
        for line in action.indicators
        if part.keeps(action, line)
    ]
    return drawn, marked, height(heat, texts), marked, links
