"""What stands beside an indicator's figures and is never mixed with them: recommendations and what followed, who takes
the document that it is about, what officials said. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.texts import Texts
from indicators.plan import Plan
from indicators.register_codes import Precision
from indicators.registers import Dated, Recommendation, Statement
from indicators.results import IndicatorDetail
from indicators.words import Cited


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said: its head (who, when), its words, what followed, and where it is read."""

    head: str
    words: str
    after: tuple[tuple[str, str], ...]
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The registers' rows on one indicator or its action."""

    recommendations: tuple[Item, ...]
    recognitions: tuple[Item, ...]
    statements: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.recommendations or self.recognitions or self.statements)


def beside(result: IndicatorDetail, texts: Texts) -> Beside:
    """What the registers of the plan, as published in the release shown, hold on the indicator or on its action."""
    registers = result.plan.registers
    return Beside(
        recommendations=tuple(
            _recommendation(each, result.plan, texts) for each in registers.recommendations if _is_on(each, result)
        ),
        recognitions=tuple(_recognitions(result, texts)),
        statements=tuple(_statement(each, result.plan, texts) for each in registers.statements if _is_on(each, result)),
    )


def dated(known: Dated, texts: Texts) -> str:
    """A date as well as it is known."""
    if known.day is None:
        return texts("dated.unknown")
    if known.precision is Precision.YEAR:
        return str(known.day.year)
    day = texts.month(known.day) if known.precision is Precision.MONTH else texts.day(known.day)
    return texts("dated.by", date=day) if known.precision is Precision.BY else day


def _is_on(row: Recommendation | Statement, result: IndicatorDetail) -> bool:
    """Whether it is about the indicator, or about its action as a whole."""
    return row.indicator == result.indicator.code or (not row.indicator and row.action == result.action.code)


def _recommendation(row: Recommendation, plan: Plan, texts: Texts) -> Item:
    whom = row.addressee or (texts.of(row.open_addressee) if row.open_addressee else "")
    head = texts("beside.recommended", body=row.body, whom=whom, date=dated(row.dated, texts))
    after = tuple(
        (
            texts("beside.event", kind=texts(f"event.{event.kind}"), date=dated(event.dated, texts)),
            texts.of(event.text),
        )
        for event in plan.registers.followed(row.code)
    )
    return Item(head, texts.of(row.text), after, *_source(row.cited, row.reference, plan, texts))


def _recognitions(result: IndicatorDetail, texts: Texts) -> Iterator[Item]:
    """Who takes the documents that the indicator counts the recognition of."""
    counted = {reporter.measure for reporter in result.indicator.reporters}
    plan = result.plan
    for row in plan.registers.recognitions:
        if row.document in counted:
            portal, entity = plan.registers.portal(row.accepter), plan.entity(row.accepter)
            named = portal or entity
            who = texts.of(named.name) if named else row.accepter
            head = " · ".join(part for part in (who, row.procedure, row.document) if part)
            words = [texts(f"recognition.{row.state}"), texts("beside.since", date=dated(row.since, texts))]
            if row.asserted_on:
                words.append(texts("beside.asserted_on", date=row.asserted_on))
            yield Item(head, " · ".join(words), (), *_source(row.cited, row.reference, plan, texts))


def _statement(row: Statement, plan: Plan, texts: Texts) -> Item:
    who = ", ".join(part for part in (row.speaker, texts.of(row.role)) if part)
    head = texts("beside.said", who=who, date=dated(row.dated, texts))
    words = texts.of(row.text)
    if row.values and not row.denominator_known:
        words = f"{words} {texts('beside.no_denominator')}"
    return Item(head, words, (), *_source(row.cited, row.reference, plan, texts))


def _source(cited: Cited | None, reference: str, plan: Plan, texts: Texts) -> tuple[str, str]:
    """Where it is read, and its address where it has one."""
    source = plan.source(cited.source) if cited else None
    return (texts.of(source.title), source.url) if source else (reference, "")
