"""The page of the map: one indicator by department, in a quarter or up to it, with every view that there is as a link.

It answers which departments something reached, and how much of it stands under none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from dashboard.charts.department_map import DepartmentMap, Known, adds_up
from dashboard.charts.map_views import ALONE, TOTAL, MapView, chosen_view, drawn_view, written
from dashboard.documents.page import Visit, basis_note, frame, marked, placed
from dashboard.sentences import sentence
from dashboard.svg.department_map import map_pictures
from dashboard.texts import Texts
from indicators.department_figures import DepartmentRecord
from indicators.plan import Indicator, Plan
from indicators.words import Text

PATH = "map"


class Way(NamedTuple):
    """A link to another view of the map; None as its address for the one shown."""

    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a department (or what stands under none), its amount, its share, whether that is known."""

    name: str
    amount: str
    share: str
    known: bool


def render(
    result: DepartmentRecord, texts: Texts, visit: Visit, templates: Environment, *, island: Markup | str = ""
) -> str:
    """The whole document; `island` is put beside the drawing."""
    view = chosen_view(result, visit.chosen)
    says = sentence("map.says_empty") if view is None else drawn_view(result, view).headline
    return templates.get_template("map.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("map.title"),
        description=marked(says, texts, demonstration=result.release.demonstration),
        says=says,
        persons=[(each.label, f"indicators/{each.code}") for each in result.persons],
        island=island,
        **({"drawn": None} if view is None else _of_view(view, result, texts, visit)),
    )


def _of_view(view: MapView, result: DepartmentRecord, texts: Texts, visit: Visit) -> Mapping[str, object]:
    drawn, indicator = drawn_view(result, view), view.found.indicator
    ways = _Ways(view, result, texts, visit)
    return {
        "drawn": drawn,
        "pictures": map_pictures(drawn, texts),
        "lines": lines(drawn, texts),
        "caption": _caption(drawn, texts),
        "indicator": indicator,
        "page": placed(indicator, texts),
        "basis": basis_note(indicator.title, texts),
        "responsible": responsible(indicator, result.plan),
        "indicators": ways.indicators(),
        "amounts": ways.amounts(),
        "years": ways.years(),
    }


def lines(drawn: DepartmentMap, texts: Texts) -> tuple[Line, ...]:
    """Every department with a figure, the largest first, those without one together, then what stands under none."""
    known = sorted((area for area in drawn.areas if area.value is not None), key=lambda area: -(area.value or 0))
    rows = [
        Line(texts.of(area.name), texts.number(area.value or 0), _share(area.share, texts), known=True)
        for area in known
    ]
    if drawn.unplaced:
        share = _share(drawn.unplaced_share, texts)
        rows.append(Line(texts("map.no_department"), texts.number(drawn.unplaced), share, known=True))
    for state in (Known.PROTECTED, Known.NOTHING):
        found = sorted((area for area in drawn.areas if area.known is state), key=lambda area: area.tile.code)
        names = [texts.of(area.name) for area in found]
        if names:
            rows.append(Line(texts.listed(names), texts(f"map.known_{state}", count=len(names)), "", known=False))
    return tuple(rows)


def _share(share: Decimal | None, texts: Texts) -> str:
    return texts.percent(share) if share is not None else "–"


def responsible(indicator: Indicator, plan: Plan) -> tuple[Text, ...]:
    """The names of the entities that report the indicator."""
    codes = dict.fromkeys(reporter.entity for reporter in indicator.reporting)
    return tuple(entity.name for code in codes for entity in plan.entities if entity.code == code)


def _caption(drawn: DepartmentMap, texts: Texts) -> str:
    key = "map.caption_so_far" if drawn.so_far else "map.caption"
    return texts(key, things=drawn.things, quarter=drawn.quarter)


# Other views -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ways:
    """The links from the view shown to the others."""

    view: MapView
    result: DepartmentRecord
    texts: Texts
    visit: Visit

    def way(self, words: str, other: MapView) -> Way:
        if other == self.view:
            return Way(words, None)
        return Way(words, self.visit.link(self.texts.lang, PATH, **written(other, self.result)))

    def indicators(self) -> list[Way]:
        """Every indicator with department figures, in the last quarter that it has any for."""
        view = self.view
        others = [
            view if found is view.found else replace(view, found=found, quarter=found.quarters[-1])
            for found in self.result.indicators
        ]
        return [self.way(self.texts.of(other.found.indicator.label), other) for other in others]

    def amounts(self) -> list[Way]:
        """Both amounts where parts add up."""
        if not adds_up(self.view.found):
            return []
        words = {TOTAL: "map.amount_total", ALONE: "map.amount_quarter"}
        return [self.way(self.texts(key), replace(self.view, amount=amount)) for amount, key in words.items()]

    def years(self) -> list[tuple[int, list[Way]]]:
        """Every quarter of the indicator that has department figures, by year."""
        found: dict[int, list[Way]] = {}
        for quarter in self.view.found.quarters:
            way = self.way(self.texts.quarter(quarter), replace(self.view, quarter=quarter))
            found.setdefault(quarter.year, []).append(way)
        return list(found.items())
