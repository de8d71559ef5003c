"""Two releases of an indicator, the earlier one drawn behind the later: which two and of which indicator is chosen.

Its controls have the names that the document itself reads, so a view that is sent to someone is there without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dash import Dash
from dash.development.base_component import Component
from flask import g
from jinja2 import Environment
from markupsafe import Markup

from dashboard.charts.progress import chart
from dashboard.documents.release_comparison import EARLIER, INDICATOR, LATER, is_drawn
from dashboard.figures import progress as figures
from dashboard.figures.layout import HEIGHT
from dashboard.figures.pen import View
from dashboard.islands.bodies import Control
from dashboard.islands.choice import Choice, ChoiceKind
from dashboard.islands.drawn import Drawn, laid_out, redrawn_by
from dashboard.islands.island import Address, Chosen, Island
from dashboard.islands.mounting import markup
from dashboard.svg.parts import alternative
from dashboard.texts import Texts
from indicators import queries
from indicators.release_comparison import ReleaseComparison, pair
from indicators.results import IndicatorDetail, Overview, Release
from indicators.store import Store

KIND, ALL = "releases", "all"
IDS = {EARLIER: "releases-earlier", LATER: "releases-later", INDICATOR: "releases-indicator"}
PLOT, SAYS = "releases-plot", "releases-says"


class ReleasesPart:
    """The part of the island that stands on the page which compares two releases."""

    def __init__(self, store: Store, texts: Mapping[str, Texts]) -> None:
        self._store = store
        self._texts = texts

    def subject(self, address: Address) -> Overview | None:
        """The plan as published in the release; None where there is nothing to compare."""
        if address.code != ALL:
            return None
        with self._store.read() as session:
            found = queries.overview(session, number=address.release)
        return found if found is not None and _controls(found) else None

    def controls(self, subject: Overview) -> tuple[Control, ...]:
        """Which two releases, and which indicator."""
        return _controls(subject)

    def layout(self, address: Address, subject: Overview, chosen: Chosen) -> Component:
        """The controls above, the figure, and what it shows in words."""
        texts = self._texts[address.lang]
        drawn = self._drawn(subject, texts, *(chosen.get(each) for each in IDS.values()))
        choices = [_choice(control, subject, texts, chosen[control.id]) for control in _controls(subject)]
        return laid_out(choices, drawn, plot=PLOT, says=SAYS, height=HEIGHT)

    def register(self, app: Dash) -> None:
        """The one callback: every control in; the figure, its description and its sentence out."""
        redrawn_by(app, self._redrawn, plot=PLOT, says=SAYS, controls=IDS.values())

    def _redrawn(self, earlier: Any, later: Any, indicator: Any) -> Drawn:
        return self._drawn(g.island_subject, self._texts[g.island.lang], earlier, later, indicator)

    def _drawn(self, subject: Overview, texts: Texts, earlier: Any, later: Any, indicator: Any) -> Drawn:
        code = indicator or measured(subject)[0]
        one, other = pair(subject.release, subject.releases, {EARLIER: earlier, LATER: later})
        with self._store.read() as session:
            found = [queries.indicator_detail(session, code, number=release.number) for release in (one, other)]
        drawn = [detail for detail in found if detail is not None and not chart(detail).empty]
        if not drawn:
            none = texts("compared.no_figures")
            return {"data": [], "layout": {"height": HEIGHT}}, none, none
        return _laid_over(drawn, (one.number, other.number), texts)


def _laid_over(drawn: list[IndicatorDetail], numbers: tuple[int, int], texts: Texts) -> Drawn:
    """The last of `drawn` with the one before it behind, each being one of the two releases."""
    top = chart(drawn[-1])
    said = texts("compared.island_of", name=drawn[-1].indicator.label, chart=top.headline)
    if len(drawn) == 1 and numbers[0] != numbers[1]:
        missing = next(number for number in numbers if number != drawn[0].release.number)
        said = f"{said} {texts('compared.island_none', number=missing)}"
        view = View()
    else:
        view = View(earlier=chart(drawn[0]), earlier_release=numbers[0]) if numbers[0] != numbers[1] else View()
        said = texts("compared.island_says", chart=said, earlier=numbers[0], later=numbers[1])
    return figures.figure(top, texts, view), f"{alternative(top, texts)} {said}", said


def measured(subject: Overview) -> tuple[str, ...]:
    """The codes of the indicators with a figure."""
    return tuple(line.indicator.code for line in subject.indicators if line.figures)


def _controls(subject: Overview) -> tuple[Control, ...]:
    offered = (release for release in subject.releases if release.number <= subject.release.number)
    return controls_of(offered, measured(subject))


def controls_of(releases: Iterable[Release], codes: tuple[str, ...]) -> tuple[Control, ...]:
    """The releases, twice, and the indicators of `codes`; none where there are not two releases and an indicator."""
    numbers = tuple(str(release.number) for release in releases)
    if len(numbers) < len((EARLIER, LATER)) or not codes:
        return ()
    offered = (
        Control(IDS[EARLIER], numbers, numbers[-2], param=EARLIER),
        Control(IDS[LATER], numbers, numbers[-1], param=LATER),
        Control(IDS[INDICATOR], codes, codes[0], param=INDICATOR),
    )
    return tuple(control for control in offered if len(control.values) > 1)


def mounted(result: ReleaseComparison, island: Island, texts: Texts, templates: Environment) -> Markup:
    """What the page holds of the island before it starts, or nothing."""
    controls = controls_of(result.offered, tuple(line.detail.indicator.code for line in result.lines if is_drawn(line)))
    if not controls:
        return Markup()
    return markup(
        island,
        Address(texts.lang, result.release.number, KIND, ALL),
        controls,
        texts,
        templates,
        about=texts("compared.about"),
        start="compared.explore",
        title="compared.explorer",
        drawn=True,
    )


def _choice(control: Control, subject: Overview, texts: Texts, value: str | list[str]) -> Choice:
    if control.param == INDICATOR:
        labels = {line.indicator.code: texts.of(line.indicator.label) for line in subject.indicators}
    else:
        dates = {str(release.number): release.published_on for release in subject.releases}
        labels = {n: texts("explorer.release_of", number=n, date=dates[n]) for n in control.values}
    words = texts(f"compared.{control.param}")
    return Choice(control, legend=words, labels=labels, value=value, kind=ChoiceKind.SELECT)
