"""The codes of identity documents in the systems of the State, side by side. Pure; codes are text, as systems write
them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.documents.register_parts import ReadAt, read_at
from dashboard.sentences import Sentence, sentence
from dashboard.texts import Texts
from indicators.pack_format import CODE_SYSTEM
from indicators.plan import Plan, Term
from indicators.register_codes import Pairing
from indicators.registers import DocumentCode, IdentityDocument
from indicators.words import Text


@dataclass(frozen=True, slots=True)
class CodeCell:
    """The code of a document in a system: `code` where it has one, else `words`; `notes`: since when, who says so."""

    system: Text
    code: str
    words: Sentence | None
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A row a document, a column a system; `sources` are where each system's codes are read."""

    systems: tuple[Text, ...]
    rows: tuple[tuple[IdentityDocument, tuple[CodeCell, ...]], ...]
    sources: tuple[tuple[Text, ReadAt], ...]


def crosswalk(plan: Plan, texts: Texts) -> Crosswalk:
    """Every system that gives a document of the plan a code, or says that it has none."""
    documents = plan.registers.identity_documents
    used = {code.system for document in documents for code in document.codes}
    systems = [term for term in plan.code_lists if term.kind == CODE_SYSTEM and term.code in used]
    return Crosswalk(
        systems=tuple(term.title for term in systems),
        rows=tuple((document, tuple(_cell(document, term) for term in systems)) for document in documents),
        sources=tuple((term.title, read_at(term.cited, plan, texts)) for term in systems),
    )


def _cell(document: IdentityDocument, system: Term) -> CodeCell:
    found = next((code for code in document.codes if code.system == system.code), None)
    if found is None:
        return CodeCell(system.title, "", sentence("code.unknown"), ())
    if not found.code:
        words = sentence("code.none_used", code=found.used_instead) if found.used_instead else sentence("code.none")
        return CodeCell(system.title, "", words, _notes(found))
    return CodeCell(system.title, found.code, None, _notes(found))


def _notes(found: DocumentCode) -> tuple[Sentence, ...]:
    since = (sentence("code.since", date=found.since),) if found.since else ()
    return (*since, sentence("pairing.ours")) if found.pairing is Pairing.OURS else since
