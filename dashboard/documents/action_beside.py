"""What stands around an action's figures: who answers for it, what was recommended, which findings it answers. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from dashboard.documents.beside import dated
from dashboard.documents.page import cited
from dashboard.texts import Texts
from indicators.plan import Action, Basis, Plan
from indicators.registers import Recommendation
from indicators.words import Text

_ROLES = ("responsible", "co_responsible")


@dataclass(frozen=True, slots=True)
class Answerable:
    """An entity with what it does for how many of the action's indicators; `assumed` where no source says so."""

    code: str
    name: str
    roles: tuple[str, ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation in short: who to whom and when, what, the last thing that followed, what measures it."""

    code: str
    head: str
    words: str
    last: str
    indicator: str
    indicator_label: Text | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A finding of the plan's diagnosis."""

    words: Text
    kind: str
    page: str
    source: str
    url: str


def answerable(action: Action, plan: Plan, texts: Texts) -> tuple[Answerable, ...]:
    """The entities of the action's indicators in the plan, those with most of them first."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for indicator in action.indicators:
        for reporter in indicator.reporters if indicator.in_plan else ():
            found[reporter.entity].append((reporter.role, reporter.basis is Basis.TRACKER))
    rows = []
    for code, roles in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
        entity, counted = plan.entity(code), [role for role, _ in roles]
        named = tuple(texts(f"action.{role}", count=counted.count(role)) for role in _ROLES if role in counted)
        rows.append(Answerable(code, texts.of(entity.name) if entity else "", named, any(basis for _, basis in roles)))
    return tuple(rows)


def recommended(action: Action, plan: Plan, texts: Texts) -> tuple[Recommended, ...]:
    """The recommendations tied to the action."""
    return tuple(_recommended(row, plan, texts) for row in plan.registers.recommendations if row.action == action.code)


def _recommended(row: Recommendation, plan: Plan, texts: Texts) -> Recommended:
    whom = row.addressee or texts.of(row.open_addressee)
    events = plan.registers.followed(row.code)
    last = events[-1] if events else None
    indicator = plan.indicator(row.indicator) if row.indicator else None
    return Recommended(
        code=row.code,
        head=texts("beside.recommended", body=row.body, whom=whom, date=dated(row.dated, texts)),
        words=texts.of(row.text),
        last=texts("beside.event", kind=texts(f"event.{last.kind}"), date=dated(last.dated, texts)) if last else "",
        indicator=row.indicator,
        indicator_label=indicator.label if indicator else None,
    )


def answered(action: Action, plan: Plan, texts: Texts) -> tuple[Answered, ...]:
    """The findings of the plan's diagnosis that the action answers."""
    found = []
    for finding in plan.registers.findings:
        if action.code in finding.actions:
            source = plan.source(finding.cited.source)
            title, url = (texts.of(source.title), source.url) if source else ("", "")
            found.append(Answered(finding.text, finding.kind, cited(finding.cited, texts), title, url))
    return tuple(found)
