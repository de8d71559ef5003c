"""The progress explorer of the indicator page: quarterly or so far, split, with targets, against an earlier release.

Its callback reads the controls, asks one query (that of the page; a second one for a release to compare with) and makes
one figure. What may be chosen follows from what is published: a control without a choice is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import g
from jinja2 import Environment
from markupsafe import Markup

from dashboard import splits
from dashboard.charts.parts import Drawing
from dashboard.charts.progress import Chart, chart
from dashboard.figures import progress as figures
from dashboard.figures.progress import IN_FORCE, ORIGINAL, QUARTER, TOTAL, View
from dashboard.islands.bodies import Control
from dashboard.islands.choice import Choice
from dashboard.islands.island import Address, Island
from dashboard.svg.parts import alternative
from dashboard.texts import Texts
from dashboard.theme import SCHEMES
from indicators import queries
from indicators.results import IndicatorDetail
from indicators.store import Store
from indicators.words import Text

KIND = "indicators"
AMOUNT, SPLIT, TARGETS, COMPARE = "explorer-amount", "explorer-split", "explorer-targets", "explorer-compare"
SCHEME, GRAPH, PICTURE, SAYS = "explorer-scheme", "explorer-graph", "explorer-picture", "explorer-says"
NONE = "none"


class Explorer:
    """The part of the island that stands on indicator pages."""

    def __init__(self, store: Store, texts: Mapping[str, Texts]) -> None:
        self._store = store
        self._texts = texts

    def subject(self, address: Address) -> IndicatorDetail | None:
        """The indicator of the page, as published in its release; None too where its page has no island."""
        detail = self._detail(address.code, address.release)
        return detail if detail is not None and is_offered(detail) else None

    def controls(self, subject: IndicatorDetail) -> tuple[Control, ...]:
        """What can be chosen of `subject`, those with a choice only."""
        drawn = chart(subject)
        offered = (
            _amounts(drawn),
            Control(SPLIT, (NONE, *(code for code, _ in splits.dimensions(subject))), NONE),
            _targets(drawn),
            Control(COMPARE, (NONE, *(str(number) for number in _earlier(subject))), NONE),
        )
        chosen = tuple(control for control in offered if control.many or len(control.values) > 1)
        return (*(control for control in chosen if control.values), Control(SCHEME, tuple(SCHEMES), "light"))

    def layout(self, address: Address, subject: IndicatorDetail) -> Component:
        """The controls above, the figure, and what it shows in words."""
        texts = self._texts[address.lang]
        offered = {control.id: control for control in self.controls(subject)}
        return html.Div(
            [
                dcc.Store(SCHEME, data=offered[SCHEME].start),
                html.Div(
                    [_choice(c, _labels(c, subject, texts), texts) for c in offered.values() if c.id != SCHEME],
                    className="explorer-controls",
                ),
                html.Div(_graph(figures.height(chart(subject))), id=PICTURE, role="img"),
                html.P(id=SAYS, className="explorer-says", role="status"),
            ]
        )

    def register(self, app: Dash) -> None:
        """The one callback: every control in; the figure, its description and its sentence out."""
        app.callback(
            Output(GRAPH, "figure"),
            Output(PICTURE, "aria-label"),
            Output(SAYS, "children"),
            *(Input(each, "value", allow_optional=True) for each in (AMOUNT, SPLIT, TARGETS, COMPARE)),
            Input(SCHEME, "data"),
        )(self._draw)

    def _draw(
        self, amount: str | None, split: str | None, targets: list[str] | None, compare: str | None, scheme: str
    ) -> tuple[dict[str, Any], str, str]:
        detail: IndicatorDetail = g.island_subject
        texts = self._texts[g.island.lang]
        drawn = chart(detail)
        view = View(
            amount=amount or TOTAL,
            targets=frozenset(targets if targets is not None else (IN_FORCE, ORIGINAL)),
            splits=_split(detail, drawn, split, amount),
            earlier=self._earlier_chart(detail, compare),
            earlier_release=int(compare) if compare and compare != NONE else 0,
            scheme=scheme,
        )
        said = says(detail, drawn, view, split=split, texts=texts)
        return figures.figure(drawn, texts, view), f"{alternative(drawn, texts)} {said}", said

    def _earlier_chart(self, detail: IndicatorDetail, compare: str | None) -> Chart | None:
        if compare is None or compare == NONE:
            return None
        earlier = self._detail(detail.indicator.code, int(compare))
        return chart(earlier) if earlier else None

    def _detail(self, code: str, release: int) -> IndicatorDetail | None:
        with self._store.read() as session:
            return queries.indicator_detail(session, code, number=release)


def is_offered(detail: IndicatorDetail) -> bool:
    """Whether there is anything to explore: an indicator without a figure has no island."""
    return not chart(detail).empty


def markup(detail: IndicatorDetail, island: Island, texts: Texts, templates: Environment) -> Markup:
    """What the page of `detail` holds of the island before it starts: a button, its place, its config; or nothing."""
    if not is_offered(detail):
        return Markup()
    mount = island.mount(Address(texts.lang, detail.release.number, KIND, detail.indicator.code))
    about = texts(f"explorer.about_{chart(detail).drawing}")
    return Markup(  # noqa: S704
        templates.get_template("island.html").render(mount=mount, t=texts, scheme=SCHEME, about=about)
    )


# What can be chosen ----------------------------------------------------------------------------------------------


def _amounts(drawn: Chart) -> Control:
    return Control(AMOUNT, (TOTAL, QUARTER) if drawn.bars else (TOTAL,), TOTAL)


def _targets(drawn: Chart) -> Control:
    """In force and original, where there are any; programmes have the dates of their steps instead."""
    known = {IN_FORCE if target.in_force else ORIGINAL for target in drawn.targets}
    known |= {IN_FORCE} if drawn.drawing is Drawing.STEPS else set()
    values = tuple(value for value in (IN_FORCE, ORIGINAL) if value in known)
    return Control(TARGETS, values, values, many=True)


def _earlier(detail: IndicatorDetail) -> list[int]:
    """The releases before this one, newest first."""
    numbers = (release.number for release in detail.releases)
    return sorted((number for number in numbers if number < detail.release.number), reverse=True)


def _split(detail: IndicatorDetail, drawn: Chart, split: str | None, amount: str | None) -> tuple[splits.Split, ...]:
    if split is None or split == NONE:
        return ()
    so_far = amount != QUARTER and drawn.drawing is Drawing.TOTAL
    return splits.largest(splits.splits(detail, split, so_far=so_far))


# How it is shown -------------------------------------------------------------------------------------------------


def _labels(control: Control, detail: IndicatorDetail, texts: Texts) -> dict[str, str]:
    """The words of every value of `control`."""
    if control.id == SPLIT:
        names = {code: texts.of(name) for code, name in splits.dimensions(detail)}
        return {NONE: texts("explorer.split_none")} | names
    if control.id == COMPARE:
        dates = {str(release.number): release.published_on for release in detail.releases}
        named = {n: texts("explorer.release_of", number=n, date=dates[n]) for n in control.values if n != NONE}
        return {NONE: texts("explorer.compare_none")} | named
    return {value: texts(f"explorer.{value}") for value in control.values}


def _graph(height: int) -> Component:
    """No toolbar, no logo, and above all no way to send the figure to a service of Plotly's."""
    return dcc.Graph(
        GRAPH,
        config={"displayModeBar": False, "displaylogo": False, "showSendToCloud": False, "doubleClick": False},
        responsive=True,
        style={"height": f"{height}px"},
    )


