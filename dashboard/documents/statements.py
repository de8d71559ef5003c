"""The page of statements: what officials said, with its numbers as they were said, beside what this release counts. The
two are never computed with each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from dashboard.dating import dated_sentence, machine_date
from dashboard.documents.page import Chip, Visit, action_chip, frame, marked
from dashboard.documents.reconciling import (
    counted,
    last_stated,
    ours_sentence,
    shares_of,
    stated_sentence,
    total_sentence,
)
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
    word_or,
)
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.quality import coverage
from indicators.register_view import RegisterView
from indicators.registers import StatedValue, Statement
from indicators.words import Text

_RELATIONS = {"=": "equal", ">": "more", "~": "about"}


@dataclass(frozen=True, slots=True)
class Said:
    """One statement: when, who, where, in which words, with which numbers, and what can be made of them."""

    anchor: str
    date: Sentence
    machine: str
    speaker: str
    role: Text
    office: str
    entity: Who | None
    place: str
    about: str
    text: Text
    values: tuple[tuple[str, Sentence], ...]
    total: Sentence | None
    source_inconsistent: bool
    on: Link | None
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class OwnCount:
    """How many of the actions that this release follows stand where, of those and of all that the plan declares."""

    chip: Chip
    of_followed: str
    of_declared: str


def render(result: RegisterView, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    plan = result.plan
    statements = plan.registers.statements
    last = last_stated(plan)
    answer = answer_sentence(result)
    loaded = coverage(plan).actions_with_indicators
    return templates.get_template("statements.html").render(
        frame(plan, result.release, result.releases, texts, visit=visit),
        title=texts("statements.title"),
        description=marked(answer, texts, demonstration=result.release.demonstration),
        answer=answer,
        total=total_sentence(last, plan) if last else None,
        last=_said(last, result, texts) if last else None,
        own=_own(result, texts),
        loaded=loaded,
        not_loaded=max(loaded.total - loaded.count, 0) if loaded.total is not None else None,
        said=tuple(_said(one, result, texts) for one in newest_first(statements)),
        are_ours=are_ours([one.text for one in statements], texts.lang),
    )


def answer_sentence(view: RegisterView) -> Sentence:
    """What was said last with figures, and how much of the plan this release counts itself."""
    ours = ours_sentence(view.overview)
    last = last_stated(view.plan)
    if last is not None:
        return sentence("statements.says", stated=stated_sentence(last), ours=ours)
    if not view.plan.registers.statements:
        return sentence("statements.none", ours=ours)
    return sentence("statements.without_figures", count=len(view.plan.registers.statements), ours=ours)


def newest_first(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Statements in time, the newest first, those of no known date last."""
    return tuple(sorted(statements, key=lambda said: said.dated.day or date.min, reverse=True))


def _said(row: Statement, view: RegisterView, texts: Texts) -> Said:
    indicator = view.indicator(row.indicator)
    return Said(
        anchor=anchor(row.code),
        date=dated_sentence(row.dated),
        machine=machine_date(row.dated),
        speaker=row.speaker,
        role=row.role,
        office=row.office,
        entity=who(row.entity, view.plan),
        place=row.place,
        about=texts(f"about.{row.about}"),
        text=row.text,
        values=tuple((word_or("stated_name", value.name, texts), _value(value, row.unit)) for value in row.values),
        total=total_sentence(row, view.plan) if shares_of(row) else None,
        source_inconsistent=row.source_inconsistent,
        on=indicator_link(indicator, texts) if indicator else action_link(row.action, view, texts),
        read_at=read_at(
            row.cited, view.plan, texts, reference=row.reference, origin=view.origin("statements", row.code)
        ),
    )


def _value(value: StatedValue, unit: str) -> Sentence:
    """A number as it was said: exactly, as more than it, or as about it."""
    return sentence(f"stated.{_RELATIONS[value.relation]}_{unit or 'number'}", value=value.value)


def _own(view: RegisterView, texts: Texts) -> tuple[OwnCount, ...]:
    loaded = coverage(view.plan).actions_with_indicators
    return tuple(
        OwnCount(
            action_chip(state, texts),
            texts("k_of_n", k=count, n=loaded.count),
            texts("k_of_n", k=count, n=loaded.total) if loaded.total is not None else texts("statements.no_total"),
        )
        for state, count in counted(view.overview)
    )
