"""The page of an indicator: sentence, status, facts, chart, table, arithmetic, changes, origin, what is not known."""

from __future__ import annotations

from jinja2 import Environment

from dashboard.charts.persons import persons_chart
from dashboard.charts.progress import chart
from dashboard.documents import dataset, embed
from dashboard.documents.beside import beside
from dashboard.documents.files import FORMS, file_address
from dashboard.documents.gaps import Gap, gaps, request_address
from dashboard.documents.indicator_facts import arithmetic, bands, facts
from dashboard.documents.notices import banners
from dashboard.documents.page import Visit, basis_note, cited, frame, judged_on, marked, overdue_since, state_chip
from dashboard.documents.plan_changes import plan_changes
from dashboard.documents.provenance import change_words, evidence_words, extensions, origins, remarks, tombstones
from dashboard.documents.quarters import columns, lines
from dashboard.documents.revisions import revisions
from dashboard.documents.split_tables import no_splits, split_tables
from dashboard.documents.take_away import take_away
from dashboard.documents.targets import target_groups
from dashboard.svg import pictures
from dashboard.svg.persons import persons
from dashboard.texts import Texts
from indicators.plan import Plan, Reporter
from indicators.results import IndicatorDetail


def render(result: IndicatorDetail, texts: Texts, visit: Visit, templates: Environment, *, island: str = "") -> str:
    """The whole document. `island` is the markup of the live chart that stands beside the drawings, or ""."""
    drawn, three = chart(result), persons_chart(result)
    said = embed.said(result)
    indicator, progress = result.indicator, result.progress
    today = judged_on(result.release, result.releases, visit.today)
    description = marked(said, texts, demonstration=result.release.demonstration)
    files = [(form.upper(), file_address(result.release.number, indicator.code, form)) for form in FORMS]
    page = dataset.Page(result.plan, result.release, texts, visit)
    return templates.get_template("indicator.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts.of(indicator.label),
        description=description,
        dataset=dataset.of_indicator(page, indicator, files=files, description=description),
        detail=result,
        indicator=indicator,
        action=result.action,
        page=cited(indicator.cited, texts),
        says=said,
        remarks=remarks(result, texts),
        chip=state_chip(progress.state, texts),
        overdue=overdue_since(progress, today=today),
        missed=progress.past_original,
        facts=facts(result, texts, today=today),
        notices=banners(result, texts, today=today),
        chart=drawn,
        pictures=pictures(drawn, texts),
        island=island,
        columns=columns(result, texts),
        lines=lines(result, texts, visit),
        arithmetic=arithmetic(result, texts),
        bands=bands(texts),
        changes=[change_words(change, result, texts) for change in result.changes],
        plan_changes=plan_changes(result, texts),
        tombstones=tombstones(result, texts),
        extensions=extensions(result),
        revisions=revisions(result, texts, visit),
        reporters=[(reporter, _entity(reporter, result.plan, texts)) for reporter in indicator.reporters],
        origins=origins(result, texts),
        targets=target_groups(result, texts),
        splits=split_tables(result, texts),
        no_splits=no_splits(result, texts),
        unknown=[(gap.words, _ask(gap, result, texts, visit)) for gap in gaps(result, drawn)],
        # What backs a withheld figure may say what the figure is kept from saying.
        evidence=[
            (f, evidence_words(f.evidence, texts))
            for f in result.figures
            if f.evidence and f.evidence.public and not f.protected
        ],
        sheet=sheet(result, texts),
        beside=beside(result, texts),
        same_lists=[other for other, _ in result.same_lists],
        persons=three,
        persons_pictures=persons(three, texts) if three else (),
        title_basis=basis_note(indicator.title, texts),
        take=take_away(result, texts, visit),
    )


def _ask(gap: Gap, result: IndicatorDetail, texts: Texts, visit: Visit) -> tuple[str, str] | None:
    """Words and address of the request for what a gap leaves out; None where nobody can be asked."""
    if gap.ask is None:
        return None
    words = texts("gap.ask_entity", entity=gap.ask) if gap.ask else texts("gap.ask")
    return words, request_address(result, visit, texts, entity=gap.ask)


def _entity(reporter: Reporter, plan: Plan, texts: Texts) -> str:
    entity = plan.entity(reporter.entity)
    return f"{texts.of(entity.name)} ({reporter.entity})" if entity else reporter.entity


def sheet(result: IndicatorDetail, texts: Texts) -> tuple[tuple[str, str], ...]:
    """The indicator sheet: every field that the sources fill, and the empty ones said to be so."""
    indicator, empty = result.indicator, texts("sheet.empty")
    fields = [
        ("code", indicator.code),
        ("kind", texts(f"kind.{indicator.kind}")),
        ("unit", texts(f"unit.{indicator.unit.name.lower()}")),
        ("direction", texts(f"direction.{indicator.direction}")),
        ("level", texts(f"level.{indicator.level}")),
        ("baseline", _baseline(result, texts)),
    ]
    fields += [
        (name, texts.of(getattr(indicator, name)) or empty)
        for name in ("justification", "method", "assumptions", "limits")
    ]
    return tuple((texts(f"sheet.{name}"), words) for name, words in fields)


def _baseline(result: IndicatorDetail, texts: Texts) -> str:
    baseline = result.indicator.baseline
    if baseline is None:
        return texts("sheet.no_baseline")
    return texts(
        "sheet.baseline_value", value=baseline.value, year=str(baseline.year), basis=texts(f"basis.{baseline.basis}")
    )
