"""The page of an indicator: sentence, status, facts, chart, table, arithmetic, changes, origin, what is not known."""

from __future__ import annotations

from jinja2 import Environment

from dashboard.charts.progress import Chart, chart
from dashboard.documents.beside import beside
from dashboard.documents.indicator_facts import arithmetic, bands, facts
from dashboard.documents.notices import banners
from dashboard.documents.page import Visit, basis_note, cited, frame, judged_on, marked, overdue_since, state_chip
from dashboard.documents.plan_changes import plan_changes
from dashboard.documents.provenance import change_words, evidence_words, extensions, origins, remarks, tombstones
from dashboard.documents.quarters import columns, lines
from dashboard.documents.revisions import revisions
from dashboard.documents.targets import target_groups
from dashboard.saying import has_figures, indicator_sentence
from dashboard.sentences import Sentence, sentence
from dashboard.svg import pictures
from dashboard.texts import Texts
from indicators.periods import Quarter
from indicators.plan import Basis, Indicator, Plan, Reporter
from indicators.results import IndicatorDetail


def render(result: IndicatorDetail, texts: Texts, visit: Visit, templates: Environment, *, island: str = "") -> str:
    """The whole document. `island` is the markup of the live chart that stands beside the drawings, or ""."""
    drawn = chart(result)
    said = _said(result)
    indicator, progress = result.indicator, result.progress
    today = judged_on(result.release, result.releases, visit.today)
    return templates.get_template("indicator.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts.of(indicator.label),
        description=marked(said, texts, demonstration=result.release.demonstration),
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
        lines=lines(result, texts),
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
        unknown=unknown(result, drawn),
        evidence=[(f, evidence_words(f.evidence, texts)) for f in result.figures if f.evidence and f.evidence.public],
        sheet=sheet(result, texts),
        beside=beside(result, texts),
        same_lists=same_lists(result),
        title_basis=basis_note(indicator.title, texts),
        citation=citation(result, texts, visit),
    )


def same_lists(result: IndicatorDetail) -> tuple[Indicator, ...]:
    """The other indicators that take a count of the same lists: the plan's own and the tracker's beside it."""
    own = result.indicator
    base = own.code if own.in_plan else own.code.rpartition(".t")[0]
    return tuple(
        other
        for other in result.action.indicators
        if other.code != own.code
        and (other.code == base or other.code.startswith(f"{base}.t"))
        and {(r.entity, r.job) for r in other.reporting} & {(r.entity, r.job) for r in own.reporting if r.measure}
    )


def _said(result: IndicatorDetail) -> Sentence:
    """Where the indicator stands; where the law forced out all that was published, that it did."""
    has_none = not (result.figures or has_figures(result.progress))
    return sentence("says.erased") if result.tombstones and has_none else indicator_sentence(result.status)


def _entity(reporter: Reporter, plan: Plan, texts: Texts) -> str:
    entity = plan.entity(reporter.entity)
    return f"{texts.of(entity.name)} ({reporter.entity})" if entity else reporter.entity


# What is not known -----------------------------------------------------------------------------------------------


def unknown(result: IndicatorDetail, drawn: Chart) -> tuple[Sentence, ...]:
    """What a reader might look for and nobody has published."""
    indicator, progress = result.indicator, result.progress
    bases = {t.basis for t in indicator.targets} | {s.basis for s in indicator.steps}
    tried = (
        (indicator.in_plan and indicator.baseline is None, "unknown.baseline"),
        (indicator.in_plan and Basis.PLAN not in bases, "unknown.target"),
        (all(r.basis is not Basis.PLAN for r in indicator.reporters) and indicator.in_plan, "unknown.responsible"),
        (indicator.method is None, "unknown.method"),
        (not indicator.in_plan, "unknown.not_in_plan"),
    )
    found = [sentence(key) for applies, key in tried if applies]
    if drawn.empty:
        found.append(sentence("unknown.all_erased" if result.tombstones else "unknown.no_figures"))
    found += [missing_sentence(entity, missed, key) for key, entity, missed in _missing(result)]
    if progress.obtained is not None and not progress.obtained.exact:
        found.append(sentence("unknown.range", low=progress.obtained.low, high=progress.obtained.high))
    return tuple(found)


def _missing(result: IndicatorDetail) -> list[tuple[str, str, list[Quarter]]]:
    """The reports that are not here, by entity: those that the law forced out apart from those that never came."""
    erased = {(stone.entity, stone.quarter) for stone in result.tombstones if not stone.dimension}
    found: dict[tuple[str, str], list[Quarter]] = {}
    for entity, quarter in result.progress.missing:
        key = "unknown.erased" if (entity, quarter) in erased else "unknown.missing"
        found.setdefault((key, entity), []).append(quarter)
    return sorted(((key, entity, missed) for (key, entity), missed in found.items()), reverse=True)


def missing_sentence(entity: str, missed: list[Quarter], key: str = "unknown.missing") -> Sentence:
    """The quarters of an entity of which there is no figure, runs of them shortened to their ends."""
    runs: list[tuple[Quarter, Quarter]] = []
    for quarter in sorted(missed):
        if runs and quarter - runs[-1][1] == 1:
            runs[-1] = (runs[-1][0], quarter)
        else:
            runs.append((quarter, quarter))
    spans = tuple(
        sentence("quarter_one", quarter=first) if first == last else sentence("quarter_run", first=first, last=last)
        for first, last in runs
    )
    return sentence(key, entity=entity, spans=spans, count=len(missed))


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


def citation(result: IndicatorDetail, texts: Texts, visit: Visit) -> str:
    """How to cite this page as published in this release."""
    address = visit.root + visit.in_release(texts.lang, result.release.number)
    said = texts(
        "citation",
        label=result.indicator.label,
        plan=result.plan.title,
        number=result.release.number,
        date=result.release.published_on,
        address=address,
    )
    return f"{texts('demonstration.word')}. {said}" if result.release.demonstration else said
