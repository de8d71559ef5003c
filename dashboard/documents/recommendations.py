"""The page of recommendations: what was recommended, what followed, which action and indicator it leads to and where
these stand; and what the plan's own diagnosis says is needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from dashboard.dating import dated_sentence, machine_date
from dashboard.documents.page import Chip, Visit, frame, marked
from dashboard.documents.register_chips import finding_chip, standing_chip
from dashboard.documents.register_parts import (
    Link,
    ReadAt,
    Who,
    action_link,
    anchor,
    are_ours,
    indicator_link,
    read_at,
    who,
)
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.register_codes import EventKind, FindingKind
from indicators.register_view import RegisterView
from indicators.registers import Event, PlanFinding, Recommendation, Registers
from indicators.words import Text

_TAKEN = (EventKind.ACCEPTED, EventKind.ASSERTED)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that followed: when (for people and for programs), what, by whom, in which words."""

    anchor: str
    date: Sentence
    machine: str
    kind: str
    entity: Who | None
    text: Text
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class Chain:
    """A recommendation, what followed, and the action and indicators that it leads to. `of_action`: the indicators are
    those of the action, the recommendation names none."""

    anchor: str
    code: str
    text: Text
    chip: Chip
    body: Who | None
    addressee: Who | None
    date: Sentence
    symbol: str
    paragraph: str
    moments: tuple[Moment, ...]
    action: Link | None
    indicators: tuple[Link, ...]
    of_action: bool
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding of the plan's diagnosis with its theme and the actions that answer it."""

    anchor: str
    chip: Chip
    text: Text
    theme: Text | None
    actions: tuple[Link, ...]
    is_need: bool
    read_at: ReadAt


def render(result: RegisterView, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    demonstration = result.release.demonstration
    registers = result.plan.registers
    answer = answer_sentence(registers)
    return templates.get_template("recommendations.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("recommendations.title"),
        description=marked(answer, texts, demonstration=demonstration),
        answer=answer,
        chains=tuple(_chain(row, result, texts) for row in answered_first(registers)),
        diagnosis=diagnosis_sentence(registers.findings),
        findings=tuple(_finding(row, result, texts) for row in registers.findings),
        are_ours=are_ours(_shown(registers), texts.lang),
    )


def answer_sentence(registers: Registers) -> Sentence:
    """How many recommendations there are, how many were taken up, and whether anybody has verified any."""
    if not registers.recommendations:
        return sentence("recommendations.none")
    standings = Counter(_group(registers.standing(row.code)) for row in registers.recommendations)
    order = ("taken", "verified", "rejected", "refuted", "unanswered")
    clauses = tuple(sentence(f"recommendations.{group}", count=standings[group]) for group in order if standings[group])
    verified = standings["verified"]
    return sentence(
        "recommendations.says",
        count=len(registers.recommendations),
        clauses=clauses,
        verified=sentence("recommendations.some_verified", count=verified)
        if verified
        else sentence("recommendations.none_verified"),
    )


def answered_first(registers: Registers) -> tuple[Recommendation, ...]:
    """Recommendations of which more is known first, then the newest."""

    def known(row: Recommendation) -> tuple[bool, date]:
        return registers.standing(row.code) is not None, row.dated.day or date.min

    return tuple(sorted(registers.recommendations, key=known, reverse=True))


def diagnosis_sentence(findings: tuple[PlanFinding, ...]) -> Sentence:
    """How many needs the diagnosis names, and how many of them an action that is loaded answers."""
    needs = [row for row in findings if row.kind is FindingKind.NEED]
    if not needs:
        return sentence("findings.none")
    return sentence("findings.says", count=len(needs), answered=sum(1 for row in needs if row.actions))


def _group(standing: EventKind | None) -> str:
    if standing in _TAKEN:
        return "taken"
    return str(standing or "unanswered")


def _chain(row: Recommendation, view: RegisterView, texts: Texts) -> Chain:
    plan = view.plan
    named = view.indicator(row.indicator)
    status = view.action(row.action)
    of_action = tuple(line for line in status.indicators if line.indicator.in_plan) if status else ()
    return Chain(
        anchor=anchor(row.code),
        code=row.code,
        text=row.text,
        chip=standing_chip(plan.registers.standing(row.code), texts),
        body=who(row.body, plan),
        addressee=who(row.addressee, plan) or (Who(row.open_addressee) if row.open_addressee else None),
        date=dated_sentence(row.dated),
        symbol=row.symbol,
        paragraph=row.paragraph,
        moments=tuple(_moment(event, view, texts) for event in plan.registers.followed(row.code)),
        action=action_link(row.action, view, texts),
        indicators=tuple(indicator_link(line, texts) for line in ((named,) if named else of_action)),
        of_action=named is None,
        read_at=read_at(
            row.cited, plan, texts, reference=row.reference, origin=view.origin("recommendations", row.code)
        ),
    )


def _moment(event: Event, view: RegisterView, texts: Texts) -> Moment:
    origin = view.origin("events", event.recommendation, event.order)
    return Moment(
        anchor=anchor(event.recommendation, event.order),
        date=dated_sentence(event.dated),
        machine=machine_date(event.dated),
        kind=texts(f"event.{event.kind}"),
        entity=who(event.entity, view.plan),
        text=event.text,
        read_at=read_at(event.cited, view.plan, texts, reference=event.reference, origin=origin),
    )


def _finding(row: PlanFinding, view: RegisterView, texts: Texts) -> FindingLine:
    theme = next((term.title for term in view.plan.code_lists if (term.kind, term.code) == ("theme", row.theme)), None)
    links = (action_link(code, view, texts) for code in row.actions)
    return FindingLine(
        anchor=anchor("finding", row.code),
        chip=finding_chip(row.kind, texts),
        text=row.text,
        theme=theme,
        actions=tuple(link for link in links if link),
        is_need=row.kind is FindingKind.NEED,
        read_at=read_at(row.cited, view.plan, texts),
    )


def _shown(registers: Registers) -> list[Text | None]:
    rows = (registers.recommendations, registers.events, registers.findings)
    return [row.text for register in rows for row in register]
