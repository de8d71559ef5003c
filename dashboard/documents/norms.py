"""The page of norms: the plan's term and what extended it, which targets that moved, laws and treaties with their
status, what decrees changed, limits of the law and what they leave to small companies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment

from dashboard.charts.spans import term
from dashboard.dating import dated_sentence
from dashboard.documents.identity_documents import in_time
from dashboard.documents.page import Visit, frame, marked
from dashboard.documents.register_parts import (
    Link,
    ReadAt,
    action_link,
    anchor,
    are_ours,
    indicator_link,
    read_at,
    word_or,
)
from dashboard.sentences import Sentence, sentence
from dashboard.svg.spans import spans_pictures
from dashboard.texts import Texts
from indicators.limits import Places, is_of_workers, smallest_companies
from indicators.plan import Indicator, Instrument, Plan, TermVersion
from indicators.register_codes import About, Precision
from indicators.register_view import RegisterView
from indicators.registers import DecreeChange, Limit, Statement
from indicators.results import IndicatorStatus
from indicators.targets import steps_of
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class TermLine:
    """A version of the plan's term with the act that set it and the ground that was stated for it."""

    anchor: str
    name: Sentence
    end: Sentence
    since: Sentence
    instrument: Text | str
    grounds: tuple[tuple[Text, str], ...]
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class Moved:
    """An indicator whose final target the extension moved; `missed`: the original date passed without it."""

    link: Link
    before: Sentence
    after: Sentence
    missed: Sentence | None


@dataclass(frozen=True, slots=True)
class Law:
    """A law, decree or treaty, with the actions of the plan that name it."""

    anchor: str
    title: Text
    code: str
    kind: str
    date: Sentence
    status: Sentence
    actions: tuple[Link, ...]
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What an instrument changed; `document` is the identity document that it is about, or ""."""

    anchor: str
    date: Sentence
    instrument: Text | str
    instrument_anchor: str
    document: str
    text: Text
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit of the law, who is left out of it, and what it leaves to companies of few workers."""

    anchor: str
    limit: Limit
    value: Sentence
    instrument: Text | str
    article: Sentence
    exemptions: tuple[tuple[Text, bool, ReadAt], ...]
    places: tuple[Places, ...]
    read_at: ReadAt


