"""The page of entities: who is late, with what; who only co-responds; who appears in the registers alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from dashboard import theme
from dashboard.documents.page import Chip, Visit, frame, judged_on, marked
from dashboard.documents.report_words import Tally
from dashboard.sentences import Sentence, sentence
from dashboard.svg import shape_svg
from dashboard.texts import Texts
from indicators.entity_reports import EntityReports, reporting_entities
from indicators.plan import Entity, Plan
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class Line:
    """An entity that reports: its reports of the reference quarter, and all so far."""

    path: str
    code: str
    name: Text
    now: Tally
    ever: Tally
    chip: Chip


@dataclass(frozen=True, slots=True)
class Other:
    """An entity that reports nothing: on what it co-responds, and in how many rows of which registers it appears."""

    path: str
    code: str
    name: Text
    words: str


def render(result: EntityReports, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    today = judged_on(result.release, result.releases, visit.today)
    lines = sorted(_lines(result, texts, today=today), key=_most_late_first)
    said = says(result, lines)
    return templates.get_template("entities.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("entities.title"),
        description=marked(said, texts, demonstration=result.release.demonstration),
        says=said,
        today=today,
        quarter=result.release.reference,
        lines=lines,
        co_responsible=list(_co_responsible(result.plan, texts)),
        in_registers=list(_in_registers(result.plan, texts)),
    )


def says(result: EntityReports, lines: list[Line]) -> Sentence:
    """How many entities are late with the reference quarter, and which most."""
    asked = [line for line in lines if line.now.due or line.now.ahead]
    late = [line for line in asked if line.now.overdue or line.now.partly]
    if not asked:
        ahead = sum(bool(line.ever.ahead) for line in lines)
        return sentence("entities.says_ahead", count=ahead) if ahead else sentence("entities.says_none")
    if not late:
        return sentence("entities.says_all", count=len(asked), quarter=result.release.reference)
    most = late[0]
    return sentence(
        "entities.says",
        count=len(late),
        asked=len(asked),
        quarter=result.release.reference,
        entity=most.name,
        overdue=most.now.overdue + most.now.partly,
        due=most.now.due,
    )


def _most_late_first(line: Line) -> tuple[int, int, int, int, str]:
    now, ever = line.now, line.ever
    return (-now.overdue, -now.partly, -ever.overdue, -ever.partly, line.code)


def _lines(result: EntityReports, texts: Texts, *, today: date) -> Iterator[Line]:
    until = result.last_asked(today)
    for code in reporting_entities(result.plan):
        entity = result.plan.entity(code)
        reports = result.reports(code, until=until)
        now = Tally.of((one for one in reports if one.quarter == result.release.reference), today=today)
        ever = Tally.of(reports, today=today)
        if entity is not None:
            yield Line(f"entities/{code}", code, entity.name, now, ever, _chip(now, ever, texts))


def _chip(now: Tally, ever: Tally, texts: Texts) -> Chip:
    """The worst that can be said of an entity's reports of the reference quarter."""
    tone, shape, key = next(
        looks
        for holds, looks in (
            (now.overdue, (theme.Tone.BAD, theme.Shape.SQUARE, "entities.overdue")),
            (now.partly, (theme.Tone.WARN, theme.Shape.HALF, "entities.partly")),
            (now.ahead, (theme.Tone.NONE, theme.Shape.RING, "entities.ahead")),
            (now.done, (theme.Tone.OK, theme.Shape.CHECK, "entities.done")),
            (ever.ahead and not ever.due, (theme.Tone.NONE, theme.Shape.RING, "entities.not_yet")),
            (True, (theme.Tone.NONE, theme.Shape.DOT, "entities.own_only")),
        )
        if holds
    )
    return Chip(texts(key), tone, shape_svg(shape))


def roles_in_registers(plan: Plan, code: str) -> list[tuple[str, str, int]]:
    """In which registers the entity `code` appears: the page's address, the key of its words, how many rows."""
    of = plan.registers
    found = (
        ("recommendations", "made", sum(one.body == code for one in of.recommendations)),
        ("recommendations", "addressed", sum(one.addressee == code for one in of.recommendations)),
        ("recommendations", "followed", sum(one.entity == code for one in of.events)),
        ("identity-documents", "portals", sum(one.owner == code for one in of.portals)),
        ("identity-documents", "issued", sum(one.issuer == code for one in of.identity_documents)),
        ("identity-documents", "accepted", sum(one.accepter == code for one in of.recognitions)),
        ("statements", "said", sum(one.entity == code for one in of.statements)),
        ("channels", "channels", sum(one.entity == code for one in of.channels)),
        ("requests", "asked", sum(one.entity == code for one in of.requests)),
    )
    return [(page, f"entity_role.{key}", count) for page, key, count in found if count]


def _reports_nothing(plan: Plan) -> Iterator[tuple[Entity, list[str]]]:
    """Entities that hand in no figures, each with the indicators on which it co-responds."""
    reporting = set(reporting_entities(plan))
    for entity in plan.entities:
        if entity.code not in reporting:
            yield entity, [i.code for i in plan.indicators() if any(r.entity == entity.code for r in i.reporters)]


def _co_responsible(plan: Plan, texts: Texts) -> Iterator[Other]:
    for entity, codes in _reports_nothing(plan):
        if codes:
            words = texts("entities.co_responds", count=len(codes))
            yield Other(f"entities/{entity.code}", entity.code, entity.name, words)


def _in_registers(plan: Plan, texts: Texts) -> Iterator[Other]:
    for entity, codes in _reports_nothing(plan):
        if not codes:
            roles = [texts(key, count=count) for _, key, count in roles_in_registers(plan, entity.code)]
            words = texts.listed(roles) if roles else texts("entities.named_only")
            yield Other(f"entities/{entity.code}", entity.code, entity.name, words)
