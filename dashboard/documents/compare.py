"""The page of comparisons: indicators side by side, or departments of one indicator, as a form asks for them.

It answers who is nearer to the target, and says each one's own answer: attainments are never averaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from dashboard.charts.compare_views import DEPARTMENTS, INDICATORS, CompareView, compare_view
from dashboard.charts.comparison import DepartmentLines, department_lines, offered_departments, side_by_side
from dashboard.documents.page import Chip, Visit, frame, marked, placed, state_chip
from dashboard.sentences import Sentence, sentence
from dashboard.splits import name_of
from dashboard.svg.comparison import department_pictures, multiples
from dashboard.svg.parts import Picture, measured
from dashboard.texts import Texts
from indicators.compared import Comparison
from indicators.department_figures import DEPARTMENT
from indicators.words import Text

PATH = "compare"


class Option(NamedTuple):
    """A box or a radio button of the form."""

    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True, slots=True)
class Multiple:
    """One indicator of those side by side."""

    label: Text
    path: str
    page: str
    chip: Chip
    headline: Sentence
    picture: Markup


@dataclass(frozen=True, slots=True)
class Table:
    """A table: names of the columns, and rows of a quarter and its cells."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is compared: a sentence; indicators, or departments and their drawings; the table. Nothing where there is
    nothing to compare."""

    says: Sentence
    multiples: tuple[Multiple, ...] = ()
    departments: DepartmentLines | None = None
    pictures: tuple[Picture, ...] = ()
    table: Table | None = None


def render(result: Comparison, texts: Texts, visit: Visit, templates: Environment, *, island: Markup | str = "") -> str:
    """The whole document; `island` is put beside the drawings."""
    view = compare_view(result, visit.chosen)
    shown = _departments(view, result, texts) if view.by == DEPARTMENTS else _indicators(result, texts)
    whole = result.overview
    return templates.get_template("compare.html").render(
        frame(whole.plan, whole.release, whole.releases, texts, visit=visit),
        title=texts("compare.title"),
        description=marked(shown.says, texts, demonstration=whole.release.demonstration),
        by=view.by,
        ways=_ways(view, texts, visit),
        island=island,
        shown=shown,
        **_form(view, result),
    )


# Indicators ------------------------------------------------------------------------------------------------------


def _indicators(result: Comparison, texts: Texts) -> Shown:
    if not result.details:
        return Shown(sentence("compare.says_empty"))
    drawn = side_by_side(result.details)
    found = (
        Multiple(
            detail.indicator.label,
            f"indicators/{detail.indicator.code}",
            placed(detail.indicator, texts),
            state_chip(detail.progress.state, texts),
            chart.headline,
            picture,
        )
        for detail, chart, picture in zip(result.details, drawn.charts, multiples(drawn, texts), strict=True)
    )
    return Shown(drawn.headline, multiples=tuple(found), table=_totals(result, texts))


def _totals(result: Comparison, texts: Texts) -> Table:
    """The total so far of each indicator at the end of every quarter, newest first."""
    drawn = side_by_side(result.details).charts
    by_quarter = [{mark.quarter: measured(chart, mark, texts) for mark in chart.points} for chart in drawn]
    every = sorted({quarter for of in by_quarter for quarter in of}, reverse=True)
    rows = tuple(
        (texts.quarter(quarter), tuple(of.get(quarter) or texts("amount.none") for of in by_quarter))
        for quarter in every
    )
    return Table(tuple(detail.indicator.label for detail in result.details), rows)


# Departments -----------------------------------------------------------------------------------------------------


def _departments(view: CompareView, result: Comparison, texts: Texts) -> Shown:
    if view.found is None:
        return Shown(sentence("map.says_empty"))
    drawn = department_lines(result.departments, view.found, view.departments)
    return Shown(
        drawn.headline, departments=drawn, pictures=department_pictures(drawn, texts), table=_parts(drawn, texts)
    )


def _parts(drawn: DepartmentLines, texts: Texts) -> Table:
    """What each quarter brought to each department, newest first."""
    quarters = [mark.quarter for mark in drawn.lines[0].marks]
    rows = []
    for index in reversed(range(len(quarters))):
        values = (line.marks[index].low for line in drawn.lines)
        cells = tuple(texts("compare.no_figure") if value is None else texts.number(value) for value in values)
        rows.append((texts.quarter(quarters[index]), cells))
    return Table(tuple(line.name for line in drawn.lines), tuple(rows))


# The form --------------------------------------------------------------------------------------------------------


def _ways(view: CompareView, texts: Texts, visit: Visit) -> Sequence[tuple[str, str | None]]:
    """Links between the two kinds of comparison, None for the one shown."""
    places = {INDICATORS: {}, DEPARTMENTS: {"by": DEPARTMENTS}}
    return [
        (texts(f"compare.by_{by}"), None if by == view.by else visit.link(texts.lang, PATH, **chosen))
        for by, chosen in places.items()
    ]


def _form(view: CompareView, result: Comparison) -> Mapping[str, object]:
    """What can be chosen: indicators, or an indicator with departments and some of these."""
    if view.by == INDICATORS or view.found is None:
        shown = [detail.indicator.code for detail in result.details]
        lines = [line.indicator for line in result.offered]
        return {"boxes": [Option(each.code, each.label, each.code in shown) for each in lines], "radios": []}
    plan = result.departments.plan
    boxes = [
        Option(code, name_of(plan, DEPARTMENT, code), code in view.departments)
        for code in offered_departments(view.found)
    ]
    radios = [
        Option(found.indicator.code, found.indicator.label, found is view.found)
        for found in result.departments.indicators
    ]
    return {"boxes": boxes, "radios": radios if len(radios) > 1 else []}
