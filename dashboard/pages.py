"""Every public page, once: its address, what it asks the store, how it is drawn. What serves, lists or tests pages
goes through `PAGES`: a new page is a module, a template and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from sqlalchemy.orm import Session

from dashboard import plan_filter
from dashboard.charts import compare_views, map_views
from dashboard.documents import (
    accessibility,
    action,
    channels,
    compare,
    data,
    department_map,
    design,
    embed,
    entities,
    entity,
    guideline,
    identity_documents,
    indicator,
    method,
    norms,
    overview,
    recommendations,
    releases,
    requests,
    search,
    statements,
)
from dashboard.documents import release_comparison as compared
from dashboard.documents.kit import Kit
from dashboard.documents.page import Visit
from dashboard.islands import comparison as compare_island
from dashboard.islands import department_map as map_island
from dashboard.islands import explorer, plan_explorer
from dashboard.islands import releases as two_releases
from dashboard.texts import Texts
from indicators import queries
from indicators.compared import Comparison
from indicators.comparison import comparison
from indicators.departments import department_record
from indicators.method_view import method_view
from indicators.plan import Plan
from indicators.plan_map import guideline_map, plan_map
from indicators.published_reports import entity_reports
from indicators.register_view import RegisterView, register_view
from indicators.release_record import release_record
from indicators.results import Overview
from indicators.two_releases import release_comparison

CODE = "<code>"
Query = Callable[[Session, int, Visit], Any | None]
Render = Callable[[Any, Texts, Visit, Kit], str]
Codes = Callable[[Plan], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page. `place` is its address after the language, with `<code>` where it is one of many.

    `query` takes the session, the number of the release and the visit, and gives what `render` draws, None where there
    is no such page. `codes` are those that a plan has pages for. `choices` are the names in an address after `?` that
    the document itself reads (`Visit.chosen`), beside the release. `inline_styles` is for pages with an island.
    `prefix` stands before the language.
    """

    place: str
    query: Query
    render: Render
    codes: Codes | None = None
    choices: tuple[str, ...] = ()
    inline_styles: bool = False
    prefix: str = ""

    def address(self, lang: str) -> str:
        """The address in a language, or the rule for it: `/es/indicators/<code>`."""
        return f"{self.prefix}/{lang}/{self.place}"

    def path(self, code: str) -> str:
        """The address of the page of `code`, after the language."""
        return self.place.replace(CODE, code)

    def paths(self, plan: Plan) -> tuple[str, ...]:
        """Every address of this kind that `plan` has."""
        return tuple(self.path(code) for code in self.codes(plan)) if self.codes else (self.place,)


def _action_codes(plan: Plan) -> Iterable[str]:
    return (action.code for action in plan.actions())


def _indicator_codes(plan: Plan) -> Iterable[str]:
    return (indicator.code for indicator in plan.indicators())


def _code(visit: Visit) -> str:
    return visit.path.rpartition("/")[2]


def _filled(render: Callable[[Any, Texts, Visit, Environment], str]) -> Render:
    """How a page is drawn that takes nothing of the kit but the templates."""
    return lambda result, texts, visit, kit: render(result, texts, visit, kit.templates)


def _registers(place: str, render: Callable[[RegisterView, Texts, Visit, Environment], str]) -> Page:
    """A page made from the registers of the plan."""
    return Page(place, _register_view, _filled(render))


def _register_view(session: Session, number: int, _visit: Visit) -> RegisterView | None:
    return register_view(session, number=number)


def _overview(session: Session, number: int, _visit: Visit) -> Overview | None:
    return queries.overview(session, number=number)


def _compared(result: Comparison, texts: Texts, visit: Visit, kit: Kit) -> str:
    by = compare_views.compare_view(result, visit.chosen).by
    island = compare_island.mounted(result, by, kit.island, texts, kit.templates)
    return compare.render(result, texts, visit, kit.templates, island=island)


