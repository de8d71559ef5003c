"""The progress explorer of the indicator page: quarterly or so far, split, with targets, against an earlier release.

What is drawn reads the controls, asks one query (that of the page; a second one for a release to compare with) and
makes one figure: first with the layout, then in its callback. What may be chosen follows from what is published: a
control without a choice is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash
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
from dashboard.islands.choice import Choice, ChoiceKind
from dashboard.islands.drawn import Drawn, laid_out, redrawn_by
from dashboard.islands.island import Address, Chosen, Island
from dashboard.islands.mounting import markup
from dashboard.svg.parts import alternative
from dashboard.texts import Texts
from indicators import queries
from indicators.results import IndicatorDetail
from indicators.store import Store
from indicators.words import Text

KIND = "indicators"
AMOUNT, SPLIT, TARGETS, COMPARE = "explorer-amount", "explorer-split", "explorer-targets", "explorer-compare"
CONTROLS = (AMOUNT, SPLIT, TARGETS, COMPARE)
PLOT, SAYS = "explorer-plot", "explorer-says"
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
            Control(SPLIT, (NONE, *(code for code, _ in splits.dimensions(subject))), NONE, param="split"),
            _targets(drawn),
            Control(COMPARE, (NONE, *(str(number) for number in _earlier(subject))), NONE, param="compare"),
        )
        chosen = (control for control in offered if control.many or len(control.values) > 1)
        return tuple(control for control in chosen if control.values)

    def layout(self, address: Address, subject: IndicatorDetail, chosen: Chosen) -> Component:
        """The controls above, the figure, and what it shows in words."""
        texts = self._texts[address.lang]
        drawn = self._drawn(subject, texts, chosen)
        choices = [_choice(control, chosen, subject, texts) for control in self.controls(subject)]
        return laid_out(choices, drawn, plot=PLOT, says=SAYS, height=figures.height(chart(subject)))

    def register(self, app: Dash) -> None:
        """The one callback: every control in; the figure, its description and its sentence out."""
        redrawn_by(app, self._redrawn, plot=PLOT, says=SAYS, controls=CONTROLS)

    def _redrawn(self, *values: Any) -> Drawn:
        return self._drawn(g.island_subject, self._texts[g.island.lang], dict(zip(CONTROLS, values, strict=True)))

    def _drawn(self, detail: IndicatorDetail, texts: Texts, chosen: Mapping[str, Any]) -> Drawn:
        """The figure, its description and its sentence. A control that is not there chooses nothing (None)."""
        amount, split, targets, compare = (chosen.get(each) for each in CONTROLS)
        drawn = chart(detail)
        view = View(
            amount=amount or TOTAL,
            targets=frozenset(targets if targets is not None else (IN_FORCE, ORIGINAL)),
            splits=_split(detail, drawn, split, amount),
            earlier=self._earlier_chart(detail, compare),
            earlier_release=int(compare) if compare and compare != NONE else 0,
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


def mounted(detail: IndicatorDetail, island: Island, texts: Texts, templates: Environment) -> Markup:
    """What the page of `detail` holds of the island before it starts, or nothing."""
    if not is_offered(detail):
        return Markup()
    address = Address(texts.lang, detail.release.number, KIND, detail.indicator.code)
    about = texts(f"explorer.about_{chart(detail).drawing}")
    return markup(island, address, island.controls(KIND, detail), texts, templates, about=about)


# What can be chosen ----------------------------------------------------------------------------------------------


def _amounts(drawn: Chart) -> Control:
    return Control(AMOUNT, (TOTAL, QUARTER) if drawn.bars else (TOTAL,), TOTAL, param="amount")


def _targets(drawn: Chart) -> Control:
    """In force and original, where there are any; programmes have the dates of their steps instead."""
    known = {IN_FORCE if target.in_force else ORIGINAL for target in drawn.targets}
    known |= {IN_FORCE} if drawn.drawing is Drawing.STEPS else set()
    values = tuple(value for value in (IN_FORCE, ORIGINAL) if value in known)
    return Control(TARGETS, values, values, many=True, param="targets")


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


def _choice(control: Control, chosen: Chosen, detail: IndicatorDetail, texts: Texts) -> Choice:
    legend, labels = texts(control.id.replace("-", ".")), _labels(control, detail, texts)
    kind = ChoiceKind.SELECT if control.id == COMPARE else ChoiceKind.RADIO
    return Choice(control, legend=legend, labels=labels, value=chosen[control.id], kind=kind)


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
