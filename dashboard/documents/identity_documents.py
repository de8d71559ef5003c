"""The page of identity documents: which document identifies a migrant worker, who takes it, since when it has been
issued, what its number looks like and what systems of the State call it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jinja2 import Environment

from dashboard.charts.spans import validity
from dashboard.dating import dated_sentence
from dashboard.documents.crosswalk import crosswalk
from dashboard.documents.page import Chip, Visit, frame, marked
from dashboard.documents.register_chips import recognition_chip
from dashboard.documents.register_parts import ReadAt, Who, anchor, are_ours, entity_name, read_at, who
from dashboard.sentences import Sentence, sentence
from dashboard.svg.parts import Picture
from dashboard.svg.spans import spans_pictures
from dashboard.texts import Texts
from indicators.plan import Plan
from indicators.register_codes import RecognitionState
from indicators.register_view import RegisterView
from indicators.registers import (
    DecreeChange,
    DocumentPhase,
    IdentityDocument,
    OtherName,
    Portal,
    Recognition,
    Registers,
)
from indicators.words import Text

_TAKEN = (RecognitionState.ACCEPTED, RecognitionState.VERIFIED)


@dataclass(frozen=True, slots=True)
class Taker:
    """A column of the matrix: a portal or an entity, in a procedure where one is named."""

    code: str
    procedure: str
    name: Text | str


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a document is taken; without a row in the register `row` is None and it is not known."""

    taker: Taker
    anchor: str
    chip: Chip
    since: Sentence | None
    asserted: Sentence | None
    read_at: ReadAt | None


@dataclass(frozen=True, slots=True)
class Change:
    """What an instrument changed of a document."""

    anchor: str
    date: Sentence
    instrument: Text | str
    text: Text
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class Phase:
    """A time in which a document was issued on the same terms."""

    anchor: str
    since: Sentence
    until: Sentence
    apply_by: Sentence | None
    designs: int | None
    instrument: Text | str
    text: Text
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class Card:
    """A document with what its holders and those who are shown it want to know."""

    anchor: str
    document: IdentityDocument
    cells: tuple[Cell, ...]
    issuer: Who | None
    number: Sentence
    number_basis: Sentence | None
    says: Sentence | None
    pictures: tuple[Picture, ...]
    phases: tuple[Phase, ...]
    changes: tuple[Change, ...]
    other_names: tuple[tuple[OtherName, ReadAt], ...]
    read_at: ReadAt


@dataclass(frozen=True, slots=True)
class PortalCard:
    """A portal with its names, services and advice."""

    anchor: str
    portal: Portal
    owner: Who | None
    services: tuple[tuple[Text, ReadAt], ...]
    other_names: tuple[tuple[OtherName, ReadAt], ...]
    read_at: ReadAt


def render(result: RegisterView, texts: Texts, visit: Visit, templates: Environment) -> str:
    """The whole document."""
    registers = result.plan.registers
    answer = answer_sentence(registers, result.plan)
    takers = takers_of(registers, result.plan)
    documents = registers.identity_documents
    cards = tuple(_card(document, takers, result, texts) for document in documents)
    return templates.get_template("identity_documents.html").render(
        frame(result.plan, result.release, result.releases, texts, visit=visit),
        title=texts("identity.title"),
        description=marked(answer, texts, demonstration=result.release.demonstration),
        answer=answer,
        takers=takers,
        cards=cards,
        matrix=tuple(card for card in cards if not card.document.of_company),
        unknown_chip=recognition_chip(None, texts),
        anchor=anchor,
        portals=tuple(_portal(portal, result.plan, texts) for portal in registers.portals),
        codes=crosswalk(result.plan, texts),
        are_ours=are_ours([one.name for one in documents], texts.lang) or bool(registers.recognitions),
    )


def answer_sentence(registers: Registers, plan: Plan) -> Sentence:
    """Of how many documents it is known who takes them, and who."""
    documents = [one for one in registers.identity_documents if not one.of_company]
    if not documents:
        return sentence("identity.none")
    told = {row.document for row in registers.recognitions}
    clauses = tuple(_clauses(registers, plan))
    if not clauses:
        return sentence("identity.nobody", count=len(documents))
    known = sum(1 for one in documents if one.code in told)
    return sentence("identity.says", count=len(documents), known=known, clauses=clauses)


def _clauses(registers: Registers, plan: Plan) -> list[Sentence]:
    """Who takes what, by portal or entity; what is only asserted apart."""
    found = []
    for taker in takers_of(registers, plan):
        rows = [row for row in registers.recognitions if (row.accepter, row.procedure) == (taker.code, taker.procedure)]
        taken, said, refused = (
            tuple(_document_named(row.document, registers) for row in rows if row.state in states)
            for states in (_TAKEN, (RecognitionState.ASSERTED,), (RecognitionState.NOT_ACCEPTED,))
        )
        if taken and said:
            found.append(sentence("identity.takes_and_asserted", who=taker.name, documents=taken, asserted=said))
        elif taken:
            found.append(sentence("identity.takes", who=taker.name, documents=taken))
        elif said:
            found.append(sentence("identity.asserted", who=taker.name, documents=said))
        if refused:
            found.append(sentence("identity.refuses", who=taker.name, documents=refused))
    return found


