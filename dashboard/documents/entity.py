"""The page of an entity: what is due, late and done, of which indicators, by which file, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from dashboard.documents.entities import roles_in_registers
from dashboard.documents.page import Chip, Fact, Visit, cited, frame, judged_on, marked, state_chip
from dashboard.documents.report_words import Tally, job_name, since
from dashboard.documents.report_words import state_chip as report_chip
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.entity_reports import MISSING, EntityReports, Item, Report, ReportState
from indicators.periods import Quarter
from indicators.plan import Entity, Plan, Source
from indicators.registers import Channel
from indicators.results import IndicatorStatus
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What a report says of one indicator; `release` published it (0: none), `notes` are in their writer's language."""

    path: str
    label: Text
    chip: Chip
    release: int
    notes: tuple[str, ...]
    in_plan: bool


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report: `asked` and `published` count its indicators of the plan, `ask` is the address of a ready request."""

    quarter: Quarter
    job: str
    job_code: str
    chip: Chip
    since: str
    items: tuple[ItemLine, ...]
    lacking: tuple[Text, ...]
    asked: int
    published: int
    ask: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator of the entity: its role, by which files it reports, on what the assignment rests, its status."""

    path: str
    label: Text
    page: str
    role: str
    jobs: str
    basis: str
    chip: Chip
    evidence: str
    in_plan: bool