PAGES = (
    Page(
        "",
        lambda session, number, visit: plan_map(session, number=number),
        lambda result, texts, visit, kit: overview.render(
            result, texts, visit, kit.templates, island=plan_explorer.mounted(result, kit.island, texts, kit.templates)
        ),
        choices=plan_filter.NAMES,
        inline_styles=True,
    ),
    Page(
        "guidelines",
        _overview,
        _filled(guideline.render_all),
    ),
    Page(
        "guidelines/<code>",
        lambda session, number, visit: guideline_map(session, _code(visit), number=number),
        _filled(guideline.render),
        codes=lambda plan: (one.code for one in plan.guidelines),
    ),
    Page(
        "actions/<code>",
        lambda session, number, visit: queries.action_detail(session, _code(visit), number=number),
        _filled(action.render),
        codes=_action_codes,
    ),
    Page(
        "indicators/<code>",
        lambda session, number, visit: queries.indicator_detail(session, _code(visit), number=number),
        lambda result, texts, visit, kit: indicator.render(
            result, texts, visit, kit.templates, island=explorer.mounted(result, kit.island, texts, kit.templates)
        ),
        codes=_indicator_codes,
        inline_styles=True,
    ),
    Page(
        "map",
        lambda session, number, visit: department_record(session, number=number),
        lambda result, texts, visit, kit: department_map.render(
            result, texts, visit, kit.templates, island=map_island.mounted(result, kit.island, texts, kit.templates)
        ),
        choices=map_views.CHOICES,
        inline_styles=True,
    ),
    Page(
        "compare",
        lambda session, number, visit: comparison(
            session, compare_views.codes_in(visit.chosen.get(compare_views.INDICATORS)), number=number
        ),
        _compared,
        choices=compare_views.CHOICES,
        inline_styles=True,
    ),
    Page(
        "releases",
        lambda session, number, visit: release_record(session, number=number),
        _filled(releases.render),
    ),
    Page(
        "releases/compare",
        lambda session, number, visit: release_comparison(session, visit.chosen, number=number),
        lambda result, texts, visit, kit: compared.render(
            result, texts, visit, kit.templates, island=two_releases.mounted(result, kit.island, texts, kit.templates)
        ),
        choices=compared.CHOICES,
        inline_styles=True,
    ),
    Page(
        "entities",
        lambda session, number, visit: entity_reports(session, number=number),
        _filled(entities.render),
    ),
    Page(
        "entities/<code>",
        lambda session, number, visit: entity_reports(session, number=number, entity=_code(visit)),
        _filled(entity.render),
        codes=lambda plan: (entity.code for entity in plan.entities),
    ),
    _registers("recommendations", recommendations.render),
    _registers("identity-documents", identity_documents.render),
    _registers("norms", norms.render),
    _registers("statements", statements.render),
    _registers("channels", channels.render),
    Page(
        "requests",
        lambda session, number, visit: entity_reports(session, number=number),
        lambda result, texts, visit, kit: requests.render(
            result, texts, visit, kit.templates, first_texts=kit.first_texts
        ),
        choices=requests.CHOICES,
    ),
    Page(
        "method",
        lambda session, number, visit: method_view(session, number=number),
        _filled(method.render),
    ),
    Page(
        "accessibility",
        _overview,
        _filled(accessibility.render),
    ),
    Page(
        "design",
        _overview,
        _filled(design.render),
    ),
    Page(
        "search",
        _overview,
        _filled(search.render),
        choices=search.CHOICES,
    ),
    Page(
        "data",
        _overview,
        _filled(data.render),
    ),
)

# What other sites show in a frame: no page of the site, and in none of its lists.
EMBED = Page(
    "indicators/<code>",
    lambda session, number, visit: queries.indicator_detail(session, _code(visit), number=number),
    _filled(embed.render),
    codes=_indicator_codes,
    prefix=embed.PLACE,
)
