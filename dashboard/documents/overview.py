"""The overview: is the plan being kept? The answer in a sentence, what it rests on, then action by action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment
from markupsafe import Markup

from dashboard import plan_filter
from dashboard.charts.heat import by_action, by_indicator
from dashboard.documents.heat import live_key, picture
from dashboard.documents.indicator_facts import evidence_small, next_due
from dashboard.documents.notices import overview_lines
from dashboard.documents.notices import shape as notice_shape
from dashboard.documents.page import (
    Fact,
    Visit,
    cited,
    frame,
    judged_on,
    marked,
)
from dashboard.documents.plan_filters import filters
from dashboard.documents.plan_rows import parts
from dashboard.documents.plan_states import action_counts, level_sentence, owed, owed_sentence
from dashboard.documents.reconciling import reconcile
from dashboard.saying import met_span_sentence, overview_sentence, reach_sentence
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.plan import Action, Guideline, Objective, Plan, Source
from indicators.progress import due_reports
from indicators.quality import coverage
from indicators.results import IndicatorStatus, Overview

_NOTHING = Markup()


def render(result: Overview, texts: Texts, visit: Visit, templates: Environment, *, island: Markup = _NOTHING) -> str:
    """The whole document; `island` is the markup of its plan explorer."""
    today = judged_on(result.release, result.releases, visit.today)
    answer = overview_sentence(result)
    demonstration = result.release.demonstration
    part = plan_filter.chosen(result, visit.chosen)
    return templates.get_template("overview.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("overview.title"),
        description=marked(answer, texts, demonstration=demonstration),
        answer=answer,
        reach=reach_sentence(result),
        met_span=met_span_sentence(result),
        notices=overview_lines(result, today=today),
        notice_shape=notice_shape(),
        facts=facts(result, texts),
        levels=level_sentence(result),
        heat=picture(by_action(result, part.keeps), texts),
        island=island,
        live_key=live_key(by_indicator(result), texts) if island else (),
        filters=filters(result, part, texts),
        narrow=part.narrow,
        shown=plan_filter.shown(result, part),
        total=len(result.indicators),
        counts=action_counts(result, texts),
        stated=reconcile(result.plan, result),
        owed=owed(result, texts),
        owed_says=owed_sentence(owed(result, texts)),
        owed_next=_next_term(result.plan, today=today),
        parts=parts(result, texts, today=today, keep=part.keeps),
        others=_others(result),
        missing=_missing(result.plan),
        known=known_titles(result.plan, texts),
        totals=declared(result.plan),
        cited=lambda source: cited(source, texts),
    )


def _next_term(plan: Plan, *, today: date) -> Sentence | None:
    """The quarter whose reports are due next, and until when; None where no more are asked for."""
    quarter = next_due(plan, today=today)
    return sentence("owed.next", quarter=quarter, date=plan.due(quarter)) if quarter else None


def _others(result: Overview) -> tuple[Action, ...]:
    """The actions known by their title alone."""
    return tuple(status.action for status in result.actions if not status.action.indicators)


def _missing(plan: Plan) -> tuple[Guideline | Objective, ...]:
    """Guidelines and objectives of which no source read gives the title."""
    missing: list[Guideline | Objective] = []
    for guideline in plan.guidelines:
        if guideline.title is None:
            missing.append(guideline)
        missing += [objective for objective in guideline.objectives if objective.title is None]
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class Declared:
    """A total as declared: its subject and the numbers given, each with the sources that give it."""

    subject: str
    numbers: tuple[tuple[str, int, tuple[Source | None, ...]], ...]


def declared(plan: Plan) -> tuple[Declared, ...]:
    """What the sources declare, by subject, numbers that differ apart."""
    by_subject: dict[str, dict[tuple[str, int], list[Source | None]]] = {}
    for total in plan.totals:
        numbers = by_subject.setdefault(total.subject, {})
        numbers.setdefault((total.qualifier, total.value), []).append(plan.source(total.cited.source))
    return tuple(
        Declared(subject, tuple((qualifier, value, tuple(named)) for (qualifier, value), named in numbers.items()))
        for subject, numbers in by_subject.items()
    )


def known_titles(plan: Plan, texts: Texts) -> tuple[str, ...]:
    """How many titles of guidelines and objectives are known, of how many the sources declare."""
    loaded = coverage(plan)
    return tuple(
        texts("missing.known", known=share.count, total=share.total, subject=texts(f"total.{subject}"))
        for subject, share in (("guidelines", loaded.guidelines), ("objectives", loaded.objectives))
        if share.total is not None
    )


# Facts -----------------------------------------------------------------------------------------------------------


def facts(result: Overview, texts: Texts) -> tuple[Fact, ...]:
    """What the answer rests on, each with its own count."""
    lines = result.indicators
    return (
        _reach(result, texts),
        _coverage(lines, texts),
        _quarter(result, texts),
        _evidence(lines, texts),
        _end(result, texts),
    )


def _reach(result: Overview, texts: Texts) -> Fact:
    loaded = coverage(result.plan).actions_with_indicators
    if loaded.total is None:
        return Fact(texts("fact.reach"), texts.number(loaded.count), (texts("fact.reach_unknown"),))
    cited_in = next(total.cited.source for total in result.plan.totals if total.subject == "actions")
    source = result.plan.source(cited_in)
    named = (source.publisher or texts.of(source.title)) if source else cited_in
    return Fact(
        texts("fact.reach"),
        texts("k_of_n", k=loaded.count, n=loaded.total),
        (texts("fact.reach_small"), texts("fact.declared_by", source=named)),
    )


def _coverage(lines: Sequence[IndicatorStatus], texts: Texts) -> Fact:
    """Of the indicators of the plan alone: nobody promised those of this site."""
    in_plan = [line.progress for line in lines if line.indicator.in_plan]
    value = texts("k_of_n", k=sum(p.reported for p in in_plan), n=sum(p.reports_due for p in in_plan))
    return Fact(texts("fact.coverage"), value, (texts("fact.coverage_plan"),))


def _quarter(result: Overview, texts: Texts) -> Fact:
    """Of which entities there is any figure of the reference quarter."""
    reference = result.release.reference
    due: set[str] = set()
    present: set[str] = set()
    for line in result.indicators:
        asked = due_reports(line.indicator, plan=result.plan, reference=reference, as_of=result.release.published_on)
        of_quarter = {entity for entity, quarter in asked if quarter == reference}
        due |= of_quarter if line.indicator.in_plan else set()
        present |= of_quarter - {entity for entity, quarter in line.progress.missing if quarter == reference}
    name, first = texts("fact.quarter", quarter=reference), result.plan.first_quarter
    if reference < first:
        return Fact(name, texts("fact.quarter_before"), (texts("fact.quarter_first", quarter=first),))
    if not due:
        return Fact(name, texts("fact.quarter_open"), (texts("fact.due_on", date=result.plan.due(reference)),))
    absent = texts("fact.quarter_late", entities=", ".join(sorted(due - present))) if due - present else ""
    return Fact(
        name,
        texts("k_of_n", k=len(due & present), n=len(due)),
        tuple(words for words in (texts("fact.quarter_small"), absent) if words),
    )


def _evidence(lines: Sequence[IndicatorStatus], texts: Texts) -> Fact:
    figures = sum(line.figures for line in lines)
    backed = sum(line.with_evidence for line in lines)
    if not figures:
        return Fact(texts("fact.evidence"), texts("fact.no_figures"))
    verified = sum(line.verified for line in lines)
    return Fact(texts("fact.evidence"), texts("k_of_n", k=backed, n=figures), evidence_small(verified, texts))


def _end(result: Overview, texts: Texts) -> Fact:
    plan, reference = result.plan, result.release.reference
    term = plan.term_on(reference.end)
    small = texts("fact.end_extended", date=plan.original_end) if term.version > 1 else texts("fact.end_original")
    return Fact(texts("fact.end"), texts.day(term.end), (small,))