def render(result: EntityReports, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document. `result.subject` is the entity."""
    entity = result.subject
    if entity is None:
        raise ValueError("an entity's page without an entity")
    today = judged_on(result.release, result.releases, visit.today)
    reports = result.reports(entity.code, until=result.last_asked(today))
    said = says(entity, result, reports, today=today)
    lines = [_line(report, texts, visit, today=today) for report in reports]
    # What is late stands first, what nobody is asked for last.
    now = sorted(
        (line for line in lines if line.quarter >= result.release.reference),
        key=lambda line: (not line.ask, not line.asked, line.quarter),
    )
    return templates.get_template("entity.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts.of(entity.name),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        entity=entity,
        today=today,
        facts=_facts(Tally.of(reports, today=today), entity, result, texts) if reports else (),
        now=now,
        lines=lines,
        own=list(_indicators(entity.code, result, texts)),
        channels=[one for one in result.plan.registers.channels if one.entity == entity.code],
        channel=lambda one: _channel(one, result.plan, texts),
        roles=[(page, texts(key, count=count)) for page, key, count in roles_in_registers(result.plan, entity.code)],
        source=_source(result.plan, entity.cited.source),
        ask=visit.link(texts.lang, "requests", entity=entity.code),
    )


def says(entity: Entity, result: EntityReports, reports: tuple[Report, ...], *, today: date) -> Sentence:
    """What of the entity is overdue, in part or whole, of all that fell due; then the reference quarter."""
    ever = Tally.of(reports, today=today)
    if not reports:
        return sentence("entity.says_no_reports", entity=entity.code)
    if not ever.due:
        return _nothing_due(entity, reports)
    of_quarter = [one for one in reports if one.quarter == result.release.reference]
    now = Tally.of(of_quarter, today=today)
    if not (ever.overdue or ever.partly):
        return sentence("entity.says_done", count=ever.due, entity=entity.code, now=_now(result, of_quarter, now))
    return sentence(
        "entity.says" if ever.partly else "entity.says_overdue",
        count=ever.overdue,
        entity=entity.code,
        due=ever.due,
        partly=ever.partly,
        now=_now(result, of_quarter, now),
    )


def _nothing_due(entity: Entity, reports: tuple[Report, ...]) -> Sentence:
    """When the first report falls due, or that the plan asks for none."""
    first = min((report.due for report in reports if report.asked), default=None)
    if first is None:
        return sentence("entity.says_own", entity=entity.code)
    return sentence("entity.says_ahead", entity=entity.code, date=first)


def _now(result: EntityReports, reports: list[Report], tally: Tally) -> Sentence:
    """How many reports of the reference quarter are published."""
    asked = tally.due + tally.ahead
    if not asked:
        return sentence("entity.now_none", quarter=result.release.reference)
    return sentence("entity.now", count=asked, done=tally.done, quarter=result.release.reference, due=reports[0].due)


def _facts(tally: Tally, entity: Entity, result: EntityReports, texts: Texts) -> tuple[Fact, ...]:
    led = [
        line for line in result.statuses if any(r.entity == entity.code and r.reports for r in line.indicator.reporters)
    ]
    with_evidence, figures = sum(line.with_evidence for line in led), sum(line.figures for line in led)
    backed = texts("tally.of", n=with_evidence, all=figures) if figures else texts("entity.no_figures")
    evidence = Fact(texts("entity.evidence"), backed, (texts("entity.evidence_small"),))
    if not tally.due:
        return (evidence,)
    counted = [
        (name, texts("tally.of", n=getattr(tally, name), all=tally.due)) for name in ("overdue", "partly", "done")
    ]
    small = {"done": (texts("entity.of_late", count=tally.late),)}
    return (*(Fact(texts(f"tally.{name}"), value, small.get(name, ())) for name, value in counted), evidence)


def _line(report: Report, texts: Texts, visit: Visit, *, today: date) -> ReportLine:
    state = report.state(today=today)
    lacking = report.lacking(today=today)
    ask = ""
    if state in MISSING:
        about = {"indicator": lacking[0].indicator.code} if len(lacking) == 1 else {}
        ask = visit.link(texts.lang, "requests", entity=report.entity, **about, period=str(report.quarter)) + "#letter"
    return ReportLine(
        quarter=report.quarter,
        job=job_name(report.job, texts),
        job_code=report.job,
        chip=report_chip(state, texts),
        since=since(report, texts, today=today),
        items=tuple(_item(item, report, texts, today=today) for item in report.items),
        lacking=tuple(item.indicator.label for item in lacking),
        asked=len(report.asked),
        published=len(report.published),
        ask=ask,
    )


def _item(item: Item, report: Report, texts: Texts, *, today: date) -> ItemLine:
    state: ReportState = report.item_state(item, today=today)
    return ItemLine(
        path=f"indicators/{item.indicator.code}",
        label=item.indicator.label,
        chip=report_chip(state, texts),
        release=item.told.release if item.told else 0,
        notes=item.told.notes if item.told else (),
        in_plan=item.indicator.in_plan,
    )


def _indicators(code: str, result: EntityReports, texts: Texts) -> Iterator[IndicatorLine]:
    """The indicators that the entity leads, then those on which it co-responds."""
    held = [(line, r) for line in result.statuses for r in line.indicator.reporters if r.entity == code]
    for line, reporter in sorted(held, key=lambda pair: pair[1].role != "responsible"):
        jobs = dict.fromkeys(job for job in (reporter.job_before, reporter.job) if job)
        yield IndicatorLine(
            path=f"indicators/{line.indicator.code}",
            label=line.indicator.label,
            page=cited(line.indicator.cited, texts) if line.indicator.in_plan else "",
            role=texts(f"entity_of.{reporter.role}"),
            jobs=texts.listed(job_name(job, texts) for job in jobs) if jobs else texts("entity.reports_nothing"),
            basis=texts(f"assignment.{reporter.basis}"),
            chip=state_chip(line.progress.state, texts),
            evidence=_evidence(line, texts),
            in_plan=line.indicator.in_plan,
        )


def _evidence(line: IndicatorStatus, texts: Texts) -> str:
    if not line.figures:
        return texts("entity.no_figures")
    return texts("tally.of", n=line.with_evidence, all=line.figures)


def _channel(channel: Channel, plan: Plan, texts: Texts) -> tuple[str, str]:
    """When a channel was stated and last tried."""
    stated = texts("entity.stated", date=channel.stated_on) if channel.stated_on else texts("entity.not_stated")
    tried = texts("entity.checked", date=channel.checked_on) if channel.checked_on else texts("entity.not_checked")
    source = _source(plan, channel.cited.source)
    return f"{stated} {tried}", texts.of(source.title) if source else channel.cited.source


def _source(plan: Plan, code: str) -> Source | None:
    return plan.source(code)