def render(result: RegisterView, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    plan, release = result.plan, result.release
    answer = answer_sentence(result)
    versions = terms_known(result)
    drawn = term(versions, plan)
    return templates.get_template("norms.html").render(
        frame(plan, release, result.releases, texts, visit=visit),
        title=texts("norms.title"),
        description=marked(answer, texts, demonstration=release.demonstration),
        answer=answer,
        pictures=spans_pictures(drawn, texts, demonstration=release.demonstration) if drawn else (),
        terms=tuple(_term(version, plan, texts) for version in versions),
        moved=_moved(result, texts),
        laws=tuple(_law(instrument, result, texts) for instrument in plan.instruments),
        changes=tuple(_change(row, plan, texts) for row in in_time(plan.registers.decree_changes)),
        limits=tuple(_limit(limit, plan, texts) for limit in plan.registers.limits),
        anchor=anchor,
        are_ours=are_ours((instrument.title for instrument in plan.instruments), texts.lang),
    )


def terms_known(view: RegisterView) -> tuple[TermVersion, ...]:
    """The versions of the term in force, or known, on the day of the release."""
    in_force = view.plan.version_in_force(view.release.reference.end)
    known = (v for v in view.plan.terms if v.version <= in_force or v.since <= view.release.published_on)
    return tuple(sorted(known, key=lambda version: version.version))


def answer_sentence(view: RegisterView) -> Sentence:
    """Until when the plan runs, by which act, and how many indicators missed the original date."""
    versions = terms_known(view)
    if not versions:
        return sentence("norms.no_term")
    last, first = versions[-1], versions[0]
    named = _named(last.instrument, view.plan)
    if last is first:
        return sentence("norms.says", end=last.end, instrument=named)
    missed = sum(1 for line in view.overview.indicators if line.indicator.in_plan and line.progress.past_original)
    return sentence(
        "norms.says_extended",
        end=last.end,
        instrument=named,
        original=first.end,
        missed=sentence("norms.missed", count=missed) if missed else sentence("norms.none_missed"),
    )


def _named(code: str, plan: Plan) -> Text | str:
    instrument = plan.instrument(code)
    return instrument.title if instrument else code


def _term(version: TermVersion, plan: Plan, texts: Texts) -> TermLine:
    key = "norms.original" if version.version == 1 else "norms.extension"
    return TermLine(
        anchor=anchor("term", version.version),
        name=sentence(key, number=version.version - 1),
        end=sentence("dated.day", date=version.end),
        since=sentence("dated.day", date=version.since),
        instrument=_named(version.instrument, plan),
        grounds=tuple(
            (said.text, anchor(said.code))
            for said in plan.registers.statements
            if version.version > 1 and _is_ground(said, version)
        ),
        read_at=read_at(version.cited, plan, texts),
    )


def _is_ground(said: Statement, version: TermVersion) -> bool:
    """Whether a statement is of the law and of the day of the act that set the term."""
    return said.about is About.LAW and said.dated.precision is Precision.DAY and said.dated.day == version.since


def _moved(view: RegisterView, texts: Texts) -> tuple[Moved, ...]:
    """The indicators of the plan whose final target is another one in the version of the term in force."""
    in_force = view.plan.version_in_force(view.release.reference.end)
    found = []
    for line in view.overview.indicators:
        before, after = (final_of(line.indicator, version) for version in (1, in_force))
        if line.indicator.in_plan and in_force > 1 and before and after and before != after:
            found.append(Moved(indicator_link(line, texts), before, after, _missed(line)))
    return tuple(found)


def final_of(indicator: Indicator, version: int) -> Sentence | None:
    """The last target of a version of the term, of a programme its steps; None where it has none."""
    targets = [target for target in indicator.targets if target.version == version]
    if targets:
        last = max(targets, key=lambda target: (target.date, target.value))
        return sentence("norms.target", value=last.value, date=last.date, basis=sentence(f"basis.{last.basis}"))
    steps = steps_of(indicator, version)
    if steps:
        last_step = steps[-1]
        basis = sentence(f"basis.{last_step.basis}")
        return sentence("norms.steps", count=len(steps), date=last_step.due, basis=basis)
    return None


def _missed(line: IndicatorStatus) -> Sentence | None:
    missed = line.progress.past_original
    return sentence("past_original", date=missed) if missed else None


def _law(instrument: Instrument, view: RegisterView, texts: Texts) -> Law:
    naming = (action.code for action in view.plan.actions() for one in action.named if one.code == instrument.code)
    links = (action_link(code, view, texts) for code in dict.fromkeys(naming))
    return Law(
        anchor=anchor(instrument.code),
        title=instrument.title,
        code=instrument.code,
        kind=word_or("instrument_kind", instrument.kind, texts),
        date=sentence("dated.day", date=instrument.date) if instrument.date else sentence("dated.unknown"),
        status=sentence(f"instrument_status.{instrument.status or 'unknown'}"),
        actions=tuple(link for link in links if link),
        read_at=read_at(instrument.cited, view.plan, texts),
    )


def _change(row: DecreeChange, plan: Plan, texts: Texts) -> ChangeLine:
    return ChangeLine(
        anchor=anchor(row.instrument, row.code),
        date=dated_sentence(row.dated),
        instrument=_named(row.instrument, plan),
        instrument_anchor=anchor(row.instrument) if plan.instrument(row.instrument) else "",
        document=row.document,
        text=row.text,
        read_at=read_at(row.cited, plan, texts),
    )


def _limit(limit: Limit, plan: Plan, texts: Texts) -> LimitLine:
    return LimitLine(
        anchor=anchor(limit.code),
        limit=limit,
        value=value_sentence(limit),
        instrument=_named(limit.instrument, plan),
        article=sentence("norms.article", article=limit.article) if limit.article else sentence("norms.no_article"),
        exemptions=tuple((row.text, row.on_request, read_at(row.cited, plan, texts)) for row in limit.exemptions),
        places=smallest_companies(limit) if is_of_workers(limit) else (),
        read_at=read_at(limit.cited, plan, texts),
    )


def value_sentence(limit: Limit) -> Sentence:
    """The limit with its unit."""
    count = 1 if limit.value == Decimal(1) else 2
    return sentence(f"limit_value.{limit.unit}", count=count, value=limit.value)