def _choice(control: Control, labels: Mapping[str, str], texts: Texts) -> Component:
    options = [{"value": value, "label": labels[value]} for value in control.values]
    chosen = control.start if isinstance(control.start, str) else list(control.start)
    return Choice(id=control.id, legend=texts(control.id.replace("-", ".")), options=options, value=chosen)


def says(detail: IndicatorDetail, drawn: Chart, view: View, *, split: str | None, texts: Texts) -> str:
    """What the figure shows, in the reader's words."""
    sentences: list[str] = []
    if drawn.drawing in (Drawing.STAGES, Drawing.STEPS):
        sentences.append(texts(f"explorer.says_{drawn.drawing}"))
    elif view.splits and split:
        sentences += _says_split(detail, view, split, texts)
    else:
        sentences.append(texts(f"explorer.says_{view.amount}"))
    if drawn.bars and drawn.targets and (view.splits or view.amount == QUARTER):
        sentences.append(texts("explorer.says_targets"))
    return " ".join([*sentences, *_says_earlier(view, texts)])


def _says_split(detail: IndicatorDetail, view: View, split: str, texts: Texts) -> list[str]:
    name: Text = splits.name_of(detail.plan, "dimension", split)
    added = view.amount == TOTAL and splits.adds_up(detail.indicator)
    sentences = [texts("explorer.says_split_total" if added else "explorer.says_split_quarter", name=name)]
    if view.amount == TOTAL and not added:
        sentences.append(texts("explorer.says_not_added"))
    present: Sequence[object] = splits.splits(detail, split, so_far=False)
    if len(present) > len(view.splits):
        sentences.append(texts("explorer.says_largest", shown=len(view.splits), total=len(present)))
    return sentences


def _says_earlier(view: View, texts: Texts) -> list[str]:
    if not view.earlier_release:
        return []
    if view.splits:
        return [texts("explorer.says_earlier_split")]
    if view.earlier is None or view.earlier.empty:
        return [texts("explorer.says_earlier_none", number=view.earlier_release)]
    return [texts("explorer.says_earlier", number=view.earlier_release, date=view.earlier.reference.end)]