def _document_named(code: str, registers: Registers) -> Sentence:
    document = registers.document(code)
    return sentence("identity.named", name=document.name if document else code, code=code)


def takers_of(registers: Registers, plan: Plan) -> tuple[Taker, ...]:
    """Every portal, entity and procedure of which anything is known, in the register's order."""
    seen: dict[tuple[str, str], Taker] = {}
    for row in registers.recognitions:
        portal = registers.portal(row.accepter)
        name = portal.name if portal else entity_name(row.accepter, plan)
        seen.setdefault((row.accepter, row.procedure), Taker(row.accepter, row.procedure, name))
    return tuple(seen.values())


def _card(document: IdentityDocument, takers: tuple[Taker, ...], view: RegisterView, texts: Texts) -> Card:
    plan = view.plan
    drawn = validity(document, until=view.release.reference.end)
    demonstration = view.release.demonstration
    return Card(
        anchor=anchor(document.code),
        document=document,
        cells=tuple(_cell(document, taker, view, texts) for taker in takers),
        issuer=who(document.issuer, plan),
        number=number_sentence(document),
        number_basis=sentence(f"format_basis.{document.number_basis}") if document.digits or document.longest else None,
        says=drawn.says if drawn else None,
        pictures=spans_pictures(drawn, texts, demonstration=demonstration) if drawn else (),
        phases=tuple(_phase(phase, plan, texts) for phase in document.phases),
        changes=tuple(
            _change(row, plan, texts) for row in in_time(plan.registers.decree_changes) if row.document == document.code
        ),
        other_names=tuple((other, read_at(other.cited, plan, texts)) for other in document.other_names),
        read_at=read_at(document.cited, plan, texts),
    )


def _cell(document: IdentityDocument, taker: Taker, view: RegisterView, texts: Texts) -> Cell:
    row = next((row for row in view.plan.registers.recognitions if _is_of(row, document, taker)), None)
    named = anchor(taker.code, taker.procedure, document.code)
    if row is None:
        return Cell(taker, named, recognition_chip(None, texts), None, None, None)
    origin = view.origin("recognitions", row.accepter, row.procedure, row.document)
    return Cell(
        taker,
        named,
        recognition_chip(row.state, texts),
        _since(row),
        sentence("identity.asserted_on", date=row.asserted_on) if row.asserted_on else None,
        read_at(row.cited, view.plan, texts, reference=row.reference, origin=origin),
    )


def _since(row: Recognition) -> Sentence:
    if row.since.day is None:
        return sentence("identity.since_unknown")
    return sentence("identity.since", since=dated_sentence(row.since))


def _is_of(row: Recognition, document: IdentityDocument, taker: Taker) -> bool:
    return (row.document, row.accepter, row.procedure) == (document.code, taker.code, taker.procedure)


def number_sentence(document: IdentityDocument) -> Sentence:
    """What the number looks like, as far as it is known."""
    kind = sentence(f"characters.{document.characters}")
    if document.digits and document.longest and document.longest != document.digits:
        return sentence("identity.number_both", kind=kind, digits=document.digits, longest=document.longest)
    if document.digits:
        return sentence("identity.number_digits", kind=kind, digits=document.digits)
    if document.longest:
        return sentence("identity.number_longest", kind=kind, longest=document.longest)
    return sentence("identity.number_unknown", kind=kind)


def _phase(phase: DocumentPhase, plan: Plan, texts: Texts) -> Phase:
    return Phase(
        anchor=anchor(phase.document, phase.code),
        since=dated_sentence(phase.since),
        until=dated_sentence(phase.until),
        apply_by=sentence("dated.day", date=phase.apply_by) if phase.apply_by else None,
        designs=phase.designs,
        instrument=_instrument(phase.instrument, plan),
        text=phase.text,
        read_at=read_at(phase.cited, plan, texts),
    )


def in_time(changes: tuple[DecreeChange, ...]) -> tuple[DecreeChange, ...]:
    """Changes in time, those of no known date last."""
    return tuple(sorted(changes, key=lambda row: row.dated.day or date.max))


def _change(row: DecreeChange, plan: Plan, texts: Texts) -> Change:
    return Change(
        anchor=anchor(row.instrument, row.code),
        date=dated_sentence(row.dated),
        instrument=_instrument(row.instrument, plan),
        text=row.text,
        read_at=read_at(row.cited, plan, texts),
    )


def _instrument(code: str, plan: Plan) -> Text | str:
    instrument = plan.instrument(code)
    return instrument.title if instrument else code


def _portal(portal: Portal, plan: Plan, texts: Texts) -> PortalCard:
    return PortalCard(
        anchor=anchor(portal.code),
        portal=portal,
        owner=who(portal.owner, plan),
        services=tuple((service.name, read_at(service.cited, plan, texts)) for service in portal.services),
        other_names=tuple((other, read_at(other.cited, plan, texts)) for other in portal.other_names),
        read_at=read_at(portal.cited, plan, texts),
    )
