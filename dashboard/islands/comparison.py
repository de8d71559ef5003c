"""Comparisons as an island: boxes of indicators, or of departments of one, redrawn at each change.

Its controls have the names that the document itself reads, so a view that is sent to someone is there without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash
from dash.development.base_component import Component
from flask import g
from jinja2 import Environment
from markupsafe import Markup

from dashboard.charts.compare_views import DEPARTMENTS, INDICATORS, compare_view
from dashboard.charts.comparison import (
    chosen_departments,
    department_lines,
    offered_departments,
    side_by_side,
)
from dashboard.figures.comparison import HEIGHT, departments_figure, side_by_side_figure
from dashboard.islands.bodies import Control
from dashboard.islands.choice import Choice, ChoiceKind
from dashboard.islands.drawn import Drawn, laid_out, redrawn_by
from dashboard.islands.island import Address, Chosen, Island
from dashboard.islands.mounting import markup
from dashboard.splits import name_of
from dashboard.svg.comparison import departments_alternative
from dashboard.svg.parts import alternative
from dashboard.texts import Texts
from indicators.compared import MOST, Comparison, chosen_codes
from indicators.comparison import comparison
from indicators.department_figures import DEPARTMENT
from indicators.store import Store

KIND = "compare"
INDICATOR = "indicator"
IDS = {INDICATORS: "compare-indicators", INDICATOR: "compare-indicator", DEPARTMENTS: "compare-departments"}
PLOT, SAYS = "compare-plot", "compare-says"


class ComparisonPart:
    """The part of the island that stands on the page of comparisons; the address's code says what is compared."""

    def __init__(self, store: Store, texts: Mapping[str, Texts]) -> None:
        self._store = store
        self._texts = texts

    def subject(self, address: Address) -> Comparison | None:
        """What can be compared in the release; None where there is nothing."""
        found = self._compared((), address.release) if address.code in (INDICATORS, DEPARTMENTS) else None
        return found if found is not None and is_offered(found, address.code) else None

    def controls(self, subject: Comparison) -> tuple[Control, ...]:
        """Those of the kind of comparison in the address."""
        return controls_of(subject, g.island.code)

    def layout(self, address: Address, subject: Comparison, chosen: Chosen) -> Component:
        """The controls above, the figure, and what it shows in words."""
        texts = self._texts[address.lang]
        drawn = self._drawn(address, subject, *(chosen.get(each) for each in IDS.values()))
        choices = [_choice(each, subject, texts, chosen[each.id]) for each in controls_of(subject, address.code)]
        return laid_out(choices, drawn, plot=PLOT, says=SAYS, height=HEIGHT)

    def register(self, app: Dash) -> None:
        """The one callback: every control in; the figure, its description and its sentence out."""
        redrawn_by(app, self._redrawn, plot=PLOT, says=SAYS, controls=IDS.values())

    def _redrawn(self, indicators: Any, indicator: Any, departments: Any) -> Drawn:
        return self._drawn(g.island, g.island_subject, indicators, indicator, departments)

    def _drawn(self, address: Address, subject: Comparison, indicators: Any, indicator: Any, departments: Any) -> Drawn:
        texts = self._texts[address.lang]
        if address.code == INDICATORS:
            return self._indicators(subject, indicators or [], texts)
        return _departments(subject, indicator, departments or [], texts)

    def _indicators(self, subject: Comparison, codes: list[str], texts: Texts) -> Drawn:
        found = self._compared(codes, subject.overview.release.number) or subject
        drawn = side_by_side(found.details)
        said = [texts.say(drawn.headline)]
        if len(codes) > MOST:
            said.append(texts("compare.too_many", count=MOST))
        label = " ".join(alternative(chart, texts) for chart in drawn.charts)
        return side_by_side_figure(drawn, texts), label, " ".join(said)

    def _compared(self, codes: list[str] | tuple[str, ...], release: int) -> Comparison | None:
        with self._store.read() as session:
            return comparison(session, codes, number=release)


def mounted(result: Comparison, by: str, island: Island, texts: Texts, templates: Environment) -> Markup:
    """What the page of comparisons holds of the island before it starts, or nothing."""
    if not is_offered(result, by):
        return Markup()
    return markup(
        island, Address(texts.lang, result.overview.release.number, KIND, by), controls_of(result, by), texts,
        templates, about=texts("compare.explorer_about"), start="compare.explore", title="compare.explorer", drawn=True,
    )  # fmt: skip


def is_offered(result: Comparison, by: str) -> bool:
    """Whether there is anything to choose."""
    return bool(result.departments.indicators) if by == DEPARTMENTS else bool(result.details)


def controls_of(subject: Comparison, by: str) -> tuple[Control, ...]:
    """What can be chosen: some indicators, or an indicator and some departments."""
    if by == INDICATORS:
        codes = tuple(line.indicator.code for line in subject.offered)
        start = tuple(code for code in codes if code in chosen_codes(subject.offered, ()))
        return (Control(IDS[INDICATORS], codes, start, many=True, param=INDICATORS),)
    record = subject.departments
    first = record.indicators[0]
    known = sorted({code for found in record.indicators for code in offered_departments(found)})
    offered = (
        Control(
            IDS[INDICATOR], tuple(f.indicator.code for f in record.indicators), first.indicator.code, param=INDICATOR
        ),
        Control(IDS[DEPARTMENTS], tuple(known), chosen_departments(first, ()), many=True, param=DEPARTMENTS),
    )
    return tuple(control for control in offered if control.many or len(control.values) > 1)


def _departments(subject: Comparison, indicator: str | None, codes: list[str], texts: Texts) -> Drawn:
    chosen = {"by": DEPARTMENTS, "indicator": indicator or "", DEPARTMENTS: ",".join(codes)}
    view = compare_view(subject, chosen)
    if view.found is None:
        raise LookupError(subject.overview.release.number)
    drawn = department_lines(subject.departments, view.found, view.departments)
    said = [texts.say(drawn.headline)]
    if len(codes) > len(drawn.lines):
        said.append(texts("compare.some_departments", count=len(drawn.lines)))
    return departments_figure(drawn, texts), departments_alternative(drawn, texts), " ".join(said)


def _choice(control: Control, subject: Comparison, texts: Texts, value: str | list[str]) -> Component:
    record = subject.departments
    names = {
        INDICATORS: {line.indicator.code: texts.of(line.indicator.label) for line in subject.offered},
        INDICATOR: {each.indicator.code: texts.of(each.indicator.label) for each in record.indicators},
        DEPARTMENTS: {code: texts.of(name_of(record.plan, DEPARTMENT, code)) for code in control.values},
    }[control.param]
    legends = {INDICATORS: "compare.choose_indicators", INDICATOR: "compare.of_indicator"}
    legend = texts(legends.get(control.param, "compare.choose_departments"))
    return Choice(control, legend=legend, labels=names, value=value, kind=ChoiceKind.SELECT)
